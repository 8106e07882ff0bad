// SPDX-License-Identifier: GPL-3.0-or-later
// Handlers of the process in ExchangeDriver: administration, probes, metrics.
#include "gateway/http/syntax.h"
#include "gateway/proxy/exchange_driver.h"
#include "gateway/proxy/worker_context.h"

#include <algorithm>

namespace gatehouse::proxy {

void ExchangeDriver::handleLocally()
{
    const http::RequestHead& head = m_exchange.m_head;
    const Exchange::Facts& facts = m_exchange.m_facts;
    LocalRequest request;
    request.method = head.method;
    request.path = head.path;
    request.query = head.query;
    request.headers.reserve(head.headers.size());
    for (const http::Header& field : head.headers) {
        std::string name(field.name);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        request.headers.emplace_back(std::move(name), field.value);
    }
    request.body = m_exchange.m_body;
    request.requestId = facts.requestId;
    request.host = head.host;
    request.peer = facts.peer;
    request.client = facts.client;
    request.listenerRoles = facts.listenerRoles;
    request.tls = facts.tls;
    auto channel = std::make_shared<Responder::Channel>(remote(), this, m_exchange.generation());
    m_channel = channel;
    m_handler->handle(std::move(request), Responder(std::move(channel)));
}

void ExchangeDriver::onLocalAnswer(LocalAnswer&& answer, bool complete)
{
    if (m_exchange.answered())
        return;
    m_exchange.respond(answer.status, answer.contentType, answer.body);
    for (const auto& [name, value] : answer.headers) {
        if (http::isToken(name) && http::isCleanValue(value)) // else it could split the answer
            m_exchange.m_answer.headers.add(m_exchange.m_arena.copy(name), m_exchange.m_arena.copy(value));
    }
    if (complete)
        return answerLocally();
    m_step = Step::Answer;
    m_client->discardBody();
    runAnswerHooks();
    m_answerStarted = true;
    m_client->startAnswer(m_exchange, std::nullopt);
    m_client->sendBody(m_exchange.m_answerBody);
    m_client->flush();
}

void ExchangeDriver::onLocalChunk(std::string_view chunk)
{
    if (!m_answerStarted || m_answerEnded)
        return;
    m_exchange.m_facts.answerBodyBytes += chunk.size();
    m_client->sendBody(chunk);
    m_client->flush();
}

void ExchangeDriver::onLocalEnd()
{
    if (m_answerStarted && !m_answerEnded)
        endAnswer({});
}

} // namespace gatehouse::proxy
