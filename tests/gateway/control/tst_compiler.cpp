// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/plan.h"
#include "common/model/security_settings.h"
#include "common/model/upstream.h"
#include "gateway/control/paths.h"
#include "gateway/control/policies.h"
#include "tests/gateway/control/plane_fixture.h"
#include "tests/gateway/control/snapshot_text.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::control {

class TestCompiler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void platformPaths();
    void grpcPaths();
    void contractPaths();
    void sharedPathBelongsToTheNewestVersion();
    void hostsAndExtraPrefixes();
    void draftsAreNotPublished();
    void pathPassesFromOneApiToAnother();
    void operations();
    void servers();
    void weightedUpstream();
    void clientRouting();
    void inactiveTenant();
    void platformChain();
    void publicChain();
    void contractChain();
    void allRatePoliciesApply();
    void nearestCorsWins();
    void boundPolicyStaysWithItsApi();
    void disabledPolicy();
    void limitRules();
    void userIdentity();
    void roleFlagsReachItsUsers();
    void keysOfConsumers();
    void suspendedSubscriptionStopsItsKey();
    void planOfTheSubscriptionWins();
    void subscriptionsFindANewApiOfTheName();
    void revocations();
    void untouchedPartsAreShared();
    void oldSnapshotNeverChanges();
    void effectiveNamesEverySource();

private:
    std::string chainOf(const std::string& path)
    {
        const proxy::Route* route = m_f->snapshot().routes.find({}, path);
        return route ? SnapshotText::chain(*route->api->chain) : std::string("no route");
    }
    const proxy::ApiRuntime* at(const std::string& path, const std::string& host = {})
    {
        const proxy::Route* route = m_f->snapshot().routes.find(host, path);
        return route ? route->api.get() : nullptr;
    }
    std::unique_ptr<PlaneFixture> m_f;
};

void TestCompiler::init()
{
    m_f = std::make_unique<PlaneFixture>();
    QVERIFY(m_f->start());
}

void TestCompiler::cleanup()
{
    m_f.reset();
}

void TestCompiler::platformPaths()
{
    Api api = platformApi(u"orders"_s);
    api.type = u"graphql"_s;
    QVERIFY(m_f->ok(change().put(api)));
    QVERIFY(at("/api/rest/orders/v1/x")->protocol == proxy::Protocol::Rest);
    QVERIFY(at("/api/soap/orders/v1")->protocol == proxy::Protocol::Soap);
    QVERIFY(at("/api/graphql/orders/v1")->protocol == proxy::Protocol::GraphQl);
    QVERIFY(!at("/api/grpc/orders/v1"));
    QVERIFY(!at("/api/rest/orders/v10/x"));
    QVERIFY(!at("/orders/v1"));
    QVERIFY(at("/api/rest/orders/v1")->surface == proxy::Surface::Platform);
    QVERIFY(at("/api/rest/orders/v1")->registeredOnly);
}

void TestCompiler::grpcPaths()
{
    Api api = platformApi(u"greeter"_s);
    api.type = u"GRPC"_s;
    api.servers = {u"grpc://10.0.0.1:50051"_s};
    api.prefixes = {u"/hello.Greeter"_s};
    api.stripPrefix = false;
    QVERIFY(m_f->ok(change().put(api)));
    QVERIFY(at("/hello.Greeter/Say")->protocol == proxy::Protocol::Grpc);
    QVERIFY(at("/grpc-web/greeter/v1/hello.Greeter/Say")->protocol == proxy::Protocol::GrpcWeb);
    QVERIFY(at("/api/grpc/greeter/v1")->protocol == proxy::Protocol::GrpcBridge);
    QVERIFY(!at("/api/grpc/greeter/v1")->registeredOnly);
    for (const char* const path : {"/hello.Greeter/Say", "/grpc-web/greeter/v1/x", "/api/grpc/greeter/v1"})
        QVERIFY2(at(path)->upstreamHttp2, path);
    const proxy::Route* const byName = m_f->snapshot().routes.find({}, "/api/grpc/greeter");
    QVERIFY(byName && byName->byVersion && byName->stripPrefix);
    // The name alone belongs to nobody in particular: it stays as long as one version is there.
    Api second = api;
    second.id = u"second"_s;
    second.version = u"v2"_s;
    second.prefixes.clear();
    second.servers = {u"http://10.0.0.1:8080"_s};
    QVERIFY(m_f->ok(change().put(second)));
    QVERIFY(!at("/api/grpc/greeter/v2")->upstreamHttp2); // takes the JSON itself
    QVERIFY(at("/grpc-web/greeter/v2/x")->upstreamHttp2);
    QVERIFY(m_f->ok(change().remove(Kind::Api, u"second"_s)));
    QVERIFY(m_f->snapshot().routes.find({}, "/api/grpc/greeter")->byVersion);
    QVERIFY(!at("/api/grpc/greeter/v2") || at("/api/grpc/greeter/v2")->version == "v1");
    Api rest = platformApi(u"plain"_s);
    rest.grpcWebEnabled = true;
    QVERIFY(m_f->ok(change().put(rest)));
    QVERIFY(at("/grpc-web/plain/v1/x") && !at("/api/grpc/plain/v1"));
    QVERIFY(m_f->ok(change().remove(Kind::Api, rest.id)));
    QVERIFY(!at("/grpc-web/plain/v1/x") && !at("/grpc-web/plain/x"));
}

