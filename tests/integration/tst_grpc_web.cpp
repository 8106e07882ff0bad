// SPDX-License-Identifier: GPL-3.0-or-later
// gRPC-Web through the real program to a native gRPC server of another make (python3-grpcio).
#include "gateway/http/base64_stream.h"
#include "gateway/http/grpc.h"
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/tool_server.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto binaryType = "Content-Type: application/grpc-web+proto\r\nX-Grpc-Web: 1\r\n";
constexpr auto textType = "Content-Type: application/grpc-web-text\r\n";

QByteArray frame(const QByteArray& payload)
{
    std::string out;
    http::appendGrpcFrame(out, 0, payload.toStdString());
    return QByteArray::fromStdString(out);
}

/// What a gRPC-Web client reads from a body: the messages and the trailers.
struct WebAnswer {
    QByteArrayList messages;
    QByteArrayList trailers; ///< lines
    int trailerFrames = 0;
    bool whole = false;

    explicit WebAnswer(const std::string& body)
    {
        http::GrpcFrames frames(body);
        auto step = frames.next();
        for (; step == http::GrpcFrames::Step::Frame; step = frames.next()) {
            const QByteArray payload = QByteArray::fromStdString(std::string(frames.payload()));
            if (frames.flags() != http::GrpcTrailers) {
                messages.append(payload);
                continue;
            }
            ++trailerFrames;
            trailers += payload.split('\n');
        }
        whole = step == http::GrpcFrames::Step::End && trailerFrames == 1;
        for (QByteArray& line : trailers)
            line = line.trimmed();
    }
    explicit WebAnswer(const QByteArray& body)
        : WebAnswer(body.toStdString())
    {
    }
};

} // namespace

class TestGrpcWeb : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void unary();
    void text();
    void nameAloneIsVersionOne();
    void overHttp2();
    void failureOfTheService();
    void everyMessageIsSentAtOnce();
    void manyMessages();
    void deadline();
    void browsersMayReadIt();
    void theChainOfTheApiHolds();
    void callsThatAreNotAllowed();
    void wrongRequests();
    void unknownApi();
    void deadUpstream();
    void upstreamThatSpeaksNoGrpc();
    void onThePathOfTheService();
    void nativeClients_data();
    void nativeClients();
    void nativeClientsHearErrors();

private:
    HttpReply call(const QByteArray& target, const QByteArray& body, const QByteArray& lines = binaryType)
    {
        return m_client.send("POST", target, body, lines);
    }
    RawSocket connect() const
    {
        return RawSocket::connectTo({net::IpAddress::v4(0x7f000001), m_gateway.publicPort()});
    }
    QString publishGrpc(const QString& name, const QJsonObject& fields = {}, quint16 port = 0);
    int loggedStatus(const HttpReply& reply) const
    {
        return m_gateway.accessLine(reply.header("x-request-id")).value(u"status"_s).toInt();
    }

    ToolServer m_server{
        u"/usr/bin/python3"_s,
        {qEnvironmentVariable("GATEHOUSE_SOURCE") + u"/tests/integration/proxy/scripts/grpc_peer.py"_s,
         u"serve"_s}};
    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
};

QString TestGrpcWeb::publishGrpc(const QString& name, const QJsonObject& fields, quint16 port)
{
    QJsonObject all{{u"api_type"_s, u"GRPC"_s}, {u"api_grpc_web_enabled"_s, true}, {u"api_public"_s, true}};
    for (auto at = fields.begin(); at != fields.end(); ++at)
        all.insert(at.key(), at.value());
    const QString server = u"grpc://127.0.0.1:%1"_s.arg(port ? port : m_server.port());
    return publish(m_admin, name, {server}, {}, all);
}

void TestGrpcWeb::initTestCase()
{
    QVERIFY(m_server.port() != 0);
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    m_client = HttpClient(m_gateway.publicPort());
    QCOMPARE(publishGrpc(u"echo"_s), QString());
}

void TestGrpcWeb::unary()
{
    const HttpReply reply = call("/grpc-web/echo/v1/test.Echo/Unary", frame("hello"));
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.header("content-type"), QByteArray("application/grpc-web+proto"));
    QCOMPARE(reply.header("x-first"), QByteArray("1")); // initial metadata
    const WebAnswer answer(reply.body);
    QVERIFY(answer.whole);
    QCOMPARE(answer.messages, QByteArrayList{"<hello>"});
    QVERIFY(answer.trailers.contains("grpc-status: 0"));
    QVERIFY(answer.trailers.contains("x-last: 2")); // trailing metadata
    QCOMPARE(loggedStatus(reply), 200);
}

