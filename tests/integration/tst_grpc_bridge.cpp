// SPDX-License-Identifier: GPL-3.0-or-later
// JSON over HTTP to a real gRPC service: proto files are uploaded through the admin API, and calls go through
// the public listener.
#include "tests/common/packed.h"
#include "tests/integration/grpc_bridge_test.h"
#include "tests/integration/harness/scripted_upstream.h"

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestGrpcBridge : public GrpcBridgeTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { begin(); }
    void unary();
    void allOfProto3Json();
    void nameAloneIsVersionOne();
    void streams();
    void endlessStreamsEnd();
    void statusesAreMapped_data();
    void statusesAreMapped();
    void failedCallsAreTriedAgain();
    void deadline();
    void messagesAreValidated_data();
    void messagesAreValidated();
    void wrongRequests_data();
    void wrongRequests();
    void allowLists();
    void theChainOfTheApiHolds();
    void deadUpstream();
    void upstreamsThatTakeJson();
    void answersHaveLimits();
};

void TestGrpcBridge::unary()
{
    const HttpReply reply = call(R"({"method":"Greeter.SayHello","message":{"name":"Ada"}})",
                                 "/api/grpc/greeter/v1", "X-Tenant: blue\r\nX-Secret: no\r\n");
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.header("content-type"), QByteArray("application/json"));
    QCOMPARE(reply.header("x-retry-count"), QByteArray("0"));
    QCOMPARE(reply.header("x-retry-final"), QByteArray("OK"));
    QVERIFY(!reply.wire.has("grpc-status"));
    const QJsonObject got = reply.json();
    QCOMPARE(got.value(u"greeting_text"_s).toString(), u"Hello Ada"_s); // the names of the text
    QCOMPARE(got.value(u"was_loud"_s), QJsonValue(false));              // defaults are there
    QCOMPARE(got.value(u"big_numbers"_s), QJsonValue(QJsonArray()));
    QVERIFY(reply.body.contains("9007199254740993") && !reply.body.contains("\"9007199254740993\""));
    const QJsonObject metadata = got.value(u"metadata"_s).toObject();
    QCOMPARE(metadata.value(u"x-tenant"_s).toString(), u"blue"_s);
    QVERIFY(!metadata.contains(u"x-secret"_s));
    QCOMPARE(metadata.value(u"x-request-id"_s).toString().toUtf8(), reply.header("x-request-id"));
}

void TestGrpcBridge::allOfProto3Json()
{
    const HttpReply reply = call(R"({"method":"Greeter.SayHello","message":{
        "name":"Ada", "mood":"LOUD", "home_place":{"cityName":"Berlin","street_lines":["a","b"]},
        "scores":{"x":1,"y":-2}, "bigNumbers":["9223372036854775807", 5], "sentAt":"2026-01-02T03:04:05Z",
        "blob":"AAEC", "nobody knows":[1,{"a":null}]}})");
    QCOMPARE(reply.status, 200);
    const QJsonObject got = reply.json();
    QCOMPARE(got.value(u"was_loud"_s), QJsonValue(true));
    QVERIFY(reply.body.contains("\"big_numbers\":[9223372036854775807,5]"));
    const QJsonObject echo = got.value(u"echo"_s).toObject(); // below the top it is proto3 JSON
    QCOMPARE(echo.value(u"mood"_s).toString(), u"LOUD"_s);
    QCOMPARE(echo.value(u"homePlace"_s).toObject(),
             object(R"({"cityName":"Berlin","streetLines":["a","b"]})"));
    QCOMPARE(echo.value(u"scores"_s).toObject(), object(R"({"x":1,"y":-2})"));
    QCOMPARE(echo.value(u"bigNumbers"_s).toArray().at(0).toString(), u"9223372036854775807"_s);
    QCOMPARE(echo.value(u"sentAt"_s).toString(), u"2026-01-02T03:04:05Z"_s);
    QCOMPARE(echo.value(u"blob"_s).toString(), u"AAEC"_s);
}

