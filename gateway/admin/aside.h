// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/asker.h"
#include "common/core/pooled.h"
#include "common/crypto/thread_end.h"

#include <utility>

namespace gatehouse::admin {

/// Runs `work` on the thread pool and `then` with its value on the main thread, from which this is called and
/// where `context` lives. For password hashing, which takes a quarter of a second. `then` is dropped when
/// `context` has gone.
template <typename Work, typename Then>
void runAside(QObject* context, Work work, Then then)
{
    // The pointer only travels through the pool's thread: it is looked at, counted and let go on the main
    // thread. The application waits for the pool before it goes, which `context` need not.
    startOn(*QThreadPool::globalInstance(),
            [context = QPointer<QObject>(context), work = std::move(work), then = std::move(then)]() mutable {
                tellAsker(std::move(context),
                          [then = std::move(then), value = work()]() mutable { then(std::move(value)); });
                crypto::releaseThread();
            });
}

} // namespace gatehouse::admin