void TestGrpcWeb::text()
{
    // Padding in the middle: two encoded pieces after each other.
    const QByteArray whole = frame("hello");
    const HttpReply reply =
        call("/grpc-web/echo/test.Echo/Unary", whole.left(4).toBase64() + whole.mid(4).toBase64(), textType);
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.header("content-type"), QByteArray("application/grpc-web-text"));
    std::string decoded;
    http::Base64Decoder decoder;
    QVERIFY(decoder.take(reply.body.toStdString(), decoded) && decoder.complete());
    const WebAnswer answer(decoded);
    QVERIFY(answer.whole);
    QCOMPARE(answer.messages, QByteArrayList{"<hello>"});
    QVERIFY(answer.trailers.contains("grpc-status: 0"));
}

void TestGrpcWeb::nameAloneIsVersionOne()
{
    const QByteArray target = "/grpc-web/echo/test.Echo/Unary";
    QVERIFY(WebAnswer(call(target, frame("a")).body).trailers.contains("grpc-status: 0"));
    const QByteArray type(binaryType);
    QVERIFY(WebAnswer(call(target, frame("a"), type + "X-API-Version: v1\r\n").body)
                .trailers.contains("grpc-status: 0"));
    QVERIFY(WebAnswer(call(target, frame("a"), type + "X-API-Version: v2\r\n").body)
                .trailers.contains("grpc-message: API not found"));
    // The newest version may go; the name still leads to the one that is left.
    QCOMPARE(publishGrpc(u"echo"_s, {{u"api_version"_s, u"v2"_s}}), QString());
    QVERIFY(WebAnswer(call(target, frame("a"), type + "X-API-Version: v2\r\n").body)
                .trailers.contains("grpc-status: 0"));
    QCOMPARE(m_admin.call("DELETE", "/platform/api/echo/v2").status, 200);
    QVERIFY(WebAnswer(call(target, frame("a")).body).trailers.contains("grpc-status: 0"));
}

void TestGrpcWeb::overHttp2()
{
    Http2Client client(connect());
    const std::uint32_t stream = 1;
    client.request(stream,
                   http2Request("POST", "/grpc-web/echo/v1/test.Echo/Out",
                                {{"content-type", "application/grpc-web+proto"}}),
                   false);
    client.data(stream, frame("3").toStdString(), true);
    const Http2Answer& got = client.answer(stream);
    QCOMPARE(got.status, 200);
    const WebAnswer answer(got.body);
    QVERIFY(answer.whole);
    QCOMPARE(answer.messages, (QByteArrayList{"0", "1", "2"}));
    QVERIFY(answer.trailers.contains("grpc-status: 0"));
    QVERIFY(got.trailers.empty()); // they are in the body, and only there
}

void TestGrpcWeb::failureOfTheService()
{
    const HttpReply reply = call("/grpc-web/echo/v1/test.Echo/Unary", frame("fail"));
    QCOMPARE(reply.status, 200);
    QVERIFY(!reply.wire.has("grpc-status"));
    const WebAnswer answer(reply.body);
    QVERIFY(answer.whole);
    QVERIFY(answer.trailers.contains("grpc-status: 9"));
    QVERIFY(answer.trailers.contains("grpc-message: no such luck"));
    QVERIFY(answer.trailers.contains("x-why: asked for"));
    QCOMPARE(loggedStatus(reply), 412); // as the bridge would say it
    const WebAnswer missing(call("/grpc-web/echo/v1/test.Echo/Missing", frame("")).body);
    QVERIFY(missing.whole);
    QVERIFY(missing.trailers.contains("grpc-status: 12"));
}

