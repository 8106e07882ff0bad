// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/poller.h"
#include "gateway/proxy/local_handler.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace gatehouse::proxy {

class ExchangeDriver;

/// The bridge between a Responder on any thread and its exchange on a worker. What it posts names the
/// exchange by its generation, so late answers to a client that left fall into nothing.
class Responder::Channel : public std::enable_shared_from_this<Responder::Channel> {
public:
    static constexpr std::size_t MaxWaiting = 256 * 1024;

    Channel(net::Remote remote, ExchangeDriver* driver, std::uint64_t generation)
        : m_remote(std::move(remote))
        , m_driver(driver)
        , m_generation(generation)
    {
    }
    ~Channel();

    void answer(LocalAnswer answer, bool complete);
    bool write(std::string chunk);
    void end();
    bool gone() const;
    void whenGone(std::function<void()> notify);
    void whenWritable(std::function<void()> notify);

    // Worker's thread.
    void clientGone();
    void drained(std::size_t pending);

private:
    void post(std::function<void(ExchangeDriver&)> task);
    void written(std::size_t bytes, std::size_t pending);

    net::Remote m_remote;
    ExchangeDriver* m_driver;
    std::uint64_t m_generation;
    mutable std::mutex m_mutex;
    std::size_t m_posted = 0;  ///< bytes on their way to the worker
    std::size_t m_pending = 0; ///< bytes the client has not taken, as last told by the worker
    bool m_answered = false;
    bool m_ended = false;
    bool m_gone = false;
    bool m_refused = false;
    std::function<void()> m_whenGone;
    std::function<void()> m_whenWritable;
};

} // namespace gatehouse::proxy
