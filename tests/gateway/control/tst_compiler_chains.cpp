// SPDX-License-Identifier: GPL-3.0-or-later
// Documents to filters: which policies an API's chain holds, and in which order.
#include "common/model/plan.h"
#include "tests/gateway/control/compiler_test.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::control {

class TestCompilerChains : public CompilerTest {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void platformChain();
    void publicChain();
    void contractChain();
    void allRatePoliciesApply();
    void nearestCorsWins();
    void boundPolicyStaysWithItsApi();
    void disabledPolicy();
    void limitRules();
    void anEditTouchesItsOwnFiltersAlone();
    void effectiveNamesEverySource();
};

void TestCompilerChains::platformChain()
{
    QVERIFY(m_f->ok(change().put(platformApi(u"orders"_s))));
    QCOMPARE(
        chainOf("/api/rest/orders/v1"),
        std::string(" cors authenticate authorise tier user_rate throttle bandwidth quota select_upstream"
                    " forward_headers websocket"));
    CompilerOptions options;
    options.security.headers = {{.name = "X-Frame-Options", .value = "DENY", .mode = {}}};
    PlaneFixture strict(options);
    QVERIFY(strict.start());
    QCOMPARE(SnapshotText::chain(*strict.snapshot().guard), std::string(" global_ip security_headers"));
}

void TestCompilerChains::publicChain()
{
    Api open = platformApi(u"open"_s);
    open.isPublic = true;
    Api optional = platformApi(u"optional"_s);
    optional.authRequired = false;
    optional.ipBlacklist = QStringList{u"10.0.0.0/8"_s};
    Api plain = platformApi(u"plain"_s);
    plain.isPublic = true;
    plain.websocket = false;
    plain.streamIdleTimeout = 1.5;
    QVERIFY(m_f->ok(change().put(open).put(optional).put(plain)));
    QCOMPARE(chainOf("/api/rest/plain/v1"), std::string(" cors tier quota select_upstream forward_headers"));
    QVERIFY(!at("/api/rest/plain/v1")->allowUpgrade && at("/api/rest/open/v1")->allowUpgrade);
    QCOMPARE(at("/api/rest/plain/v1")->streams.streamIdleMs.value_or(0), std::int64_t(1500));
    QCOMPARE(chainOf("/api/rest/open/v1"),
             std::string(" cors tier quota select_upstream forward_headers websocket"));
    QCOMPARE(chainOf("/api/rest/optional/v1"),
             std::string(" ip cors tier quota select_upstream forward_headers websocket"));
}

void TestCompilerChains::contractChain()
{
    Api none = contract(u"none"_s);
    none.authType = AuthType::None;
    QVERIFY(m_f->ok(change().put(contract(u"pay"_s)).put(none)));
    QCOMPARE(chainOf("/pay/v1"), std::string(" authenticate authorise tier user_rate throttle bandwidth"
                                             " quota select_upstream forward_headers websocket"));
    QCOMPARE(chainOf("/none/v1"), std::string(" tier quota select_upstream forward_headers websocket"));
    QVERIFY(!at("/none/v1")->authRequired);
}

void TestCompilerChains::allRatePoliciesApply()
{
    Policy everywhere = ratePolicy(u"platform"_s, 6000);
    everywhere.tenant.clear();
    Policy daily = ratePolicy(u"tenant"_s, 600);
    daily.config.insert(u"daily_limit"_s, 1000);
    daily.config.insert(u"burst"_s, 7);
    daily.priority = 1;
    daily.dryRun = true;
    QVERIFY(m_f->ok(change().put(contract(u"pay"_s)).put(everywhere).put(daily)));
    const std::string chain = chainOf("/pay/v1");
    const auto tenant = chain.find("rate(tenant dry policy-tenant:api-pay-v1 600/60000000000+7)");
    const auto day = chain.find("quota(tenant dry policy-tenant:api-pay-v1:day 1000)"); // of the calendar
    const auto platform = chain.find("rate(platform policy-platform:api-pay-v1 6000/60000000000+600)");
    QVERIFY2(tenant != std::string::npos && day != std::string::npos && platform != std::string::npos,
             chain.c_str());
    QVERIFY(tenant < platform); // by priority
}