/// Each message goes out only after the answer to the one before has come: nothing may wait.
void TestGrpcWeb::everyMessageIsSentAtOnce()
{
    RawSocket client = connect();
    QVERIFY(client.send("POST /grpc-web/echo/v1/test.Echo/Both HTTP/1.1\r\nHost: a\r\n"
                        "Content-Type: application/grpc-web+proto\r\nTransfer-Encoding: chunked\r\n\r\n"));
    std::string got;
    std::size_t seen = 0;
    for (const char* const word : {"one", "two", "three"}) {
        const std::string message = frame(word).toStdString();
        QVERIFY(client.send(QByteArray::number(qsizetype(message.size()), 16).toStdString() + "\r\n" +
                            message + "\r\n"));
        const std::string wanted = std::string("<") + word + ">";
        while (got.find(wanted, seen) == std::string::npos) {
            const std::string more = client.readSome();
            QVERIFY2(!more.empty(), word);
            got += more;
        }
        seen = got.find(wanted, seen);
    }
    QVERIFY(client.send("0\r\n\r\n"));
    while (got.find("\r\n0\r\n\r\n") == std::string::npos) {
        const std::string more = client.readSome();
        QVERIFY(!more.empty());
        got += more;
    }
    QVERIFY(got.find("grpc-status: 0") != std::string::npos);
}

void TestGrpcWeb::manyMessages()
{
    for (const char* const type : {binaryType, textType}) {
        const bool isText = type == QByteArray(textType);
        const QByteArray request = frame("5000");
        const HttpReply reply =
            call("/grpc-web/echo/v1/test.Echo/Out", isText ? request.toBase64() : request, type);
        std::string body = reply.body.toStdString();
        if (isText) {
            std::string decoded;
            http::Base64Decoder decoder;
            QVERIFY(decoder.take(body, decoded) && decoder.complete());
            body = decoded;
        }
        const WebAnswer answer(body);
        QVERIFY(answer.whole);
        QCOMPARE(answer.messages.size(), 5000);
        QCOMPARE(answer.messages.last(), QByteArray("4999"));
    }
}

void TestGrpcWeb::deadline()
{
    const HttpReply reply = call("/grpc-web/echo/v1/test.Echo/Hang", frame("x"),
                                 QByteArray(binaryType) + "grpc-timeout: 200m\r\n");
    QCOMPARE(reply.status, 200);
    const WebAnswer answer(reply.body);
    QVERIFY(answer.whole);
    QVERIFY(answer.trailers.contains("grpc-status: 4"));
    QCOMPARE(loggedStatus(reply), 504);
}

void TestGrpcWeb::browsersMayReadIt()
{
    const QByteArray origin = "Origin: https://shop.example\r\n";
    const HttpReply asked = m_client.send(
        "OPTIONS", "/grpc-web/echo/test.Echo/Unary", {},
        origin + "Access-Control-Request-Method: POST\r\n"
                 "Access-Control-Request-Headers: content-type,x-grpc-web,x-user-agent,grpc-timeout\r\n");
    QCOMPARE(asked.status, 204);
    QCOMPARE(asked.header("access-control-allow-origin"), QByteArray("https://shop.example"));
    QVERIFY(asked.header("access-control-allow-methods").contains("POST"));
    QVERIFY(asked.header("access-control-allow-headers").contains("x-grpc-web"));
    for (const char* const body : {"hello", "fail"}) {
        const HttpReply reply =
            call("/grpc-web/echo/test.Echo/Unary", frame(body), QByteArray(binaryType) + origin);
        QCOMPARE(reply.header("access-control-allow-origin"), QByteArray("https://shop.example"));
        QVERIFY(reply.header("access-control-expose-headers").contains("grpc-status"));
        QVERIFY(reply.header("access-control-expose-headers").contains("grpc-message"));
    }
}

void TestGrpcWeb::theChainOfTheApiHolds()
{
    QCOMPARE(publishGrpc(u"members"_s, {{u"api_public"_s, false}}), QString());
    const QByteArray target = "/grpc-web/members/test.Echo/Unary";
    const HttpReply refused =
        call(target, frame("a"), QByteArray(binaryType) + "Origin: https://a.example\r\n");
    QCOMPARE(refused.status, 200);
    QCOMPARE(refused.header("content-type"), QByteArray("application/grpc-web+proto"));
    QCOMPARE(refused.header("access-control-allow-origin"), QByteArray("https://a.example"));
    const WebAnswer answer(refused.body);
    QVERIFY(answer.whole);
    QVERIFY(answer.trailers.contains("grpc-status: 16"));
    QVERIFY(answer.trailers.contains("grpc-message: Unauthorized"));
    QCOMPARE(loggedStatus(refused), 401);

    QCOMPARE(addUser(m_admin, u"anna"_s, object(R"({"rate_limit_duration": 2,
        "rate_limit_duration_type": "hour", "rate_limit_enabled": true})")),
             QString());
    QCOMPARE(subscribe(m_admin, u"anna"_s, u"members"_s), QString());
    HttpClient anna(m_gateway.publicPort());
    QVERIFY(anna.login(u"anna"_s, userPassword()));
    const auto ask = [&] {
        return WebAnswer(anna.send("POST", target, frame("a"), QByteArray(binaryType) + anna.bearer()).body);
    };
    QCOMPARE(ask().messages, QByteArrayList{"<a>"});
    QCOMPARE(ask().messages, QByteArrayList{"<a>"});
    QVERIFY(ask().trailers.contains("grpc-status: 8"));
}