void TestCompiler::contractPaths()
{
    QVERIFY(m_f->ok(change().put(contract(u"pay"_s))));
    QVERIFY(at("/pay/v1/health")->surface == proxy::Surface::Contract);
    QVERIFY(at("/apis/default/pay/health"));
    QVERIFY(!at("/api/rest/pay/v1"));
    QVERIFY(!at("/pay/v1x"));
    QVERIFY(!at("/pay/v1")->registeredOnly);
}

void TestCompiler::sharedPathBelongsToTheNewestVersion()
{
    QVERIFY(m_f->ok(change().put(contract(u"pay"_s, u"1.0.0"_s)).put(contract(u"pay"_s, u"10.0.0"_s))));
    QVERIFY(m_f->ok(change().put(contract(u"pay"_s, u"2.0.0"_s))));
    QCOMPARE(at("/apis/default/pay")->version, std::string("v10"));
    QCOMPARE(at("/pay/v2")->version, std::string("v2"));
    QVERIFY(m_f->ok(change().remove(Kind::Api, u"api-pay-v10"_s)));
    QCOMPARE(at("/apis/default/pay")->version, std::string("v2"));
    QVERIFY(m_f->ok(change().patch(Kind::Api, u"api-pay-v2"_s, {{u"api_status"_s, u"draft"_s}})));
    QCOMPARE(at("/apis/default/pay")->version, std::string("v1"));
}

void TestCompiler::hostsAndExtraPrefixes()
{
    Api api = platformApi(u"shop"_s);
    api.prefixes = {u"/shop/"_s};
    api.stripPrefix = false;
    Api branded = platformApi(u"branded"_s);
    branded.hosts = {u"Shop.Example"_s};
    branded.prefixes = {u"/shop"_s};
    QVERIFY(m_f->ok(change().put(api).put(branded)));
    QCOMPARE(at("/shop/x")->name, std::string("shop"));
    QCOMPARE(at("/shop/x", "shop.example")->name, std::string("branded"));
    QCOMPARE(at("/shop/x", "other.example")->name, std::string("shop"));
    QVERIFY(!at("/api/rest/branded/v1"));
    QVERIFY(!m_f->snapshot().routes.find({}, "/shop/x")->stripPrefix);
}

void TestCompiler::draftsAreNotPublished()
{
    Api api = contract(u"pay"_s);
    api.status = ApiStatus::Draft;
    QVERIFY(m_f->ok(change().put(api)));
    QCOMPARE(m_f->snapshot().routes.size(), std::size_t(0));
    QVERIFY(m_f->ok(change().patch(Kind::Api, api.id, {{u"api_status"_s, u"published"_s}})));
    QVERIFY(at("/pay/v1"));
}

void TestCompiler::pathPassesFromOneApiToAnother()
{
    Api first = platformApi(u"first"_s);
    first.prefixes = {u"/shop"_s};
    Api second = platformApi(u"second"_s);
    QVERIFY(m_f->ok(change().put(first).put(second)));
    for (int round = 0; round < 6; ++round) {
        std::swap(first.prefixes, second.prefixes);
        QVERIFY(m_f->ok(change().put(first).put(second)));
        QCOMPARE(at("/shop/x")->name, std::string(second.prefixes.isEmpty() ? "first" : "second"));
    }
}

