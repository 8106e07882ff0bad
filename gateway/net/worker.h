// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/buffer.h"
#include "gateway/net/poller.h"
#include "gateway/net/timer_wheel.h"

#include <QThread>

#include <atomic>

namespace gatehouse::net {

class GatewayEventDispatcher;

/// One thread of the data path with its own loop, timers and buffers; workers share nothing. Control thread,
/// except where said.
class Worker {
public:
    explicit Worker(int index);
    /// Stops the thread.
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void start();
    /// Ends the loop for good and waits for the thread. Objects that live on the worker must be torn down
    /// before, by a task: postAndWait([&] { server.reset(); }).
    void stop();
    bool running() const { return m_thread.isRunning(); }

    /// Any thread: runs `task` on the worker. False after stop().
    bool post(Task task) const { return m_remote.post(std::move(task)); }
    /// Any thread but the worker: returns after `task` ran. False when the worker does not run.
    bool postAndWait(const Task& task);
    Remote remote() const { return m_remote; }
    int index() const { return m_index; }

    /// Worker's thread only.
    Poller& poller();
    TimerWheel& wheel();
    BufferPool& pool() { return m_pool; }

private:
    int m_index;
    QThread m_thread;
    bool m_started = false;
    std::atomic<bool> m_ended{false};     // set by the dispatcher when it goes
    GatewayEventDispatcher* m_dispatcher; // owned by m_thread
    Remote m_remote;
    BufferPool m_pool;
};

} // namespace gatehouse::net
