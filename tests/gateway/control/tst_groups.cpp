// SPDX-License-Identifier: GPL-3.0-or-later
// Documents -> groups of targets: both ways of naming targets give the same thing.
#include "common/model/codec.h"
#include "gateway/control/group_compiler.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::control;
using namespace Qt::Literals::StringLiterals;

namespace {

QJsonObject object(const char* text)
{
    return QJsonDocument::fromJson(text).object();
}

template <typename E>
E made(const char* text)
{
    const Result<E> entity = fromJson<E>(object(text));
    if (!entity)
        qFatal("%s", qPrintable(entity.error().text()));
    return *entity;
}

const QStringList servers{u"http://a:81"_s, u"http://b:82"_s};

} // namespace

class TestGroups : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plainServersTakeTurnsAndNothingElse();
    void bothWaysGiveTheSame();
    void stickyIdsAreSigned();
    void cookieAttributes();
    void retryRules();
    void ownConnectionsUnderOwnRules();

private:
    proxy::UpstreamGroup ofServers(const Api& api, const QString& id = u"api:1"_s) const
    {
        return *m_compiler.ofServers({id, u"a/v1"_s, &api, 0}, api.servers);
    }
    GroupCompiler m_compiler{"key", nullptr};
};

void TestGroups::plainServersTakeTurnsAndNothingElse()
{
    Api api;
    api.servers = servers;
    const proxy::UpstreamGroup group = ofServers(api);
    QVERIFY(group.even);
    QCOMPARE(group.balancing, proxy::BalancingKind::RoundRobin);
    QCOMPARE(group.ejection.failures, 0U);
    QVERIFY(!group.check.enabled && !group.panic && !group.retry.elsewhere && !group.retry.given);
    QCOMPARE(group.sticky.kind, proxy::StickyKind::None);
    QCOMPARE(m_compiler.ofServers({u"api:2"_s, {}, &api, 0}, {u"::nonsense::"_s}), nullptr);
}