void TestCompilerChains::nearestCorsWins()
{
    const auto cors = [](const QString& name, const QString& origin) {
        Policy policy = ratePolicy(name, 1);
        policy.type = PolicyType::Cors;
        policy.config = {{u"origins"_s, QJsonArray{origin}}};
        return policy;
    };
    const auto source = [&](const QString& id) {
        for (const QJsonValue& row : m_f->plane.effective(id)[u"filters"_s].toArray()) {
            if (row[u"filter"_s].toString() == u"cors")
                return row[u"values"_s][u"origins"_s].toArray().at(0).toString();
        }
        return u"none"_s;
    };
    const Api pay = contract(u"pay"_s);
    Api own = contract(u"own"_s);
    own.corsAllowOrigins = QStringList{u"https://own.example"_s};
    QVERIFY(m_f->ok(change().put(pay).put(own)));
    QCOMPARE(source(pay.id), u"none"_s);
    Policy platform = cors(u"platform"_s, u"https://platform.example"_s);
    platform.tenant.clear();
    platform.priority = 0; // priority does not beat nearness
    QVERIFY(m_f->ok(change().put(platform)));
    QCOMPARE(source(pay.id), u"https://platform.example"_s);
    QVERIFY(m_f->ok(change().put(cors(u"tenant"_s, u"https://tenant.example"_s))));
    QCOMPARE(source(pay.id), u"https://tenant.example"_s);
    QCOMPARE(source(own.id), u"https://own.example"_s);
    Policy bound = cors(u"bound"_s, u"https://bound.example"_s);
    bound.bindings = {{.id = {}, .apiId = own.id, .tenant = {}, .enabled = true}};
    QVERIFY(m_f->ok(change().put(bound)));
    QCOMPARE(source(own.id), u"https://bound.example"_s);
    QVERIFY(chainOf("/pay/v1").find(" cors") != std::string::npos);
}

void TestCompilerChains::boundPolicyStaysWithItsApi()
{
    const Api a = contract(u"a"_s);
    const Api b = contract(u"b"_s);
    Policy policy = ratePolicy(u"p"_s, 60);
    policy.bindings = {{.id = {}, .apiId = a.id, .tenant = {}, .enabled = true}};
    QVERIFY(m_f->ok(change().put(a).put(b).put(policy)));
    QVERIFY(chainOf("/a/v1").find(" rate(") != std::string::npos);
    QVERIFY(chainOf("/b/v1").find(" rate(") == std::string::npos);
    policy.bindings[0].apiId = b.id;
    QVERIFY(m_f->ok(change().put(policy)));
    QVERIFY(chainOf("/a/v1").find(" rate(") == std::string::npos);
    QVERIFY(chainOf("/b/v1").find(" rate(") != std::string::npos);
    policy.bindings[0].enabled = false; // bound to nothing is not bound to everything
    QVERIFY(m_f->ok(change().put(policy)));
    QVERIFY(chainOf("/b/v1").find(" rate(") == std::string::npos);
}

void TestCompilerChains::disabledPolicy()
{
    Policy policy = ratePolicy(u"p"_s, 60);
    QVERIFY(m_f->ok(change().put(contract(u"pay"_s)).put(policy)));
    QVERIFY(chainOf("/pay/v1").find(" rate(") != std::string::npos);
    QVERIFY(m_f->ok(change().patch(Kind::Policy, policy.id, {{u"enabled"_s, false}})));
    QVERIFY(chainOf("/pay/v1").find(" rate(") == std::string::npos);
    QVERIFY(m_f->ok(change().patch(Kind::Policy, policy.id, {{u"enabled"_s, true}})));
    QVERIFY(m_f->ok(change().remove(Kind::Policy, policy.id)));
    QVERIFY(chainOf("/pay/v1").find(" rate(") == std::string::npos);
}

void TestCompilerChains::limitRules()
{
    LimitRule rule;
    rule.id = u"r"_s;
    rule.ruleId = u"busy"_s;
    rule.type = LimitRuleType::PerApi;
    rule.target = u"pay/v1"_s;
    rule.limit = 10;
    rule.burst = 5;
    QVERIFY(m_f->ok(change().put(contract(u"pay"_s)).put(contract(u"other"_s)).put(rule)));
    QVERIFY(chainOf("/pay/v1").find("rate(busy rule:r:api-pay-v1 15/60000000000+0)") != std::string::npos);
    QVERIFY(chainOf("/other/v1").find(" rate(") == std::string::npos);
}

