// SPDX-License-Identifier: GPL-3.0-or-later
// The identify phase of ExchangeDriver: who asks, over what, and by which id the exchange is known.
#include "gateway/http/uri.h"
#include "gateway/proxy/client_address.h"
#include "gateway/proxy/exchange_driver.h"
#include "gateway/proxy/trace.h"
#include "gateway/proxy/worker_context.h"

#include <algorithm>

namespace gatehouse::proxy {

void ExchangeDriver::start(const Origin& origin)
{
    identify(origin);
    identifyClient();
    if (const http::PathFault fault = http::checkPath(m_exchange.m_head.path);
        fault != http::PathFault::None && m_exchange.m_head.form != http::TargetForm::Asterisk) {
        if (passesBrake())
            m_exchange.fail(Reason::BadTarget, http::textOf(fault));
        return answerLocally();
    }
    if (origin.roles & RoleHttpsOnly)
        return passesBrake() ? demandHttps() : answerLocally();
    m_step = Step::Guard;
    advance();
}

/// For clear text where only TLS is served: sends the client to the same place by https, or says why not.
void ExchangeDriver::demandHttps()
{
    const AnswerSettings& settings = m_context.settings->answers;
    const http::RequestHead& head = m_exchange.m_head;
    if (!(m_exchange.listenerRoles() & RoleRedirect) || m_exchange.hostName().empty() ||
        head.form == http::TargetForm::Asterisk || head.methodId == http::Method::Connect) {
        m_exchange.fail(Reason::HttpsRequired, "clear text where only HTTPS is served");
        return answerLocally();
    }
    Arena& arena = m_exchange.m_arena;
    const std::string_view port = settings.httpsPort == 443
                                      ? std::string_view()
                                      : arena.concat({":", arena.number(settings.httpsPort)});
    const std::string_view query = head.hasQuery ? arena.concat({"?", head.query}) : std::string_view();
    m_exchange.answerEdits().set("Location",
                                 arena.concat({"https://", m_exchange.hostName(), port, head.path, query}));
    m_exchange.respond(308, "text/plain", "This is served by HTTPS.\n");
    answerLocally();
}

void ExchangeDriver::reject(const Origin& origin, Reason reason, std::string_view detail,
                            std::uint16_t status)
{
    identify(origin);
    identifyClient();
    if (reason != Reason::HeaderTimeout)
        m_context.count(observe::Metric::ParseErrors);
    if (reason == Reason::HeaderTimeout || passesBrake())
        m_exchange.failAs(reason, status, {}, {}, detail);
    if (m_exchange.reason() == Reason::MethodNotSupported)
        m_exchange.answerEdits().set("Allow", http::servedMethods);
    answerLocally();
}

void ExchangeDriver::identify(const Origin& origin)
{
    m_client = origin.client;
    Exchange::Facts& facts = m_exchange.m_facts;
    facts.phase = Phase::Identify;
    facts.peer = facts.client = origin.peer;
    facts.peerText = facts.clientText = origin.peerText;
    facts.listenerRoles = origin.roles;
    facts.tls = origin.tls;
    facts.scheme = origin.tls ? "https" : "http";
    if (origin.certificate) {
        facts.certificateHash = origin.certificate->sha256;
        facts.certificateSubject = origin.certificate->subject;
    }
    facts.times.startNs = origin.startNs;
    facts.trace = origin.trace;
    if (origin.trace)
        origin.trace->begin();
    facts.startWallMs = wallMs();
    m_exchange.m_snapshotRef = m_context.snapshots.acquire();
    facts.snapshot = m_exchange.m_snapshotRef.get();
}

static bool isHexLower(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

static bool saysYes(std::string_view value)
{
    if (value.empty())
        return false;
    return value == "1" || http::equalsIgnoreCase(value, "true") || http::equalsIgnoreCase(value, "yes") ||
           http::equalsIgnoreCase(value, "on");
}

/// The other names for X-IS-TEST. Both are equally long, and few other fields are: one look at the lengths
/// instead of two searches by name.
static bool saysTest(const http::HeaderTable& headers)
{
    constexpr std::string_view Names[] = {"X-Doorman-Test", "X-Test-Request"};
    static_assert(Names[0].size() == Names[1].size());
    if (std::none_of(headers.begin(), headers.end(), [Names](const http::Header& field) {
            return field.id == http::HeaderId::Unknown && field.name.size() == Names[0].size();
        }))
        return false;
    return saysYes(headers.value(Names[0])) || saysYes(headers.value(Names[1]));
}

void ExchangeDriver::identifyClient()
{
    Exchange::Facts& facts = m_exchange.m_facts;
    const http::HeaderTable& headers = m_exchange.m_head.headers;
    for (const http::HeaderId id : {http::HeaderId::XRequestId, http::HeaderId::RequestId}) {
        if (facts.requestId.empty() && isAcceptableRequestId(headers.value(id)))
            facts.requestId = headers.value(id);
    }
    if (facts.requestId.empty()) {
        char* const id = m_exchange.m_arena.allocate(RequestIdLength);
        makeRequestId(m_context.random, id);
        facts.requestId = {id, RequestIdLength};
    }
    const std::string_view trace = headers.value(http::HeaderId::TraceParent); // version-trace-parent-flags
    if (trace.size() >= 55 && trace[2] == '-' && trace[35] == '-' && isHexLower(trace.substr(3, 32)))
        facts.traceId = trace.substr(3, 32);

    std::string_view host = m_exchange.m_head.host;
    if (const std::size_t colon = host.rfind(':'); colon != std::string_view::npos && host.back() != ']')
        host = host.substr(0, colon);
    facts.hostName = host;
    if (std::any_of(host.begin(), host.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
        char* const lower = m_exchange.m_arena.allocate(host.size());
        std::transform(host.begin(), host.end(), lower,
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        facts.hostName = {lower, host.size()};
    }

    const TrustSettings& trust = m_context.settings->trust;
    facts.trustsPeer = isTrustedPeer(trust, facts.peer);
    if (facts.trustsPeer) {
        if (const auto client = forwardedClient(trust, facts.peer, headers)) {
            facts.client = client->address;
            facts.clientText = client->text;
        }
        const std::string_view scheme = headers.value(http::HeaderId::XForwardedProto);
        if (scheme == "http" || scheme == "https")
            facts.scheme = scheme;
    }
    facts.isTest = saysYes(headers.value(http::HeaderId::XIsTest)) || saysTest(headers);
}

} // namespace gatehouse::proxy