void TestGrpcWeb::callsThatAreNotAllowed()
{
    QCOMPARE(publishGrpc(u"few"_s, {{u"api_grpc_allowed_methods"_s, QJsonArray{u"Echo.Unary"_s}}}),
             QString());
    QCOMPARE(WebAnswer(call("/grpc-web/few/test.Echo/Unary", frame("a")).body).messages,
             QByteArrayList{"<a>"});
    const HttpReply refused = call("/grpc-web/few/test.Echo/Out", frame("3"));
    QVERIFY(WebAnswer(refused.body).trailers.contains("grpc-status: 7"));
    QVERIFY(WebAnswer(refused.body).trailers.contains("grpc-message: gRPC method not allowed"));
    QCOMPARE(loggedStatus(refused), 403);
    for (const char* const hidden : {"/grpc-web/few/test.Echo/%4Fut", "/grpc-web/few/test.Echo/Out/"})
        QVERIFY(!WebAnswer(call(hidden, frame("3")).body).trailers.contains("grpc-status: 0"));
    QCOMPARE(publishGrpc(u"off"_s, {{u"api_grpc_web_enabled"_s, false}}), QString());
    QVERIFY(WebAnswer(call("/grpc-web/off/test.Echo/Unary", frame("a")).body)
                .trailers.contains("grpc-message: gRPC-Web disabled"));
}

void TestGrpcWeb::wrongRequests()
{
    const QByteArray target = "/grpc-web/echo/test.Echo/Unary";
    const HttpReply type = call(target, "{}", "Content-Type: application/json\r\n");
    QCOMPARE(type.status, 415);
    QCOMPARE(type.body, QByteArray("Invalid Content-Type"));
    for (const char* const text : {"AAAA*AAA", "AAAAB", "=AAA", "AA=A"}) {
        const HttpReply reply = call(target, text, textType);
        QCOMPARE(reply.status, 400);
        std::string decoded;
        http::Base64Decoder decoder;
        QVERIFY(decoder.take(reply.body.toStdString(), decoded));
        QVERIFY(WebAnswer(decoded).trailers.contains("grpc-status: 3"));
    }
    QVERIFY(
        WebAnswer(call("/grpc-web/echo/v1/test.Echo", frame("a")).body).trailers.contains("grpc-status: 12"));
}

void TestGrpcWeb::unknownApi()
{
    const HttpReply reply = call("/grpc-web/nobody/test.Echo/Unary", frame("a"));
    QCOMPARE(reply.status, 200);
    const WebAnswer answer(reply.body);
    QVERIFY(answer.whole);
    QVERIFY(answer.trailers.contains("grpc-status: 12"));
    QVERIFY(answer.trailers.contains("grpc-message: API not found"));
    QCOMPARE(loggedStatus(reply), 404);
}

void TestGrpcWeb::deadUpstream()
{
    ToolServer dead{
        u"/usr/bin/python3"_s,
        {qEnvironmentVariable("GATEHOUSE_SOURCE") + u"/tests/integration/proxy/scripts/grpc_peer.py"_s,
         u"serve"_s}};
    QVERIFY(dead.port() != 0);
    QCOMPARE(publishGrpc(u"dead"_s, {}, dead.port()), QString());
    QCOMPARE(WebAnswer(call("/grpc-web/dead/test.Echo/Unary", frame("a")).body).messages,
             QByteArrayList{"<a>"});
    dead.stop();
    const WebAnswer answer(call("/grpc-web/dead/test.Echo/Unary", frame("a")).body);
    QVERIFY(answer.whole);
    QVERIFY(answer.trailers.contains("grpc-status: 14"));
}

