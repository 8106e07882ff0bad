// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/local_channel.h"

#include "gateway/proxy/exchange_driver.h"

#include <utility>

namespace gatehouse::proxy {

std::string_view LocalRequest::header(std::string_view lowerName) const
{
    for (const auto& [name, value] : headers) {
        if (name == lowerName)
            return value;
    }
    return {};
}

void Responder::send(LocalAnswer answer) const
{
    if (m_channel)
        m_channel->answer(std::move(answer), true);
}

void Responder::start(LocalAnswer head) const
{
    if (m_channel)
        m_channel->answer(std::move(head), false);
}

bool Responder::write(std::string chunk) const
{
    return m_channel && m_channel->write(std::move(chunk));
}

void Responder::end() const
{
    if (m_channel)
        m_channel->end();
}

bool Responder::gone() const
{
    return !m_channel || m_channel->gone();
}

void Responder::whenGone(std::function<void()> notify) const
{
    if (m_channel)
        m_channel->whenGone(std::move(notify));
}

void Responder::whenWritable(std::function<void()> notify) const
{
    if (m_channel)
        m_channel->whenWritable(std::move(notify));
}

Responder::Channel::~Channel()
{
    if (m_gone || m_ended)
        return;
    m_remote.post([driver = m_driver, generation = m_generation, started = m_answered] {
        if (driver->exchange().generation() != generation)
            return;
        if (started)
            return driver->onLocalEnd();
        driver->onLocalAnswer({500, "application/json", {}, R"({"error_message":"Internal Server Error"})"},
                              true);
    });
}

void Responder::Channel::post(std::function<void(ExchangeDriver&)> task)
{
    m_remote.post([self = shared_from_this(), task = std::move(task)] {
        if (self->m_driver->exchange().generation() == self->m_generation)
            task(*self->m_driver);
    });
}

void Responder::Channel::answer(LocalAnswer answer, bool complete)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (std::exchange(m_answered, true))
            return;
        m_ended = complete;
    }
    // Shared, because a task must be copyable.
    auto shared = std::make_shared<LocalAnswer>(std::move(answer));
    post([shared, complete](ExchangeDriver& driver) { driver.onLocalAnswer(std::move(*shared), complete); });
}

bool Responder::Channel::write(std::string chunk)
{
    const std::size_t size = chunk.size();
    {
        const std::scoped_lock lock(m_mutex);
        if (m_gone || m_ended || !m_answered)
            return false;
        if (m_posted + m_pending + size > MaxWaiting && m_posted + m_pending > 0) {
            m_refused = true;
            return false;
        }
        m_posted += size;
    }
    post([self = shared_from_this(),
          text = std::make_shared<std::string>(std::move(chunk))](ExchangeDriver& driver) {
        driver.onLocalChunk(*text);
        self->written(text->size(), driver.clientPending());
    });
    return true;
}

void Responder::Channel::end()
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_answered || std::exchange(m_ended, true))
            return;
    }
    post([](ExchangeDriver& driver) { driver.onLocalEnd(); });
}

bool Responder::Channel::gone() const
{
    const std::scoped_lock lock(m_mutex);
    return m_gone;
}

void Responder::Channel::whenGone(std::function<void()> notify)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_gone) {
            m_whenGone = std::move(notify);
            return;
        }
    }
    notify(); // it left before anybody asked
}

void Responder::Channel::whenWritable(std::function<void()> notify)
{
    const std::scoped_lock lock(m_mutex);
    m_whenWritable = std::move(notify);
}

void Responder::Channel::clientGone()
{
    std::function<void()> notify;
    {
        const std::scoped_lock lock(m_mutex);
        if (std::exchange(m_gone, true) || m_ended)
            return;
        notify = std::move(m_whenGone);
    }
    if (notify)
        notify();
}

void Responder::Channel::written(std::size_t bytes, std::size_t pending)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_posted -= bytes;
    }
    drained(pending);
}

void Responder::Channel::drained(std::size_t pending)
{
    std::function<void()> notify;
    {
        const std::scoped_lock lock(m_mutex);
        m_pending = pending;
        if (pending == 0 && m_posted == 0 && std::exchange(m_refused, false))
            notify = m_whenWritable;
    }
    if (notify)
        notify();
}

} // namespace gatehouse::proxy