/// With 5,000 APIs an edit of a policy for everybody is to be in effect within 100 ms.
void TestCompilerChains::anEditTouchesItsOwnFiltersAlone()
{
    Policy cors;
    cors.id = cors.name = u"cors"_s;
    cors.type = PolicyType::Cors;
    cors.tenant = u"default"_s;
    cors.config = {{u"origins"_s, QJsonArray{u"https://a.example"_s}}};
    QVERIFY(m_f->ok(change().put(contract(u"pay"_s)).put(ratePolicy(u"calm"_s, 60)).put(cors)));
    const auto before = m_f->hub.current();
    const proxy::Route* const route = before->routes.find({}, "/pay/v1");
    const auto changed = [&](const proxy::RuntimeSnapshot& now) {
        const auto& old = before->chains.find(route->api->chain)->all();
        const auto& all = now.chains.find(route->api->chain)->all();
        std::string names;
        for (std::size_t i = 0; i < all.size() && all.size() == old.size(); ++i)
            names += all[i] == old[i] ? "" : ' ' + std::string(all[i]->name());
        return names;
    };
    QVERIFY(m_f->ok(change().patch(Kind::Policy, u"policy-calm"_s,
                                   {{u"config"_s, QJsonObject{{u"requests_per_minute"_s, 61}}}})));
    const proxy::RuntimeSnapshot& rate = m_f->snapshot();
    QCOMPARE(changed(rate), std::string(" rate quota"));
    QVERIFY(chainOf("/pay/v1").find(" 61/") != std::string::npos);
    QCOMPARE(rate.routes.find({}, "/pay/v1"), route); // not even copied
    QCOMPARE(rate.serversVersion, before->serversVersion);
    QVERIFY(m_f->ok(change().patch(Kind::Policy, u"cors"_s, {{u"enabled"_s, false}})));
    QCOMPARE(chainOf("/pay/v1").find(" cors"), std::string::npos);
    // An edit of an API is one of its servers, perhaps.
    QVERIFY(m_f->ok(change().patch(Kind::Api, u"api-pay-v1"_s, {{u"api_description"_s, u"x"_s}})));
    QVERIFY(m_f->snapshot().serversVersion != before->serversVersion);
}

void TestCompilerChains::effectiveNamesEverySource()
{
    Api api = contract(u"pay"_s);
    api.ipMode = u"whitelist"_s;
    api.ipWhitelist = QStringList{u"10.0.0.0/8"_s};
    Policy ip = ratePolicy(u"office"_s, 1);
    ip.type = PolicyType::IpFilter;
    ip.config = {{u"mode"_s, u"deny"_s}, {u"ip_list"_s, QJsonArray{u"192.0.2.1"_s}}};
    QVERIFY(m_f->ok(change().put(api).put(ip).put(ratePolicy(u"calm"_s, 60))));
    const QJsonObject effective = m_f->plane.effective(api.id);
    QCOMPARE(effective[u"published"_s].toBool(), true);
    QStringList rows;
    for (const QJsonValue& row : effective[u"filters"_s].toArray()) {
        QVERIFY(!row[u"source"_s].toString().isEmpty());
        rows.append(row[u"filter"_s].toString() + u" <- "_s + row[u"source"_s].toString());
    }
    QCOMPARE(rows.at(0), u"ip <- API pay/v1: api_ip_mode, api_ip_whitelist, api_ip_blacklist"_s);
    QCOMPARE(rows.at(1), u"ip <- policy office of the tenant"_s);
    QVERIFY(rows.contains(u"rate <- policy calm of the tenant"_s));
    // What is described is what is compiled, in the same order.
    std::string names;
    for (const QJsonValue& row : effective[u"filters"_s].toArray())
        names += ' ' + row[u"filter"_s].toString().toStdString();
    std::string compiled;
    for (const auto& filter : m_f->snapshot().chains.find(at("/pay/v1")->chain)->all())
        compiled += ' ' + std::string(filter->name());
    QCOMPARE(names, compiled);
    QVERIFY(m_f->plane.effective(u"unknown"_s).isEmpty());
}

} // namespace gatehouse::control

QTEST_GUILESS_MAIN(gatehouse::control::TestCompilerChains)
#include "tst_compiler_chains.moc"