void TestGrpcBridge::nameAloneIsVersionOne()
{
    const QByteArray json = R"({"method":"Greeter.SayHello","message":{"name":"x"}})";
    QCOMPARE(call(json, "/api/grpc/greeter").status, 200);
    QCOMPARE(call(json, "/api/grpc/greeter", "X-API-Version: v1\r\n").status, 200);
    QCOMPARE(call(json, "/api/grpc/greeter", "X-API-Version: v7\r\n").status, 404);
    QCOMPARE(call(json, "/api/grpc/greeter/v1/more").status, 404);
}

void TestGrpcBridge::streams()
{
    const HttpReply items =
        call(R"({"method":"Greeter.Count","message":{"name":"n","times":3},"stream":"server"})");
    QCOMPARE(items.status, 200);
    const QJsonArray list = items.json().value(u"items"_s).toArray();
    QCOMPARE(list.size(), 3);
    QCOMPARE(list.at(2).toObject().value(u"total_count"_s).toInt(), 2);
    const auto count = [this](const char* more) {
        const QByteArray json =
            QByteArray(R"({"method":"Greeter.Count","message":{"times":100})") + more + "}";
        return call(json).json().value(u"items"_s).toArray().size();
    };
    QCOMPARE(count(""), 50);
    QCOMPARE(count(R"(,"max_items":7)"), 7);
    QCOMPARE(count(R"(,"max_items":100)"), 100);
    QCOMPARE(count(R"(,"max_items":1000)"), 100);
    const HttpReply none = call(R"({"method":"Greeter.Count","message":{"times":0}})");
    QCOMPARE(none.body, QByteArray(R"({"items":[]})"));
    const HttpReply collected =
        call(R"({"method":"Greeter.Collect","messages":[{"name":"a"},{"name":"b"}],"stream":"client"})");
    QCOMPARE(collected.json().value(u"greeting_text"_s).toString(), u"a b"_s);
    const HttpReply chat = call(R"({"method":"Greeter.Chat","messages":[{"name":"a"},{"name":"b"}]})");
    QCOMPARE(chat.json().value(u"items"_s).toArray().size(), 2);
}

void TestGrpcBridge::endlessStreamsEnd()
{
    const HttpReply reply = call(R"({"method":"Greeter.Forever","message":{"name":"n"},"max_items":5})");
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.json().value(u"items"_s).toArray().size(), 5);
}

void TestGrpcBridge::statusesAreMapped_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("status");
    QTest::newRow("cancelled") << 1 << QByteArray("CANCELLED") << 499;
    QTest::newRow("unknown") << 2 << QByteArray("UNKNOWN") << 500;
    QTest::newRow("argument") << 3 << QByteArray("INVALID_ARGUMENT") << 400;
    QTest::newRow("deadline") << 4 << QByteArray("DEADLINE_EXCEEDED") << 504;
    QTest::newRow("not found") << 5 << QByteArray("NOT_FOUND") << 404;
    QTest::newRow("exists") << 6 << QByteArray("ALREADY_EXISTS") << 409;
    QTest::newRow("denied") << 7 << QByteArray("PERMISSION_DENIED") << 403;
    QTest::newRow("exhausted") << 8 << QByteArray("RESOURCE_EXHAUSTED") << 429;
    QTest::newRow("precondition") << 9 << QByteArray("FAILED_PRECONDITION") << 412;
    QTest::newRow("aborted") << 10 << QByteArray("ABORTED") << 409;
    QTest::newRow("range") << 11 << QByteArray("OUT_OF_RANGE") << 400;
    QTest::newRow("unimplemented") << 12 << QByteArray("UNIMPLEMENTED") << 501;
    QTest::newRow("internal") << 13 << QByteArray("INTERNAL") << 500;
    QTest::newRow("unavailable") << 14 << QByteArray("UNAVAILABLE") << 503;
    QTest::newRow("loss") << 15 << QByteArray("DATA_LOSS") << 500;
    QTest::newRow("unauthenticated") << 16 << QByteArray("UNAUTHENTICATED") << 401;
}

void TestGrpcBridge::statusesAreMapped()
{
    QFETCH(int, code);
    QFETCH(QByteArray, name);
    QFETCH(int, status);
    const HttpReply reply = call(R"({"method":"Greeter.Fail","message":{"name":"always","times":)" +
                                 QByteArray::number(code) + "}}");
    QCOMPARE(reply.status, status);
    QCOMPARE(reply.header("x-grpc-status"), name);
    QCOMPARE(reply.header("x-grpc-code"), QByteArray::number(code));
    QCOMPARE(reply.json().value(u"error_code"_s).toString(), u"GTW006"_s);
    QCOMPARE(reply.json().value(u"error_message"_s).toString(), u"no luck: 100 % \u00fc"_s);
}