void TestGroups::bothWaysGiveTheSame()
{
    const char* rules =
        R"({"balancing": "least_connections", "hash_key": "cookie:sid", "slow_start_seconds": 2,
        "panic": true, "max_connections": 7, "keep_alive": 3, "proxy_protocol": "v2",
        "health": {"enabled": true, "kind": "tcp", "port": 99, "interval_seconds": 3, "timeout_seconds": 1},
        "ejection": {"failures": 2, "eject_seconds": 1, "max_percent": 100}, "sticky": {"by": "header", "name": "X-Id"}})";
    Api api;
    api.servers = servers;
    api.loadBalancing = made<LoadBalancing>(rules);
    api.serverOptions = {{servers[0], {3, true, false}}, {servers[1], {1, false, true}}};
    QJsonObject document = object(rules);
    document.insert(u"name"_s, u"pool"_s);
    document.insert(u"targets"_s,
                    QJsonArray{QJsonObject{{u"url"_s, servers[0]}, {u"weight"_s, 3}, {u"drain"_s, true}},
                               QJsonObject{{u"url"_s, servers[1]}, {u"backup"_s, true}}});
    const Result<Upstream> upstream = fromJson<Upstream>(document);
    QVERIFY(upstream);
    for (const proxy::UpstreamGroup& group : {ofServers(api), *m_compiler.ofUpstream(*upstream, {})}) {
        QCOMPARE(group.balancing, proxy::BalancingKind::LeastConnections);
        QCOMPARE(group.hash.source, proxy::HashSource::Cookie);
        QCOMPARE(group.hash.name, std::string("sid"));
        QCOMPARE(group.slowStartNs, std::int64_t(2'000'000'000));
        QVERIFY(group.panic && group.retry.elsewhere);
        QVERIFY(group.check.enabled && group.check.connectOnly);
        QCOMPARE(group.check.port, std::uint16_t(99));
        QCOMPARE(group.check.intervalMs, std::int64_t(3'000));
        QCOMPARE(group.ejection.failures, 2U);
        QCOMPARE(group.ejection.maxPercent, 100U);
        QCOMPARE(group.sticky.kind, proxy::StickyKind::Header);
        QCOMPARE(group.sticky.name, std::string("X-Id"));
        QCOMPARE(group.targets.size(), std::size_t(2));
        QCOMPARE(group.targets[0].weight, 3U);
        QVERIFY(group.targets[0].draining && !group.targets[0].backup);
        QVERIFY(group.targets[1].backup && !group.targets[1].draining);
        for (const proxy::UpstreamTarget& target : group.targets) {
            QCOMPARE(target.maxConnections, 7U);
            QCOMPARE(target.maxIdle, 3);
            QCOMPARE(target.proxyProtocol, net::ProxyVersion::V2);
        }
    }
}

void TestGroups::stickyIdsAreSigned()
{
    Api api;
    api.servers = servers;
    api.loadBalancing = made<LoadBalancing>(R"({"sticky": {"by": "cookie"}})");
    const proxy::UpstreamGroup group = ofServers(api);
    const std::string id = group.targets[0].stickyId;
    QCOMPARE(id.size(), std::size_t(16));
    QVERIFY(id != group.targets[1].stickyId);
    QCOMPARE(ofServers(api).targets[0].stickyId, id);
    QVERIFY(ofServers(api, u"api:2"_s).targets[0].stickyId != id); // means nothing to another group
    const GroupCompiler other("another key", nullptr);
    QVERIFY(other.ofServers({u"api:1"_s, {}, &api, 0}, servers)->targets[0].stickyId != id);
}

void TestGroups::cookieAttributes()
{
    Api api;
    api.servers = servers;
    const auto attributes = [&](const char* rules) {
        api.loadBalancing = made<LoadBalancing>(rules);
        return ofServers(api).sticky.attributes;
    };
    QCOMPARE(attributes(R"({"sticky": {"by": "cookie"}})"), std::string("; Path=/; SameSite=Lax; HttpOnly"));
    QCOMPARE(attributes(R"({"sticky": {"by": "cookie", "path": "/shop", "domain": "example.org",
                 "max_age_seconds": 60, "same_site": "none", "http_only": false}})"),
             std::string("; Path=/shop; Domain=example.org; Max-Age=60; SameSite=None; Secure"));
    const Result<LoadBalancing> refused = fromJson<LoadBalancing>(
        object(R"({"sticky": {"by": "cookie", "same_site": "none", "secure": "never"}})"));
    QVERIFY(!refused);
}

void TestGroups::retryRules()
{
    const proxy::RetryRules rules = GroupCompiler::retryRules(
        made<RetryRules>(R"({"on": ["connect", "503", "429"], "methods": ["GET"], "budget_percent": 10,
                             "budget_per_second": 2, "base_delay_ms": 5, "max_delay_ms": 6})"));
    QVERIFY(rules.given && rules.elsewhere && rules.hasBudget());
    QVERIFY(rules.covers(proxy::RetryConnect, http::Method::Get));
    QVERIFY(rules.covers(proxy::Retry503, http::Method::Get));
    QVERIFY(rules.covers(proxy::Retry429, http::Method::Get));
    QVERIFY(!rules.covers(proxy::Retry502, http::Method::Get));
    QVERIFY(!rules.covers(proxy::RetryReset, http::Method::Get));
    QVERIFY(!rules.covers(proxy::Retry503, http::Method::Post));
    QCOMPARE(rules.baseDelayNs, std::int64_t(5'000'000));
}

void TestGroups::ownConnectionsUnderOwnRules()
{
    Api api;
    api.servers = servers;
    const std::uint64_t shared = ofServers(api).targets[0].key;
    QCOMPARE(ofServers(api, u"api:2"_s).targets[0].key, shared); // plain servers share connections
    api.loadBalancing = LoadBalancing();
    QVERIFY(ofServers(api).targets[0].key != shared);
    QVERIFY(ofServers(api).targets[0].stateKey != ofServers(api, u"api:2"_s).targets[0].stateKey);
}

QTEST_APPLESS_MAIN(TestGroups)
#include "tst_groups.moc"
