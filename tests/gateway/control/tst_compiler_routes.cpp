// SPDX-License-Identifier: GPL-3.0-or-later
// Documents to routes: which paths an API answers on, and with what behind it.
#include "common/model/upstream.h"
#include "tests/gateway/control/compiler_test.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::control {

class TestCompilerRoutes : public CompilerTest {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

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
};

void TestCompilerRoutes::platformPaths()
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

void TestCompilerRoutes::grpcPaths()
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

void TestCompilerRoutes::contractPaths()
{
    QVERIFY(m_f->ok(change().put(contract(u"pay"_s))));
    QVERIFY(at("/pay/v1/health")->surface == proxy::Surface::Contract);
    QVERIFY(at("/apis/default/pay/health"));
    QVERIFY(!at("/api/rest/pay/v1"));
    QVERIFY(!at("/pay/v1x"));
    QVERIFY(!at("/pay/v1")->registeredOnly);
}

void TestCompilerRoutes::sharedPathBelongsToTheNewestVersion()
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

void TestCompilerRoutes::hostsAndExtraPrefixes()
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

void TestCompilerRoutes::draftsAreNotPublished()
{
    Api api = contract(u"pay"_s);
    api.status = ApiStatus::Draft;
    QVERIFY(m_f->ok(change().put(api)));
    QCOMPARE(m_f->snapshot().routes.size(), std::size_t(0));
    QVERIFY(m_f->ok(change().patch(Kind::Api, api.id, {{u"api_status"_s, u"published"_s}})));
    QVERIFY(at("/pay/v1"));
}

void TestCompilerRoutes::pathPassesFromOneApiToAnother()
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

void TestCompilerRoutes::operations()
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

void TestCompilerRoutes::servers()
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

void TestCompilerRoutes::weightedUpstream()
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

void TestCompilerRoutes::clientRouting()
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

void TestCompilerRoutes::inactiveTenant()
{
    const QString tenant = m_f->documents().of<Tenant>().first(By::NaturalKey, u"default"_s)->id;
    QVERIFY(m_f->ok(change().put(platformApi(u"orders"_s))));
    QVERIFY(at("/api/rest/orders/v1")->active);
    QVERIFY(m_f->ok(change().patch(Kind::Tenant, tenant, {{u"active"_s, false}})));
    QVERIFY(!at("/api/rest/orders/v1")->active);
}

} // namespace gatehouse::control

QTEST_GUILESS_MAIN(gatehouse::control::TestCompilerRoutes)
#include "tst_compiler_routes.moc"
