// SPDX-License-Identifier: GPL-3.0-or-later
// The host that the caller asked for reaches the upstream where the API says so, over every protocol.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/recording_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <mutex>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Remembers what the last request said of the host.
class Http2Backend {
public:
    std::uint16_t port() const { return m_server.port(); }
    std::string lastHost()
    {
        const std::scoped_lock lock(m_mutex);
        return m_host;
    }

private:
    void serve(Http2Client& peer)
    {
        for (std::uint32_t stream = 1; peer.until([&] { return peer.now(stream).ended; }); stream += 2) {
            const Http2Answer& request = peer.now(stream);
            {
                const std::scoped_lock lock(m_mutex);
                m_host = request.field(":authority") + '|' + request.field("host");
            }
            peer.request(stream, {{":status", "200"}}, true);
        }
    }

    std::mutex m_mutex;
    std::string m_host;
    ScriptedUpstream m_server{[this](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        serve(peer);
    }};
};

} // namespace

class TestPreserveHost : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theTargetsOwnUnlessAskedFor();
    void theCallersWord_data();
    void theCallersWord();
    void callersWithoutHost();
    void http2Callers();
    void http2Upstreams();
    void keptAnswersBelongToTheirHost();

private:
    void keep(const QByteArray& api, bool kept)
    {
        QCOMPARE(m_admin.call("PUT", "/platform/api/" + api + "/v1", {{u"api_preserve_host"_s, kept}}).status,
                 200);
    }
    /// The answer to a request that says exactly this; its connection ends with it.
    Message say(const std::string& head)
    {
        RawSocket socket = RawSocket::connectTo(gate());
        socket.send(head);
        return socket.readAnswer();
    }
    net::SocketAddress gate() const { return {net::IpAddress::v4(0x7f000001), m_gateway.publicPort()}; }
    std::string lastHost() const { return m_backend.requests().back().header("host"); }
    std::string own() const { return "127.0.0.1:" + std::to_string(m_backend.port()); }

    GatewayProcess m_gateway;
    HttpClient m_admin;
    RecordingUpstream m_backend{answer("here")};
    Http2Backend m_http2;
};

void TestPreserveHost::initTestCase()
{
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    QCOMPARE(publish(m_admin, u"shop"_s, {serverAt(m_backend.port())}, {u"GET /x"_s},
                     object(R"({"api_public":true})")),
             QString());
    QCOMPARE(publish(m_admin, u"second"_s, {serverAt(m_http2.port())}, {u"GET /x"_s},
                     object(R"({"api_public":true,"api_http_version":"http2"})")),
             QString());
}

void TestPreserveHost::theTargetsOwnUnlessAskedFor()
{
    QCOMPARE(say("GET /api/rest/shop/v1/x HTTP/1.1\r\nHost: shop.example\r\n\r\n").status, 200);
    QCOMPARE(lastHost(), own());
    QCOMPARE(m_backend.requests().back().header("x-forwarded-host"), std::string("shop.example"));
    keep("shop", true);
    QCOMPARE(say("GET /api/rest/shop/v1/x HTTP/1.1\r\nHost: shop.example\r\n\r\n").status, 200);
    QCOMPARE(lastHost(), std::string("shop.example"));
}

void TestPreserveHost::theCallersWord_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("host");
    QTest::newRow("port") << QByteArray("GET /api/rest/shop/v1/x HTTP/1.1\r\nHost: shop.example:8443\r\n")
                          << QByteArray("shop.example:8443");
    QTest::newRow("case") << QByteArray("GET /api/rest/shop/v1/x HTTP/1.1\r\nHost: Shop.Example\r\n")
                          << QByteArray("Shop.Example");
    QTest::newRow("address") << QByteArray("GET /api/rest/shop/v1/x HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n")
                             << QByteArray("[2001:db8::1]:80");
    // RFC 9112 section 3.2.2: the authority of the target counts, and Host says the same again.
    QTest::newRow("absolute target")
        << QByteArray("GET http://shop.example/api/rest/shop/v1/x HTTP/1.1\r\nHost: shop.example\r\n")
        << QByteArray("shop.example");
}

void TestPreserveHost::theCallersWord()
{
    QFETCH(QByteArray, head);
    QFETCH(QByteArray, host);
    keep("shop", true);
    QCOMPARE(say(head.toStdString() + "\r\n").status, 200);
    const Message seen = m_backend.requests().back();
    QCOMPARE(std::count_if(seen.fields.begin(), seen.fields.end(),
                           [](const auto& field) { return http::equalsIgnoreCase(field.first, "host"); }),
             1);
    QCOMPARE(seen.header("host"), host.toStdString());
}

void TestPreserveHost::callersWithoutHost()
{
    keep("shop", true);
    QCOMPARE(say("GET /api/rest/shop/v1/x HTTP/1.0\r\n\r\n").status, 200);
    QCOMPARE(lastHost(), own());
}

void TestPreserveHost::http2Callers()
{
    keep("shop", true);
    Http2Client client(RawSocket::connectTo(gate()));
    Fields fields = http2Request("GET", "/api/rest/shop/v1/x");
    for (auto& [name, value] : fields) {
        if (name == ":authority")
            value = "two.example";
    }
    QCOMPARE(client.ask(fields).status, 200);
    QCOMPARE(lastHost(), std::string("two.example"));
}

void TestPreserveHost::http2Upstreams()
{
    const std::string request = "GET /api/rest/second/v1/x HTTP/1.1\r\nHost: shop.example\r\n\r\n";
    QCOMPARE(say(request).status, 200);
    QCOMPARE(m_http2.lastHost(), "127.0.0.1:" + std::to_string(m_http2.port()) + '|');
    keep("second", true);
    QCOMPARE(say(request).status, 200);
    QCOMPARE(m_http2.lastHost(), std::string("shop.example|"));
}

/// An upstream that sees the host may answer differently for each.
void TestPreserveHost::keptAnswersBelongToTheirHost()
{
    keep("shop", true);
    QCOMPARE(
        m_admin.call("PUT", "/platform/api/shop/v1", object(R"({"api_cache":{"ttl_seconds":600}})")).status,
        200);
    const std::size_t before = m_backend.requests().size();
    for (int i = 0; i < 2; ++i) {
        for (const char* host : {"one.example", "two.example"})
            QCOMPARE(
                say(std::string("GET /api/rest/shop/v1/x HTTP/1.1\r\nHost: ") + host + "\r\n\r\n").status,
                200);
    }
    QCOMPARE(m_backend.requests().size(), before + 2);
}

QTEST_GUILESS_MAIN(TestPreserveHost)
#include "tst_preserve_host.moc"
