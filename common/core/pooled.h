// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/later.h"

#include <QRunnable>
#include <QThreadPool>

#include <utility>

namespace gatehouse {

namespace detail {

/// Owned by the pool, which deletes it after run().
template <typename Call>
class Pooled final : public QRunnable {
public:
    explicit Pooled(Call call)
        : call_(std::move(call))
    {
    }
    void run() override { call_(); }

private:
    Posted<Call> call_;
};

} // namespace detail

/// Runs `call` on a thread of `pool`, in the order of the calls. From any thread. Unlike
/// QThreadPool::start(), `call` may be movable only, and is never copied.
template <typename Call>
void startOn(QThreadPool& pool, Call call)
{
    pool.start(new detail::Pooled<Call>(std::move(call)));
}

/// Waits for all calls of startOn(); what they have written is then the caller's.
inline void waitFor(QThreadPool& pool)
{
    pool.waitForDone();
    detail::passedOn();
}

} // namespace gatehouse