void TestGrpcBridge::failedCallsAreTriedAgain()
{
    QCOMPARE(publishGrpc(u"patient"_s, {{u"api_allowed_retry_count"_s, 3}}), QString());
    QCOMPARE(upload("patient/v1", protoText()).status, 200);
    const QByteArray target = "/api/grpc/patient/v1";
    const HttpReply third = call(R"({"method":"Greeter.Fail","message":{"name":"2","times":14}})", target);
    QCOMPARE(third.line(), u"200"_s);
    QCOMPARE(third.header("x-retry-count"), QByteArray("2"));
    QCOMPARE(third.json().value(u"greeting_text"_s).toString(), u"after 2"_s);
    const HttpReply once =
        call(R"({"method":"Greeter.Fail","message":{"name":"5","times":14},"idempotent":false})", target);
    QCOMPARE(once.status, 503);
    QCOMPARE(once.header("x-retry-count"), QByteArray("0"));
    const HttpReply other = call(R"({"method":"Greeter.Fail","message":{"name":"6","times":5}})", target);
    QCOMPARE(other.status, 404); // nothing that another attempt could help
    QCOMPARE(other.header("x-retry-count"), QByteArray("0"));
}

void TestGrpcBridge::deadline()
{
    const HttpReply reply =
        call(R"({"method":"Greeter.Hang","message":{}})", "/api/grpc/greeter/v1", "grpc-timeout: 200m\r\n");
    QCOMPARE(reply.status, 504);
}

/// By the rules of POST /grpc, which is where the bridge is registered.
void TestGrpcBridge::messagesAreValidated_data()
{
    QCOMPARE(publishGrpc(u"ruled"_s), QString());
    QCOMPARE(upload("ruled/v1", protoText()).status, 200);
    QCOMPARE(addEndpoint(m_admin, u"ruled"_s, u"POST /grpc"_s), QString());
    QCOMPARE(addRules(m_admin, u"ruled"_s, u"POST /grpc"_s, object(R"({
        "name":{"required":true,"type":"string","max":3},
        "home_place.city_name":{"required":false,"type":"string","min":2}})")),
             QString());
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("line");
    const auto row = [](const char* name, const char* json, const char* text) {
        QTest::newRow(name) << QByteArray(json)
                            << (*text ? u"400 GTW011 400: "_s + QString::fromUtf8(text) : u"200"_s);
    };
    row("good", R"({"method":"Greeter.SayHello","message":{"name":"abc"}})", "");
    row("long", R"({"method":"Greeter.SayHello","message":{"name":"abcd"}})",
        "String length must be at most 3");
    row("below", R"({"method":"Greeter.SayHello","message":{"name":"a","home_place":{"city_name":"x"}}})",
        "String length must be at least 2");
    row("missing", R"({"method":"Greeter.SayHello","message":{}})", "Field is required");
    row("no message", R"({"method":"Greeter.SayHello"})", "Field is required");
    row("one of several", R"({"method":"Greeter.Collect","messages":[{"name":"a"},{"name":"abcd"}]})",
        "String length must be at most 3");
    row("all of several", R"({"method":"Greeter.Collect","messages":[{"name":"a"},{"name":"b"}]})", "");
}

void TestGrpcBridge::messagesAreValidated()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, line);
    QCOMPARE(call(json, "/api/grpc/ruled/v1").line(), line);
    QCOMPARE(call(json, "/api/grpc/ruled", "X-API-Version: v1\r\n").line(), line);
    QCOMPARE(call(gzipped(json), "/api/grpc/ruled/v1", "Content-Encoding: gzip\r\n").line(), line);
}