void TestCompiler::operations()
{
    const Api api = platformApi(u"orders"_s);
    Operation renamed = operation(api, u"GET"_s, u"/internal/{id}"_s);
    renamed.clientUri = u"/items/{id}"_s;
    renamed.servers = QStringList{u"https://[2001:db8::1]/x"_s};
    Operation off = operation(api, u"DELETE"_s, u"/items/{id}"_s);
    off.active = false;
    QVERIFY(m_f->ok(change().put(api).put(renamed).put(off).put(operation(api, u"GET"_s, u"/items/all"_s))));
    const proxy::ApiRuntime& runtime = *at("/api/rest/orders/v1");
    QCOMPARE(runtime.operations.size(), std::size_t(2));
    const proxy::Operation* found = proxy::matchOperation(runtime, "HEAD", "/items/7");
    QVERIFY(found);
    QCOMPARE(found->uriTemplate, std::string("/items/{id}"));
    QCOMPARE(found->upstreamTemplate, std::string("/internal/{id}"));
    QCOMPARE(found->upstream->targets.at(0).host, std::string("2001:db8::1"));
    QCOMPARE(found->upstream->targets.at(0).hostHeader, std::string("[2001:db8::1]"));
    QCOMPARE(found->upstream->targets.at(0).port, 443);
    QCOMPARE(proxy::matchOperation(runtime, "GET", "/items/all")->upstreamTemplate, std::string());
    QVERIFY(!proxy::matchOperation(runtime, "DELETE", "/items/7"));
    QVERIFY(!proxy::matchOperation(runtime, "GET", "/internal/7"));
}

void TestCompiler::servers()
{
    Api api = platformApi(u"orders"_s);
    api.servers = {u"http://127.0.0.1:9000/base/"_s, u"backend:81"_s};
    api.upstreamPath = u"/api"_s;
    api.connectTimeout = 0.25;
    api.allowedRetryCount = 2;
    QVERIFY(m_f->ok(change().put(api)));
    const proxy::ApiRuntime& runtime = *at("/api/rest/orders/v1");
    QCOMPARE(runtime.upstream->targets.size(), std::size_t(2));
    QCOMPARE(runtime.upstream->targets.at(0).basePath, std::string("/base/api"));
    QCOMPARE(runtime.upstream->targets.at(0).hostHeader, std::string("127.0.0.1:9000"));
    QCOMPARE(runtime.upstream->targets.at(1).host, std::string("backend"));
    QCOMPARE(runtime.upstream->targets.at(1).port, 81);
    QCOMPARE(runtime.timeouts.connectMs, 250U);
    QCOMPARE(runtime.timeouts.readMs, proxy::UpstreamTimeouts().readMs);
    QCOMPARE(runtime.retries, 2U);
    // Health, breaker and position stay with a server through edits of its API.
    const auto group = runtime.upstream;
    QVERIFY(m_f->ok(change().patch(Kind::Api, api.id, {{u"api_description"_s, u"x"_s}})));
    QCOMPARE(at("/api/rest/orders/v1")->upstream->key, group->key);
    QCOMPARE(at("/api/rest/orders/v1")->upstream->targets.at(0).key, group->targets.at(0).key);
}

void TestCompiler::weightedUpstream()
{
    Upstream pool;
    pool.id = u"pool"_s;
    pool.name = u"pool"_s;
    UpstreamTarget strong, weak, none;
    strong.url = u"http://127.0.0.1:1"_s;
    strong.weight = 3;
    weak.url = u"http://127.0.0.1:2"_s;
    none.url = u"http://127.0.0.1:3"_s;
    none.weight = 0;
    pool.targets = {strong, weak, none};
    Api api = platformApi(u"orders"_s);
    api.upstreamId = pool.id;
    QVERIFY(m_f->ok(change().put(pool).put(api)));
    const auto group = at("/api/rest/orders/v1")->upstream;
    QCOMPARE(group->targets.size(), std::size_t(3)); // all are watched; weight 0 gets no turn
    QCOMPARE(std::count(group->schedule.begin(), group->schedule.end(), 0), 3);
    QCOMPARE(std::count(group->schedule.begin(), group->schedule.end(), 1), 1);
    QCOMPARE(group->schedule.size(), std::size_t(4));
    pool.targets = {weak};
    QVERIFY(m_f->ok(change().put(pool)));
    QCOMPARE(at("/api/rest/orders/v1")->upstream->targets.size(), std::size_t(1));
}

