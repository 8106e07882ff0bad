// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/exchange.h"

#include "gateway/http/websocket_handshake.h"

namespace gatehouse::proxy {

std::string_view Exchange::answerHeader(std::string_view name) const
{
    if (const std::string_view* edited = m_answerEdits.find(name))
        return *edited;
    return m_answerEdits.hides(name) ? std::string_view() : m_answer.headers.value(name);
}

Resumer Exchange::resumer()
{
    return Resumer(m_owner->remote(), this, m_generation);
}

void Exchange::respond(std::uint16_t status, std::string_view contentType, std::string_view body)
{
    m_facts.answered = true;
    m_answer.local = true;
    m_answer.status = status;
    m_answer.headers.clear();
    m_answerBody.assign(body);
    if (!contentType.empty())
        m_answer.headers.add(http::HeaderId::ContentType, "Content-Type", m_arena.copy(contentType));
}

void Exchange::replay(std::uint16_t status, std::string_view body, std::shared_ptr<const void> owner)
{
    m_facts.answered = true;
    m_facts.reason = Reason::None;
    m_facts.errorStatus = 0;
    m_facts.errorCode = m_facts.errorText = m_facts.detail = {};
    m_answer.clear();
    m_answer.local = m_answer.closes = false;
    m_answer.status = status;
    m_answer.framing = http::BodyFraming::Length;
    m_answer.contentLength = body.size();
    m_answerBody.assign(body);
    m_replayOwner = std::move(owner);
}

void Exchange::acceptAndClose(std::uint16_t code, std::string_view text)
{
    const http::WebSocketAccept accept = http::webSocketAccept(header(http::HeaderId::SecWebSocketKey));
    respond(101, {}, {});
    m_facts.closeCode = code;
    m_facts.closeText = text;
    if (m_head.extendedConnect)
        return; // there are no such fields (RFC 8441 section 5)
    m_answer.headers.add(http::HeaderId::Upgrade, "Upgrade", "websocket");
    m_answer.headers.add(http::HeaderId::SecWebSocketAccept, "Sec-WebSocket-Accept",
                         m_arena.copy({accept.data(), accept.size()}));
}

void Exchange::fail(Reason reason, std::string_view detail)
{
    failAs(reason, 0, {}, {}, detail);
}

void Exchange::failAs(Reason reason, std::uint16_t status, std::string_view code, std::string_view text,
                      std::string_view detail)
{
    const ReasonRow& why = row(reason);
    m_facts.reason = reason;
    m_facts.errorStatus = status ? status : why.status;
    m_facts.errorText = text.empty() ? why.text : m_arena.copy(text);
    m_facts.errorCode = code.empty() ? why.code : m_arena.copy(code);
    m_facts.detail = m_arena.copy(detail);
    m_facts.answered = true;
    m_answer.local = true;
    m_answer.status = m_facts.errorStatus;
    m_answer.headers.clear();
    m_answerBody.clear();
}

void Exchange::copyRequest(const Exchange& from)
{
    const auto own = [this](std::string_view text) { return m_arena.copy(text); };
    m_head = from.m_head;
    for (std::string_view* text : {&m_head.target, &m_head.path, &m_head.query, &m_head.host})
        *text = own(*text);
    m_head.method = "GET";
    m_head.methodId = http::Method::Get;
    m_head.headers.clear();
    for (const http::Header& field : from.m_head.headers)
        m_head.headers.add(field.id, own(field.name), own(field.value));
    for (const HeaderEdit& edit : from.m_upstreamEdits.all())
        m_upstreamEdits.repeat({edit.op, own(edit.name), own(edit.value)});
    m_snapshotRef = from.m_snapshotRef.again();
    m_ownedIdentity = from.m_ownedIdentity;
    const Facts& all = from.m_facts;
    m_facts.snapshot = all.snapshot;
    m_facts.route = all.route;
    m_facts.operation = all.operation;
    m_facts.upstream = all.upstream;
    m_facts.identity = all.identity;
    m_facts.credential = all.credential;
    m_facts.peer = all.peer;
    m_facts.client = all.client;
    for (std::string_view Facts::*text :
         {&Facts::peerText, &Facts::clientText, &Facts::certificateHash, &Facts::certificateSubject,
          &Facts::requestId, &Facts::traceId, &Facts::hostName, &Facts::scheme, &Facts::subPath,
          &Facts::upstreamPath, &Facts::upstreamQuery})
        m_facts.*text = own(all.*text);
    m_facts.upstreamQuerySet = all.upstreamQuerySet;
    m_facts.listenerRoles = all.listenerRoles;
    m_facts.tls = all.tls;
    m_facts.trustsPeer = all.trustsPeer;
    m_facts.isTest = all.isTest;
}

/// Keeps the memory of usual bodies, so that the next one needs none; gives back that of large ones.
static void emptied(std::string& body)
{
    constexpr std::size_t WorthKeeping = 64 * 1024;
    if (body.capacity() > WorthKeeping)
        std::string().swap(body);
    body.clear();
}

void Exchange::reset()
{
    m_head.clear();
    m_answer.clear();
    m_answer.local = m_answer.closes = false;
    m_upstreamEdits.clear();
    m_answerEdits.clear();
    emptied(m_body);
    emptied(m_answerBody);
    m_states.clear();
    m_stages.clear();
    m_tap.reset();
    m_replayOwner.reset();
    m_requestStage.reset();
    m_answerWatch.reset();
    m_answerTrailers.clear();
    m_arena.reset();
    m_ownedIdentity.reset();
    m_scratch = {};
    m_facts = Facts();
    m_snapshotRef = SnapshotReader::Ref();
    ++m_generation;
}

} // namespace gatehouse::proxy