void TestGrpcBridge::wrongRequests_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("line");
    const auto row = [](const char* name, const char* json, const char* line) {
        QTest::newRow(name) << QByteArray(json) << QString::fromUtf8(line);
    };
    row("no JSON", "hello", "400 GTW011 Invalid JSON in request body");
    row("empty", "", "400 GTW011 Invalid JSON in request body");
    row("list", "[]", "400 GTW011 Invalid request body format");
    row("no method", "{}", "400 GTW011 Missing method in request body");
    const char* const method =
        "400 GTW011 Invalid gRPC method. Use Service.Method with alphanumerics/underscore.";
    row("one word", R"({"method":"SayHello"})", method);
    row("three words", R"({"method":"a.b.c"})", method);
    row("path trick", R"({"method":"../x.SayHello"})", method);
    row("package", R"({"method":"Greeter.SayHello","package":"../etc"})",
        "400 GTW011 Invalid gRPC package. Use letters, digits, underscore only.");
    row("no message", R"({"method":"Greeter.SayHello"})", "400 GTW011 Missing message in request body");
    row("no such method", R"({"method":"Greeter.SayBye","message":{}})",
        "404 GTW012 Method Greeter.SayBye is not in the proto file of API greeter/v1");
    row("other package", R"({"method":"Greeter.SayHello","package":"other","message":{}})",
        "404 GTW012 Generated gRPC modules not found for package: other");
    row("items", R"({"method":"Greeter.Count","message":{},"max_items":0})",
        "400 GTW011 Invalid max_items. Use a whole number from 1 to 10000.");
    row("said twice", R"({"method":"Greeter.Count","method":"Greeter.SayHello","message":{}})",
        "400 GTW011 Request body says method twice");
    row("said twice in the message", R"({"method":"Greeter.SayHello","message":{"name":"a","name":"b"}})",
        "400 GTW011 Request body says message.name twice");
    row("many messages", R"({"method":"Greeter.SayHello","messages":[{},{}]})",
        "400 GTW011 The method takes one message");
}

void TestGrpcBridge::wrongRequests()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, line);
    QCOMPARE(call(json).line(), line);
    // A message of the wrong type names the field.
    const HttpReply reply = call(R"({"method":"Greeter.SayHello","message":{"times":"many"}})");
    QCOMPARE(reply.status, 400);
    QVERIFY2(reply.body.contains("times"), reply.body.constData());
    QCOMPARE(m_client.get("/api/grpc/greeter/v1").status, 400);
    // The package of the text, and the one that packages without a text had, are both right.
    for (const char* const package : {"greet.v1", "greeter_v1"}) {
        const QByteArray named =
            QByteArray(R"({"method":"Greeter.SayHello","message":{},"package":")") + package + "\"}";
        QCOMPARE(call(named).status, 200);
    }
}

void TestGrpcBridge::allowLists()
{
    const QByteArray target = "/api/grpc/listed/v1";
    const auto ask = [&](const char* method) {
        return call(QByteArray(R"({"method":")") + method + R"(","message":{"times":1}})", target).line();
    };
    QCOMPARE(publishGrpc(u"listed"_s, {{u"api_grpc_allowed_packages"_s, QJsonArray{u"greet.v1"_s}},
                                       {u"api_grpc_allowed_services"_s, QJsonArray{u"greet.v1.Greeter"_s}},
                                       {u"api_grpc_allowed_methods"_s, QJsonArray{u"Greeter.SayHello"_s}}}),
             QString());
    QCOMPARE(upload("listed/v1", protoText()).status, 200);
    QCOMPARE(ask("Greeter.SayHello"), u"200"_s);
    QCOMPARE(ask("Greeter.Count"), u"403 GTW013 gRPC method not allowed"_s);
    QCOMPARE(ask("Other.SayHello"), u"403 GTW013 gRPC service not allowed"_s);
    QCOMPARE(call(R"({"method":"Greeter.SayHello","package":"other","message":{}})", target).line(),
             u"403 GTW013 gRPC package not allowed"_s);
    QCOMPARE(
        m_admin
            .call("PUT", "/platform/api/listed/v1", object(R"({"api_grpc_allowed_packages":["listed_v1"]})"))
            .status,
        200);
    QCOMPARE(ask("Greeter.SayHello"), u"200"_s); // as it was called without a proto file
    QCOMPARE(
        m_admin.call("PUT", "/platform/api/listed/v1", object(R"({"api_grpc_allowed_packages":["none"]})"))
            .status,
        200);
    QCOMPARE(ask("Greeter.SayHello"), u"403 GTW013 gRPC package not allowed"_s);
}

void TestGrpcBridge::theChainOfTheApiHolds()
{
    QCOMPARE(publishGrpc(u"members"_s, {{u"api_public"_s, false}}), QString());
    QCOMPARE(upload("members/v1", protoText()).status, 200);
    const QByteArray json = R"({"method":"Greeter.SayHello","message":{"name":"x"}})";
    QCOMPARE(call(json, "/api/grpc/members/v1").line(), u"401 Unauthorized Unauthorized"_s);
    QCOMPARE(addUser(m_admin, u"bob"_s), QString());
    QCOMPARE(subscribe(m_admin, u"bob"_s, u"members"_s), QString());
    HttpClient bob(m_gateway.publicPort());
    QVERIFY(bob.login(u"bob"_s, userPassword()));
    QCOMPARE(call(json, "/api/grpc/members/v1", bob.bearer()).status, 200);
    const HttpReply large =
        call(R"({"method":"Greeter.SayHello","message":{"name":")" + QByteArray(2'000'000, 'x') + "\"}}");
    QCOMPARE(large.status, 413);
}

