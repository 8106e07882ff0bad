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

/// A call on its way through Qt's event queue: tells the sanitizer when it is put down and when it is taken
/// up, also when it is dropped.
template <typename Call>
class Posted {
public:
    explicit Posted(Call call) : call_(std::move(call)) { passedOn(); }
    Posted(Posted&& other) noexcept : call_(std::move(other.call_)) { passedOn(); }
    Posted(const Posted&) = delete;
    Posted& operator=(const Posted&) = delete;
    Posted& operator=(Posted&&) = delete;
    ~Posted() { passedOn(); }

    void operator()()
    {
        passedOn();
        call_();
        passedOn();
    }

private:
    Call call_;
};

} // namespace detail

/// Runs `call` on the thread of `receiver`, in a later turn of its event loop; dropped when `receiver` is
/// deleted before. From any thread, as long as `receiver` lives.
template <typename Call>
void later(QObject* receiver, Call call)
{
    QMetaObject::invokeMethod(receiver, detail::Posted<Call>(std::move(call)), Qt::QueuedConnection);
}

/// Runs `call` on the thread of `receiver` and waits for it. From other threads only; the event loop of
/// `receiver` must be running.
template <typename Call>
void elsewhere(QObject* receiver, const Call& call)
{
    auto byReference = [&call] { call(); };
    QMetaObject::invokeMethod(
        receiver, detail::Posted<decltype(byReference)>(byReference), Qt::BlockingQueuedConnection);
    detail::passedOn();
}

} // namespace gatehouse