void TestGrpcWeb::upstreamThatSpeaksNoGrpc()
{
    ToolServer plain{
        u"/usr/bin/python3"_s,
        {qEnvironmentVariable("GATEHOUSE_SOURCE") + u"/tests/integration/proxy/scripts/h2_upstream.py"_s}};
    QVERIFY(plain.port() != 0);
    QCOMPARE(publishGrpc(u"plain"_s, {}, plain.port()), QString());
    const WebAnswer answer(call("/grpc-web/plain/test.Echo/Unary", frame("a")).body);
    QVERIFY(answer.whole);
    QVERIFY(answer.messages.isEmpty());
    QVERIFY(answer.trailers.contains("grpc-status: 2"));
}

void TestGrpcWeb::onThePathOfTheService()
{
    QCOMPARE(publishGrpc(u"native"_s, {{u"api_prefixes"_s, QJsonArray{u"/test.Echo"_s}},
                                       {u"api_strip_prefix"_s, false},
                                       {u"api_match"_s, u"any"_s}}),
             QString());
    const HttpReply reply = call("/test.Echo/Unary", frame("hello"));
    QCOMPARE(reply.header("content-type"), QByteArray("application/grpc-web+proto"));
    QCOMPARE(WebAnswer(reply.body).messages, QByteArrayList{"<hello>"});
    // Native calls go the same way unchanged.
    Http2Client client(connect());
    client.request(
        1,
        http2Request("POST", "/test.Echo/Unary", {{"content-type", "application/grpc"}, {"te", "trailers"}}),
        false);
    client.data(1, frame("hello").toStdString(), true);
    const Http2Answer& got = client.answer(1);
    QCOMPARE(got.field("content-type"), std::string("application/grpc"));
    QVERIFY(got.body == frame("<hello>").toStdString());
    QCOMPARE(got.trailer("grpc-status"), std::string("0"));
}

void TestGrpcWeb::nativeClients_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("script");
    QTest::newRow("python3-grpcio") << u"/usr/bin/python3"_s << u"grpc_peer.py"_s;
    QTest::newRow("grpc-js") << u"node"_s << u"grpc_node.cjs"_s;
}

/// Published as the service is called, with its own name as the prefix, so that nothing has to be set up at
/// the client but another address.
void TestGrpcWeb::nativeClients()
{
    QFETCH(QString, program);
    QFETCH(QString, script);
    const QString source = qEnvironmentVariable("GATEHOUSE_SOURCE");
    const QString modules = source + u"/tests/node_modules"_s;
    if (program == u"node" && !QFileInfo::exists(modules + u"/@grpc/grpc-js/package.json"_s))
        QSKIP("the package @grpc/grpc-js is not there: npm ci --prefix tests");
    QProcess client;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"NODE_PATH"_s, modules);
    client.setProcessEnvironment(environment);
    client.setProcessChannelMode(QProcess::MergedChannels);
    client.start(program, {source + u"/tests/integration/proxy/scripts/"_s + script, u"call"_s,
                           QString::number(m_gateway.publicPort())});
    QVERIFY(client.waitForFinished(60'000));
    const QByteArray wanted = R"({
        "unary": "<hello>", "trailing": "2", "out": ["0", "1", "2", "3", "4"], "in": "500000",
        "both": ["<one>", "<two>", "<three>", "OK"], "error": ["FAILED_PRECONDITION", "no such luck"],
        "missing": "UNIMPLEMENTED"})";
    const QByteArray got = client.readAll();
    QVERIFY2(client.exitCode() == 0, got.constData());
    QCOMPARE(QJsonDocument::fromJson(got).toJson(), QJsonDocument::fromJson(wanted).toJson());
}

void TestGrpcWeb::nativeClientsHearErrors()
{
    QCOMPARE(publishGrpc(u"private"_s, {{u"api_prefixes"_s, QJsonArray{u"/private.Echo"_s}},
                                        {u"api_public"_s, false},
                                        {u"api_match"_s, u"any"_s}}),
             QString());
    Http2Client client(connect());
    const Http2Answer& got =
        client.ask(http2Request("POST", "/private.Echo/Unary", {{"content-type", "application/grpc"}}));
    QCOMPARE(got.status, 200);
    QCOMPARE(got.field("content-type"), std::string("application/grpc"));
    QCOMPARE(got.field("grpc-status"), std::string("16"));
    QCOMPARE(got.field("grpc-message"), std::string("Unauthorized"));
    QVERIFY(got.ended && got.body.empty());
}

QTEST_GUILESS_MAIN(TestGrpcWeb)
#include "tst_grpc_web.moc"