void TestGrpcBridge::deadUpstream()
{
    ToolServer dead{u"/usr/bin/python3"_s, {clientFile(u"greeter_peer.py"_s)}};
    QVERIFY(dead.port() != 0);
    QCOMPARE(publishGrpc(u"dead"_s, {}, u"grpc://127.0.0.1:%1"_s.arg(dead.port())), QString());
    QCOMPARE(upload("dead/v1", protoText()).status, 200);
    const QByteArray json = R"({"method":"Greeter.SayHello","message":{}})";
    QCOMPARE(call(json, "/api/grpc/dead/v1").status, 200);
    dead.stop();
    QCOMPARE(call(json, "/api/grpc/dead/v1").status, 502);
}

void TestGrpcBridge::upstreamsThatTakeJson()
{
    ScriptedUpstream* self = nullptr;
    ScriptedUpstream upstream([&self](RawSocket& socket, int) {
        const Message request = self->record(socket);
        const std::string body = R"({"got":)" + request.body + "}";
        socket.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                    std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
    });
    self = &upstream;
    QCOMPARE(publishGrpc(u"json"_s, {}, serverAt(upstream.port())), QString());
    const QByteArray json = R"({"method":"Greeter.SayHello","message":{"a":1}})";
    const HttpReply reply = call(json, "/api/grpc/json/v1");
    QCOMPARE(reply.body, R"({"got":)" + json + "}");
    QVERIFY(upstream.waitForRequests(1));
    QCOMPARE(upstream.requests().front().firstLine, std::string("POST /grpc HTTP/1.1"));
    QCOMPARE(upstream.requests().front().header("content-type"), std::string("application/json"));
    QCOMPARE(call("nothing", "/api/grpc/json/v1").line(), u"400 GTW011 Invalid JSON in request body"_s);
}

void TestGrpcBridge::answersHaveLimits()
{
    const auto reload = [this](const QByteArray& lines) {
        QFile file(m_gateway.directory() + u"/.env"_s);
        return file.open(QIODevice::WriteOnly) && file.write(lines) == lines.size() && file.flush() &&
               m_admin.call("POST", "/platform/config/reload").status == 200;
    };
    const QByteArray large =
        R"({"method":"Greeter.SayHello","message":{"name":")" + QByteArray(3000, 'x') + "\"}}";
    const QByteArray many =
        R"({"method":"Greeter.Count","message":{"name":"0123456789","times":200},"max_items":200})";
    QCOMPARE(call(large).status, 200);
    QCOMPARE(call(many).status, 200);
    QVERIFY(reload("GRPC_MAX_MESSAGE_BYTES=2048\n"));
    QCOMPARE(call(large).header("x-grpc-status"), QByteArray("RESOURCE_EXHAUSTED"));
    QCOMPARE(call(many).status, 200);
    QVERIFY(reload("GRPC_MAX_ANSWER_BYTES=2048\n"));
    QVERIFY(call(many).status >= 400);
    QCOMPARE(call(R"({"method":"Greeter.SayHello","message":{"name":"x"}})").status, 200);
    QVERIFY(reload("\n"));
    QCOMPARE(call(large).status, 200);
}

QTEST_GUILESS_MAIN(TestGrpcBridge)
#include "tst_grpc_bridge.moc"