void TestCompiler::clientRouting()
{
    Routing routing;
    routing.id = u"r"_s;
    routing.name = u"canary"_s;
    routing.clientKey = u"beta"_s;
    routing.servers = {u"http://127.0.0.1:7"_s};
    routing.serverIndex = 3;
    QVERIFY(m_f->ok(change().put(routing)));
    const proxy::ClientRouting* found = m_f->snapshot().clientRoutings.find("beta");
    QVERIFY(found);
    QCOMPARE(found->upstream->startIndex, 3U);
    QVERIFY(m_f->ok(change().remove(Kind::Routing, routing.id)));
    QVERIFY(!m_f->snapshot().clientRoutings.find("beta"));
}

void TestCompiler::inactiveTenant()
{
    const QString tenant = m_f->documents().of<Tenant>().first(By::NaturalKey, u"default"_s)->id;
    QVERIFY(m_f->ok(change().put(platformApi(u"orders"_s))));
    QVERIFY(at("/api/rest/orders/v1")->active);
    QVERIFY(m_f->ok(change().patch(Kind::Tenant, tenant, {{u"active"_s, false}})));
    QVERIFY(!at("/api/rest/orders/v1")->active);
}

void TestCompiler::platformChain()
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

void TestCompiler::publicChain()
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

void TestCompiler::contractChain()
{
    Api none = contract(u"none"_s);
    none.authType = AuthType::None;
    QVERIFY(m_f->ok(change().put(contract(u"pay"_s)).put(none)));
    QCOMPARE(chainOf("/pay/v1"), std::string(" authenticate authorise tier user_rate throttle bandwidth"
                                             " quota select_upstream forward_headers websocket"));
    QCOMPARE(chainOf("/none/v1"), std::string(" tier quota select_upstream forward_headers websocket"));
    QVERIFY(!at("/none/v1")->authRequired);
}

void TestCompiler::allRatePoliciesApply()
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

void TestCompiler::nearestCorsWins()
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

void TestCompiler::boundPolicyStaysWithItsApi()
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

void TestCompiler::disabledPolicy()
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

void TestCompiler::limitRules()
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

