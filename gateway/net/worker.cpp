// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/worker.h"

#include "gateway/net/event_dispatcher.h"

#include <future>

#include <openssl/crypto.h>

namespace gatehouse::net {

Worker::Worker(int index)
    : m_index(index)
    , m_dispatcher(new GatewayEventDispatcher)
    , m_remote(m_dispatcher->poller().remote())
{
    m_thread.setObjectName(QStringLiteral("worker-%1").arg(index));
    m_thread.setEventDispatcher(m_dispatcher);
    m_dispatcher->tellEnd(m_ended);
    // By itself OpenSSL ends with the thread, which stop() may not wait for: see crypto::releaseThread().
    QObject::connect(&m_thread, &QThread::finished, [] { OPENSSL_thread_stop(); });
}

Worker::~Worker()
{
    stop();
    if (!m_started)
        delete m_dispatcher; // a thread takes it over only when it starts
}

void Worker::start()
{
    if (m_started)
        return;
    m_started = true;
    m_thread.start();
}

void Worker::stop()
{
    m_thread.quit();
    m_thread.wait();
    // Qt waits by futexes that ThreadSanitizer cannot see; this hands over what the thread has left behind.
    static_cast<void>(m_ended.load(std::memory_order_acquire));
}

bool Worker::postAndWait(const Task& task)
{
    if (!running())
        return false;
    struct Outcome {
        std::promise<bool> over;
        bool ran = false;
        // The last copy of the task goes away after it ran, or when the loop ends without running it.
        ~Outcome() { over.set_value(ran); }
    };
    auto outcome = std::make_shared<Outcome>();
    std::future<bool> over = outcome->over.get_future();
    m_remote.post([task, outcome = std::move(outcome)] {
        task();
        outcome->ran = true;
    });
    return over.get();
}

Poller& Worker::poller()
{
    return m_dispatcher->poller();
}

TimerWheel& Worker::wheel()
{
    return m_dispatcher->wheel();
}

} // namespace gatehouse::net
