// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaObject>
#include <QObject>

#include <utility>

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#endif

namespace gatehouse {

namespace detail {

/// Debian's Qt is built without ThreadSanitizer, which therefore does not see that posting an event comes
/// before handling it.
inline void passedOn()
{
#ifdef __SANITIZE_THREAD__
    static char events;
    __tsan_release(&events);
    __tsan_acquire(&events);
#endif
}

} // namespace detail

/// Runs `call` on the thread of `receiver`, in a later turn of its event loop; dropped when `receiver` is
/// deleted before. From any thread, as long as `receiver` lives.
template <typename Call>
void later(QObject* receiver, Call call)
{
    detail::passedOn();
    QMetaObject::invokeMethod(
        receiver,
        [call = std::move(call)]() mutable {
            detail::passedOn();
            call();
        },
        Qt::QueuedConnection);
}

/// Runs `call` on the thread of `receiver` and waits for it. From other threads only; the event loop of
/// `receiver` must be running.
template <typename Call>
void elsewhere(QObject* receiver, const Call& call)
{
    detail::passedOn();
    QMetaObject::invokeMethod(
        receiver,
        [&call] {
            detail::passedOn();
            call();
            detail::passedOn();
        },
        Qt::BlockingQueuedConnection);
    detail::passedOn();
}

} // namespace gatehouse