void TestCompiler::userIdentity()
{
    User anna = user(u"anna"_s);
    anna.role = u"nobody"_s;
    anna.groups = {u"b"_s, u"a"_s, u"b"_s};
    anna.rateLimit = 7;
    anna.rateLimitWindow = u"hours"_s;
    anna.throttleLimit = 0;
    anna.throttleEnabled = true;
    anna.throttleWait = 2;
    anna.throttleWaitUnit = u"minutes"_s;
    anna.bandwidthLimitBytes = 1000;
    anna.bandwidthEnabled = false;
    QVERIFY(m_f->ok(change().put(anna)));
    const proxy::Identity& identity = **m_f->snapshot().users.find("anna");
    QVERIFY(identity.kind == proxy::PrincipalKind::User);
    QCOMPARE(identity.id, std::string("user-anna"));
    QCOMPARE(identity.groups.size(), std::size_t(2));
    QVERIFY(std::is_sorted(identity.groups.begin(), identity.groups.end()));
    QVERIFY(!identity.admin);
    QVERIFY(identity.limits->rateOn);
    QCOMPARE(identity.limits->rateCount, 7U);
    QVERIFY(identity.limits->rateUnit == proxy::WindowUnit::Hour);
    QVERIFY(identity.limits->throttleOn);
    QCOMPARE(identity.limits->throttleCount, 10U);
    QCOMPARE(identity.limits->throttleWaitMs, 120'000);
    QCOMPARE(identity.limits->bandwidthBytes, 0U);
    QVERIFY(m_f->ok(change().patch(Kind::User, anna.id, {{u"active"_s, false}})));
    QVERIFY(!(*m_f->snapshot().users.find("anna"))->active);
    QVERIFY(m_f->ok(change().remove(Kind::User, anna.id)));
    QVERIFY(!m_f->snapshot().users.find("anna"));
}

void TestCompiler::roleFlagsReachItsUsers()
{
    Role role;
    role.id = u"role"_s;
    role.name = u"support"_s;
    User anna = user(u"anna"_s);
    anna.role = role.name;
    QVERIFY(m_f->ok(change().put(role).put(anna)));
    QCOMPARE((*m_f->snapshot().users.find("anna"))->roleBits, 0U);
    QVERIFY(m_f->ok(change().patch(Kind::Role, role.id, {{u"manage_apis"_s, true}})));
    QCOMPARE((*m_f->snapshot().users.find("anna"))->roleBits, std::uint64_t(bit(Permission::ManageApis)));
    QVERIFY(m_f->ok(change().remove(Kind::Role, role.id)));
    QCOMPARE((*m_f->snapshot().users.find("anna"))->roleBits, 0U);
}

void TestCompiler::keysOfConsumers()
{
    const Api api = contract(u"pay"_s);
    const Consumer anna = consumer(u"anna"_s);
    const Subscription sub = subscription(anna, api);
    Credential limited = key(sub, 'a');
    limited.expiresAt = {m_f->clock.wallMs() + 1};
    QVERIFY(m_f->ok(change().put(api).put(anna).put(sub).put(limited).put(key(sub, 'b'))));
    const proxy::CredentialEntry& entry = **m_f->snapshot().credentials.find(rawKey('a'));
    QCOMPARE(entry.id, std::string("key-a"));
    QCOMPARE(entry.expiresAtMs, limited.expiresAt.ms);
    QCOMPARE(entry.apis, std::vector<proxy::Symbol>{at("/pay/v1")->symbol});
    QCOMPARE(entry.identity->subscriptions, entry.apis);
    QCOMPARE(entry.identity->tenant, at("/pay/v1")->tenant);
    QVERIFY(entry.identity->kind == proxy::PrincipalKind::Consumer);

    QVERIFY(m_f->ok(change().patch(Kind::Credential, limited.id, {{u"status"_s, u"revoked"_s}})));
    QVERIFY(!(*m_f->snapshot().credentials.find(rawKey('a')))->usable);
    QVERIFY((*m_f->snapshot().credentials.find(rawKey('b')))->usable);
    QVERIFY(m_f->ok(change().patch(Kind::Consumer, anna.id, {{u"status"_s, u"suspended"_s}})));
    QVERIFY(!(*m_f->snapshot().credentials.find(rawKey('b')))->identity->active);
    QVERIFY(m_f->ok(change().remove(Kind::Credential, limited.id)));
    QVERIFY(!m_f->snapshot().credentials.find(rawKey('a')));
}

void TestCompiler::suspendedSubscriptionStopsItsKey()
{
    const Api api = contract(u"pay"_s);
    const Consumer anna = consumer(u"anna"_s);
    const Subscription sub = subscription(anna, api);
    QVERIFY(m_f->ok(change().put(api).put(anna).put(sub).put(key(sub, 'a'))));
    QVERIFY(m_f->ok(change().patch(Kind::Subscription, sub.id, {{u"status"_s, u"suspended"_s}})));
    const proxy::CredentialEntry& entry = **m_f->snapshot().credentials.find(rawKey('a'));
    QVERIFY(!entry.usable);
    QVERIFY(entry.identity->subscriptions.empty());
    QVERIFY(m_f->ok(change().patch(Kind::Subscription, sub.id, {{u"status"_s, u"active"_s}})));
    QVERIFY((*m_f->snapshot().credentials.find(rawKey('a')))->usable);
}

void TestCompiler::planOfTheSubscriptionWins()
{
    Plan silver, gold;
    silver.tierId = u"silver"_s;
    silver.displayName = u"Silver"_s;
    silver.limits.requestsPerMinute = 10;
    gold.tierId = u"gold"_s;
    gold.id = u"gold-id"_s;
    gold.displayName = u"Gold"_s;
    gold.limits.requestsPerMinute = 100;
    gold.limits.requestsPerDay = 500;
    gold.limits.dailyRequestQuota = 400;
    gold.limits.requestsPerHour = 999'999; // no limit
    const Api api = contract(u"pay"_s);
    Consumer anna = consumer(u"anna"_s);
    anna.planId = u"silver"_s;
    const Subscription plain = subscription(anna, api);
    const Api other = contract(u"other"_s);
    Subscription rich = subscription(anna, other);
    rich.planId = gold.id;
    QVERIFY(m_f->ok(change().put(silver).put(gold).put(api).put(other).put(anna)));
    QVERIFY(m_f->ok(change().put(plain).put(rich).put(key(plain, 'a')).put(key(rich, 'b'))));
    const auto limits = [&](char digit) {
        return *(*m_f->snapshot().credentials.find(rawKey(digit)))->identity->limits;
    };
    QCOMPARE(limits('a').perMinute, 10U);
    QCOMPARE(limits('b').perMinute, 100U);
    QCOMPARE(limits('b').perDay, 500U);
    QCOMPARE(limits('b').quotaPerDay, 400U);
    QCOMPARE(limits('b').perHour, 0U);
    QVERIFY(m_f->ok(
        change().patch(Kind::Plan, gold.id, {{u"limits"_s, QJsonObject{{u"requests_per_minute"_s, 200}}}})));
    QCOMPARE(limits('b').perMinute, 200U);
    QCOMPARE(limits('a').perMinute, 10U);
}

void TestCompiler::subscriptionsFindANewApiOfTheName()
{
    Api api = platformApi(u"orders"_s);
    Subscription sub;
    sub.id = u"s"_s;
    sub.principal = u"anna"_s;
    sub.api = api.key();
    QVERIFY(m_f->ok(change().put(api).put(user(u"anna"_s)).put(sub)));
    QVERIFY(m_f->ok(change().remove(Kind::Api, api.id)));
    QVERIFY((*m_f->snapshot().users.find("anna"))->subscriptions.empty());
    api.id = u"another-id"_s;
    QVERIFY(m_f->ok(change().put(api)));
    QCOMPARE((*m_f->snapshot().users.find("anna"))->subscriptions,
             std::vector<proxy::Symbol>{at("/api/rest/orders/v1")->symbol});
}

void TestCompiler::revocations()
{
    using namespace std::string_literals;
    QVERIFY(m_f->ok(change().put(user(u"anna"_s))));
    Revocation one;
    one.id = u"r1"_s;
    one.username = u"anna"_s;
    one.jti = u"j"_s;
    one.expiresAt = 2'000'000'000;
    Revocation all;
    all.id = u"r2"_s;
    all.type = u"revoke_all"_s;
    all.username = u"anna"_s;
    all.revokeAll = true;
    QVERIFY(m_f->ok(change().put(one).put(all)));
    QVERIFY(m_f->snapshot().revokedTokens.find("anna\0j"s));
    QVERIFY((*m_f->snapshot().users.find("anna"))->allTokensRevoked);
    QVERIFY(m_f->ok(change().remove(Kind::Revocation, all.id).remove(Kind::Revocation, one.id)));
    QVERIFY(!m_f->snapshot().revokedTokens.find("anna\0j"s));
    QVERIFY(!(*m_f->snapshot().users.find("anna"))->allTokensRevoked);
}

void TestCompiler::untouchedPartsAreShared()
{
    QVERIFY(m_f->ok(change().put(contract(u"a"_s)).put(contract(u"b"_s)).put(user(u"anna"_s))));
    const proxy::ApiRuntime* a = at("/a/v1");
    const proxy::ApiRuntime* b = at("/b/v1");
    const auto anna = *m_f->snapshot().users.find("anna");
    QVERIFY(m_f->ok(change().patch(Kind::Api, u"api-a-v1"_s, {{u"active"_s, false}})));
    QVERIFY(at("/a/v1") != a);
    QCOMPARE(at("/b/v1"), b);
    QCOMPARE(*m_f->snapshot().users.find("anna"), anna);
}

void TestCompiler::oldSnapshotNeverChanges()
{
    const Api api = contract(u"pay"_s);
    const Consumer anna = consumer(u"anna"_s);
    const Subscription sub = subscription(anna, api);
    QVERIFY(m_f->ok(change().put(api).put(anna).put(sub).put(key(sub, 'a')).put(ratePolicy(u"p"_s, 60))));
    const auto old = m_f->hub.current();
    const auto before = SnapshotText(*old).lines;
    QVERIFY(m_f->ok(change().patch(Kind::Policy, u"policy-p"_s, {{u"dry_run"_s, true}})));
    QVERIFY(m_f->ok(change().patch(Kind::Consumer, anna.id, {{u"status"_s, u"blocked"_s}})));
    QVERIFY(m_f->ok(change().remove(Kind::Api, api.id)));
    QCOMPARE(SnapshotText(*old).lines, before);
    QVERIFY(SnapshotText(m_f->snapshot()).lines != before);
}

void TestCompiler::effectiveNamesEverySource()
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
    for (const auto& filter : at("/pay/v1")->chain->all())
        compiled += ' ' + std::string(filter->name());
    QCOMPARE(names, compiled);
    QVERIFY(m_f->plane.effective(u"unknown"_s).isEmpty());
}

} // namespace gatehouse::control

QTEST_GUILESS_MAIN(gatehouse::control::TestCompiler)
#include "tst_compiler.moc"
