// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/uri.h"
#include "gateway/net/poller.h"
#include "gateway/proxy/exchange.h"

#include <optional>
#include <string>
#include <utility>

namespace gatehouse::proxy {

/// An exchange without sockets, for tests of filters: set what arrived, call a filter's hooks, look at what
/// it did.
///
///     ExchangeFixture fixture;
///     fixture.request("GET", "/api/rest/orders/v1/items?x=1", {{"X-Api-Key", "abc"}});
///     fixture.match(route);
///     QCOMPARE(filter.request(fixture.exchange()), Verdict::Continue);
class ExchangeFixture final : private ExchangeOwner {
public:
    using Fields = std::vector<std::pair<std::string, std::string>>;

    ExchangeFixture()
    {
        m_exchange.m_owner = this;
        setSnapshot(std::make_shared<RuntimeSnapshot>());
        request("GET", "/");
    }

    Exchange& exchange() { return m_exchange; }

    /// Starts a new exchange; whatever was set before is forgotten, but for the snapshot and the times.
    void request(std::string_view method, std::string_view target, const Fields& fields = {},
                 std::string_view body = {})
    {
        m_exchange.reset();
        Arena& arena = m_exchange.m_arena;
        http::RequestHead& head = m_exchange.m_head;
        head.method = arena.copy(method);
        head.methodId = http::methodFromText(method);
        head.target = arena.copy(target);
        const http::SplitTarget parts = http::splitTarget(head.target);
        head.path = parts.path;
        head.query = parts.query;
        head.hasQuery = parts.hasQuery;
        for (const auto& [name, value] : fields)
            head.headers.add(arena.copy(name), arena.copy(value));
        head.host = head.headers.value(http::HeaderId::Host);
        head.contentLength = body.size();
        head.framing = body.empty() ? http::BodyFraming::None : http::BodyFraming::Length;
        m_exchange.m_body.assign(body);
        Exchange::Facts& facts = m_exchange.m_facts;
        facts.snapshot = m_snapshot.get();
        facts.requestId = "00000000-0000-4000-8000-000000000000";
        facts.hostName = head.host;
        facts.scheme = "http";
        facts.listenerRoles = RoleTraffic;
        facts.startWallMs = m_wallMs;
        facts.times.startNs = m_nowNs;
        from("192.0.2.1");
    }
    /// The client's address; peer and effective address alike.
    void from(std::string_view address)
    {
        Exchange::Facts& facts = m_exchange.m_facts;
        facts.peer = facts.client = net::IpAddress::parse(address).value_or(net::IpAddress());
        facts.peerText = facts.clientText = m_exchange.m_arena.copy(address);
    }
    void setPeer(std::string_view address)
    {
        m_exchange.m_facts.peer = net::IpAddress::parse(address).value_or(net::IpAddress());
        m_exchange.m_facts.peerText = m_exchange.m_arena.copy(address);
    }
    void setClientCertificate(std::string_view hash, std::string_view subject)
    {
        m_exchange.m_facts.certificateHash = m_exchange.m_arena.copy(hash);
        m_exchange.m_facts.certificateSubject = m_exchange.m_arena.copy(subject);
    }
    void setSnapshot(std::shared_ptr<const RuntimeSnapshot> snapshot)
    {
        m_snapshot = std::move(snapshot);
        m_exchange.m_facts.snapshot = m_snapshot.get();
    }
    /// `route` must outlive the exchange, as a snapshot would.
    void match(const Route& route, const Operation* operation = nullptr)
    {
        m_exchange.m_facts.route = &route;
        m_exchange.m_facts.operation = operation;
        m_exchange.m_facts.upstream = route.api ? route.api->upstream.get() : nullptr;
        std::string_view path = m_exchange.m_head.path;
        path.remove_prefix(std::min(path.size(), route.prefix.size()));
        m_exchange.m_facts.subPath = path.empty() ? std::string_view("/") : path;
    }
    /// An answer of the upstream, before the answer hooks.
    void answer(std::uint16_t status, const Fields& fields, std::string_view body = {})
    {
        m_exchange.m_answer.status = status;
        m_exchange.m_answer.local = false;
        m_exchange.m_answer.framing = http::BodyFraming::Length;
        m_exchange.m_answer.headers.clear();
        for (const auto& [name, value] : fields)
            m_exchange.m_answer.headers.add(m_exchange.m_arena.copy(name), m_exchange.m_arena.copy(value));
        m_exchange.m_answerBody.assign(body);
    }
    /// What an upstreamAnswer() hook has set; null: nothing.
    AnswerTap* tap() const { return m_exchange.m_tap.get(); }
    static AnswerTap* tap(const Exchange& exchange) { return exchange.m_tap.get(); }
    /// The last one of askBeside(), and how often there was one.
    std::unique_ptr<Exchange>& beside() { return m_beside; }
    int besideCalls() const { return m_besideCalls; }
    /// What the finish phase sees.
    void setCounts(std::uint64_t bytesIn, std::uint64_t bytesOut, std::uint64_t answerBodyBytes)
    {
        m_exchange.m_facts.bytesIn = bytesIn;
        m_exchange.m_facts.bytesOut = bytesOut;
        m_exchange.m_facts.answerBodyBytes = answerBodyBytes;
    }

    void setTimes(std::int64_t nowNs, std::int64_t wallMs)
    {
        m_nowNs = nowNs;
        m_wallMs = wallMs;
    }
    void advanceMs(std::int64_t ms)
    {
        m_nowNs += ms * 1'000'000;
        m_wallMs += ms;
    }

    /// Runs what resumers have posted; for filters that returned Wait.
    void runPosted() { m_poller.turn(0); }
    /// How the last wait ended; empty while it goes on.
    std::optional<Verdict> resumedWith() const { return m_resumed; }

private:
    std::int64_t nowNs() const override { return m_nowNs; }
    std::int64_t wallMs() const override { return m_wallMs; }
    net::Remote remote() const override { return m_poller.remote(); }
    void resume(Exchange&, Verdict verdict) override { m_resumed = verdict; }
    bool askBeside(const Exchange& exchange, const std::function<void(Exchange&)>& prepare) override
    {
        m_beside = std::make_unique<Exchange>();
        m_beside->m_owner = this;
        m_beside->copyRequest(exchange);
        prepare(*m_beside);
        ++m_besideCalls;
        return true;
    }

    net::Poller m_poller;
    std::shared_ptr<const RuntimeSnapshot> m_snapshot;
    std::int64_t m_nowNs = 1'000'000'000;
    std::int64_t m_wallMs = 1'700'000'000'000;
    std::optional<Verdict> m_resumed;
    std::unique_ptr<Exchange> m_beside;
    int m_besideCalls = 0;
    Exchange m_exchange; // last: goes first, while its owner still lives
};

} // namespace gatehouse::proxy
