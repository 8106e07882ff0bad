// SPDX-License-Identifier: GPL-3.0-or-later
// The bridge without proto files: real gRPC servers (python3-grpcio) tell their types by server reflection.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_authority.h"
#include "tests/integration/harness/test_gateway.h"
#include "tests/integration/harness/tool_server.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

QStringList peer(const QStringList& habits)
{
    return QStringList{clientFile(u"reflection_peer.py"_s)} + habits;
}

QString grpcAt(quint16 port)
{
    return u"grpc://127.0.0.1:%1"_s.arg(port);
}

const QByteArray order = R"({"method":"Orders.Echo","message":{"orderId":"a7","totalPrice":{"cents":"1250"},)"
                         R"("placedAt":"2026-01-02T03:04:05Z"}})";

/// A gateway that asks as often as calls want, or not again within the hour.
class Asking {
public:
    explicit Asking(const QString& pause, bool everywhere = false)
    {
        m_process.set(u"GRPC_REFLECTION_RETRY"_s, pause);
        m_process.set(u"CIRCUIT_BREAKER_THRESHOLD"_s, u"1000"_s);
        if (everywhere)
            m_process.set(u"DOORMAN_ENABLE_GRPC_REFLECTION"_s, u"true"_s);
    }
    bool start()
    {
        if (!m_process.start())
            return false;
        admin = HttpClient(m_process.adminPort());
        client = HttpClient(m_process.publicPort());
        return admin.login(u"admin"_s, GatewayProcess::password()) && freeAdminLimits(admin);
    }
    QString publishGrpc(const QString& name, const QString& server, QJsonObject fields = {})
    {
        fields.insert(u"api_type"_s, u"GRPC"_s);
        fields.insert(u"api_public"_s, true);
        return publish(admin, name, {server}, {}, fields);
    }
    HttpReply call(const QByteArray& api, const QByteArray& json)
    {
        return client.send("POST", "/api/grpc/" + api + "/v1", json, "Content-Type: application/json\r\n");
    }
    int timesAsked(const QByteArray& api)
    {
        return call(api, R"({"method":"Orders.TimesAsked","message":{}})").json().value(u"count"_s).toInt(-1);
    }
    QJsonObject services(const QByteArray& api)
    {
        return admin.call("GET", "/platform/api/" + api + "/v1/grpc/services").json();
    }
    HttpReply refresh(const QByteArray& api)
    {
        return admin.call("POST", "/platform/api/" + api + "/v1/grpc/services/refresh");
    }
    GatewayProcess& process() { return m_process; }

    HttpClient admin, client;

private:
    GatewayProcess m_process;
};

} // namespace

class TestGrpcReflection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void callsNeedNoProtoFile_data();
    void callsNeedNoProtoFile();
    void reflectionMayBeElsewhere();
    void tls();
    void methodsThatComeLater();
    void packagesAreToldApart();
    void refusals_data();
    void refusals();
    void serversThatComeBack();
    void askedOncePerPause();
    void askedAgainAfterAWhile();
    void refreshIsForAdministrators();
    void uploadedFilesWin();
    void everyApiWhenTheSettingSays();
    void serversThatTakeJsonAreLeftAlone();
    void theCheckTellsWhatIsWrong();

private:
    Asking m_eager{u"0"_s}, m_patient{u"3600"_s, true};
    ToolServer m_server{u"/usr/bin/python3"_s, peer({u"v1"_s})};
};

void TestGrpcReflection::initTestCase()
{
    QVERIFY(m_server.port() != 0);
    QVERIFY(m_eager.start());
    QVERIFY(m_patient.start());
}

void TestGrpcReflection::callsNeedNoProtoFile_data()
{
    QTest::addColumn<QStringList>("habits");
    QTest::newRow("v1") << QStringList{u"v1"_s};
    QTest::newRow("v1alpha") << QStringList{u"v1alpha"_s};
    QTest::newRow("imports along") << QStringList{u"v1"_s, u"bundle"_s};
}

void TestGrpcReflection::callsNeedNoProtoFile()
{
    QFETCH(QStringList, habits);
    ToolServer server(u"/usr/bin/python3"_s, peer(habits));
    QVERIFY(server.port() != 0);
    const QString name = u"told"_s + QString::number(server.port());
    QCOMPARE(m_eager.publishGrpc(name, grpcAt(server.port()),
                                 {{u"api_grpc_reflection_url"_s, grpcAt(server.port())}}),
             QString());
    const HttpReply reply = m_eager.call(name.toUtf8(), order);
    QCOMPARE(reply.line(), u"200"_s);
    QCOMPARE(reply.json().value(u"order_id"_s).toString(), u"a7"_s);
    QCOMPARE(reply.json().value(u"total_price"_s).toObject(),
             object(R"({"currencyCode":"","cents":"1250"})"));
    QCOMPARE(reply.json().value(u"placed_at"_s).toString(), u"2026-01-02T03:04:05Z"_s);
    const QJsonObject services = m_eager.services(name.toUtf8());
    QCOMPARE(services.value(u"services"_s), QJsonValue(QJsonArray{u"shop.v1.Orders"_s}));
    QCOMPARE(services.value(u"reflection_enabled"_s), QJsonValue(true));
    QCOMPARE(services.value(u"note"_s).toString(), u"services of the server, by reflection"_s);
    const HttpReply wrong =
        m_eager.call(name.toUtf8(), R"({"method":"Orders.Echo","message":{"totalPrice":7}})");
    QCOMPARE(wrong.status, 400);
    QVERIFY2(wrong.body.contains("total_price"), wrong.body.constData());
}

void TestGrpcReflection::reflectionMayBeElsewhere()
{
    ToolServer plain(u"/usr/bin/python3"_s, {clientFile(u"greeter_peer.py"_s)});
    QVERIFY(plain.port() != 0);
    QCOMPARE(m_eager.publishGrpc(u"elsewhere"_s, grpcAt(plain.port()),
                                 {{u"api_grpc_reflection_url"_s, grpcAt(m_server.port())}}),
             QString());
    const HttpReply reply = m_eager.call("elsewhere", order); // types from there, calls to the API's server
    QCOMPARE(reply.header("x-grpc-status"), QByteArray("UNIMPLEMENTED"));
    const HttpReply bad = m_eager.admin.call("PUT", "/platform/api/elsewhere/v1",
                                             object(R"({"api_grpc_reflection_url":"ftp://x"})"));
    QCOMPARE(bad.status, 422);
    QVERIFY2(bad.body.contains("api_grpc_reflection_url"), bad.body.constData());
}

void TestGrpcReflection::tls()
{
    TestAuthority authority;
    const TestPair pair = authority.issue({.names = {"localhost"}});
    QTemporaryDir folder;
    const auto write = [&folder](const QString& name, const std::string& text) {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(QByteArray::fromStdString(text)) > 0
                   ? file.fileName()
                   : QString();
    };
    ToolServer server(u"/usr/bin/python3"_s, peer({u"v1"_s, u"key="_s + write(u"key"_s, pair.key),
                                                   u"cert="_s + write(u"cert"_s, pair.certificate)}));
    QVERIFY(server.port() != 0);
    const QString address = u"grpcs://localhost:%1"_s.arg(server.port());
    const QJsonObject trusted{{u"ca_file"_s, write(u"ca"_s, authority.pem())}};
    QCOMPARE(m_eager.publishGrpc(u"sealed"_s, address,
                                 {{u"api_grpc_reflection_url"_s, address}, {u"api_upstream_tls"_s, trusted}}),
             QString());
    QCOMPARE(m_eager.call("sealed", order).line(), u"200"_s);
    QCOMPARE(m_eager.publishGrpc(u"unknown"_s, address, {{u"api_grpc_reflection_url"_s, address}}),
             QString());
    const HttpReply refused = m_eager.call("unknown", order); // by an authority that nobody knows
    QCOMPARE(refused.status, 502);
    QVERIFY2(refused.body.contains("by reflection"), refused.body.constData());
}

void TestGrpcReflection::methodsThatComeLater()
{
    ToolServer server(u"/usr/bin/python3"_s, peer({u"v1"_s}));
    QVERIFY(server.port() != 0);
    QCOMPARE(m_eager.publishGrpc(u"growing"_s, grpcAt(server.port()),
                                 {{u"api_grpc_reflection_url"_s, grpcAt(server.port())}}),
             QString());
    const QByteArray left = R"({"method":"Stock.Left","message":{"orderId":"four"}})";
    QCOMPARE(m_eager.call("growing", left).line(),
             u"404 GTW012 Method Stock.Left is not among the services of API growing/v1"_s);
    QCOMPARE(m_eager.call("growing", R"({"method":"Orders.Grow","message":{}})").status, 200);
    const HttpReply reply = m_eager.call("growing", left); // asked again, because nobody knew the method
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.json().value(u"count"_s).toInt(), 4);
}

void TestGrpcReflection::packagesAreToldApart()
{
    ToolServer server(u"/usr/bin/python3"_s, peer({u"v1"_s, u"grown"_s}));
    QVERIFY(server.port() != 0);
    QCOMPARE(m_eager.publishGrpc(u"twice"_s, grpcAt(server.port()),
                                 {{u"api_grpc_reflection_url"_s, grpcAt(server.port())}}),
             QString());
    QCOMPARE(m_eager.call("twice", R"({"method":"Orders.Grow","message":{}})").line(),
             u"400 GTW011 Method Orders.Grow is in the packages shop.v1 and shop.v2. Name the package."_s);
    for (const char* const package : {"shop.v1", "shop.v2"}) {
        const QByteArray json =
            QByteArray(R"({"method":"Orders.Grow","message":{},"package":")") + package + "\"}";
        QCOMPARE(m_eager.call("twice", json).status, 200);
    }
    QCOMPARE(m_eager.call("twice", R"({"method":"Orders.Grow","message":{},"package":"shop.v3"})").line(),
             u"404 GTW012 Generated gRPC modules not found for package: shop.v3"_s);
}

void TestGrpcReflection::refusals_data()
{
    QTest::addColumn<QStringList>("server");
    QTest::addColumn<QByteArray>("why");
    QTest::newRow("none") << QStringList{clientFile(u"greeter_peer.py"_s)}
                          << QByteArray("no reflection service");
    QTest::newRow("garbage") << peer({u"v1"_s, u"garbage"_s}) << QByteArray("a descriptor cannot be read");
    QTest::newRow("lost import") << peer({u"v1"_s, u"lost"_s}) << QByteArray("shop/types.proto");
    QTest::newRow("huge") << peer({u"v1"_s, u"huge"_s}) << QByteArray("more than 4194304 bytes");
}

void TestGrpcReflection::refusals()
{
    QFETCH(QStringList, server);
    QFETCH(QByteArray, why);
    ToolServer bad(u"/usr/bin/python3"_s, server);
    QVERIFY(bad.port() != 0);
    const QString name = u"bad"_s + QString::number(bad.port());
    QCOMPARE(
        m_eager.publishGrpc(name, grpcAt(bad.port()), {{u"api_grpc_reflection_url"_s, grpcAt(bad.port())}}),
        QString());
    const HttpReply reply = m_eager.call(name.toUtf8(), order);
    QCOMPARE(reply.status, 502);
    QCOMPARE(reply.json().value(u"error_code"_s).toString(), u"GTW012"_s);
    QVERIFY2(reply.body.contains(why), reply.body.constData());
    QVERIFY2(reply.body.contains("127.0.0.1"), reply.body.constData());
    const HttpReply refreshed = m_eager.refresh(name.toUtf8());
    QCOMPARE(refreshed.status, 502);
    QCOMPARE(refreshed.json().value(u"error_code"_s).toString(), u"GRPC003"_s);
    QVERIFY2(refreshed.body.contains(why), refreshed.body.constData());
    QVERIFY(m_eager.services(name.toUtf8()).value(u"note"_s).toString().toUtf8().contains(why));
}

void TestGrpcReflection::serversThatComeBack()
{
    quint16 port = 0;
    {
        ToolServer server(u"/usr/bin/python3"_s, peer({u"v1"_s}));
        port = server.port();
        QVERIFY(port != 0);
        QCOMPARE(m_eager.publishGrpc(u"away"_s, grpcAt(m_server.port()),
                                     {{u"api_grpc_reflection_url"_s, grpcAt(port)}}),
                 QString());
        QCOMPARE(m_eager.call("away", order).line(), u"200"_s);
    }
    QCOMPARE(m_eager.refresh("away").status, 502);
    QCOMPARE(m_eager.call("away", order).line(), u"200"_s); // what is known stays
    const QJsonObject services = m_eager.services("away");
    QCOMPARE(services.value(u"services"_s), QJsonValue(QJsonArray{u"shop.v1.Orders"_s}));
    QVERIFY(services.value(u"note"_s).toString().startsWith(u"services of the server as it was before: "));
}

void TestGrpcReflection::askedOncePerPause()
{
    ToolServer server(u"/usr/bin/python3"_s, peer({u"v1"_s}));
    QVERIFY(server.port() != 0);
    QCOMPARE(m_patient.publishGrpc(u"calm"_s, grpcAt(server.port())), QString());
    QCOMPARE(m_patient.call("calm", order).line(), u"200"_s);
    for (int i = 0; i < 20; ++i)
        QCOMPARE(m_patient.call("calm", R"({"method":"Orders.Nothing","message":{}})").status, 404);
    QCOMPARE(m_patient.timesAsked("calm"), 1);
    const HttpReply refreshed = m_patient.refresh("calm"); // an administrator does not have to wait
    QCOMPARE(refreshed.status, 200);
    QCOMPARE(refreshed.json().value(u"services_count"_s).toInt(), 1);
    QCOMPARE(refreshed.json().value(u"methods_count"_s).toInt(), 3);
    QCOMPARE(m_patient.timesAsked("calm"), 2);
    // Another API in front of the same server, and a change of this one, ask nobody.
    QCOMPARE(m_patient.publishGrpc(u"calm2"_s, grpcAt(server.port())), QString());
    QCOMPARE(m_patient.call("calm2", order).line(), u"200"_s);
    QCOMPARE(
        m_patient.admin.call("PUT", "/platform/api/calm/v1", object(R"({"api_description":"x"})")).status,
        200);
    QCOMPARE(m_patient.timesAsked("calm"), 2);
}

void TestGrpcReflection::askedAgainAfterAWhile()
{
    Asking gateway(u"3600"_s);
    gateway.process().set(u"GRPC_REFLECTION_REFRESH"_s, u"1"_s);
    gateway.process().set(u"GRPC_REFLECTION_RETRY"_s, u"0"_s);
    QVERIFY(gateway.start());
    ToolServer server(u"/usr/bin/python3"_s, peer({u"v1"_s}));
    QVERIFY(server.port() != 0);
    QCOMPARE(gateway.publishGrpc(u"timed"_s, grpcAt(server.port()),
                                 {{u"api_grpc_reflection_url"_s, grpcAt(server.port())}}),
             QString());
    // Only known methods are called: nothing but the time asks again.
    QTRY_VERIFY_WITH_TIMEOUT(gateway.timesAsked("timed") > 2, 60'000);
}

void TestGrpcReflection::refreshIsForAdministrators()
{
    QCOMPARE(addUser(m_patient.admin, u"carl"_s), QString());
    HttpClient carl(m_patient.process().adminPort());
    QVERIFY(carl.login(u"carl"_s, userPassword()));
    const QByteArray target = "/platform/api/calm/v1/grpc/services/refresh";
    QCOMPARE(carl.call("POST", target).line(), u"403 AUTHZ001 Not authorized"_s);
    QCOMPARE(carl.call("GET", "/platform/tools/grpc/check").line(),
             u"403 TLS001 You do not have permission to use tools"_s);
    QCOMPARE(HttpClient(m_patient.process().adminPort()).send("POST", target).status, 401);
    QCOMPARE(m_patient.refresh("nobody").line(), u"404 API001 API not found"_s);
}

void TestGrpcReflection::uploadedFilesWin()
{
    QCOMPARE(m_patient.publishGrpc(u"own"_s, grpcAt(m_server.port())), QString());
    const QJsonObject file{{u"content"_s,
                            u"syntax = \"proto3\"; package shop.v1; message M { string order_id = 1; }\n"
                            "service Orders { rpc Echo(M) returns (M); }\n"_s}};
    QCOMPARE(m_patient.admin.call("POST", "/platform/proto/own/v1", file).status, 200);
    const HttpReply reply = m_patient.call("own", order);
    QCOMPARE(reply.body, QByteArray(R"({"order_id":"a7"})"));
    QCOMPARE(m_patient.refresh("own").line(),
             u"400 GRPC002 The services of this API do not come by reflection"_s);
    QCOMPARE(m_patient.admin.call("DELETE", "/platform/proto/own/v1").status, 200);
    QVERIFY(m_patient.call("own", order).json().contains(u"total_price"_s));
}

void TestGrpcReflection::everyApiWhenTheSettingSays()
{
    QCOMPARE(m_patient.publishGrpc(u"setting"_s, grpcAt(m_server.port())), QString());
    QCOMPARE(m_patient.call("setting", order).line(), u"200"_s);
    QCOMPARE(m_eager.publishGrpc(u"setting"_s, grpcAt(m_server.port())), QString());
    QCOMPARE(m_eager.call("setting", order).line(), u"404 GTW012 Proto file not found for API: setting/v1"_s);
}

/// Servers that take the JSON itself need no types: nobody asks them.
void TestGrpcReflection::serversThatTakeJsonAreLeftAlone()
{
    ScriptedUpstream* self = nullptr;
    ScriptedUpstream upstream([&self](RawSocket& socket, int) {
        while (self->record(socket).complete)
            socket.send(answer("{}", "Content-Type: application/json\r\n"));
    });
    self = &upstream;
    QCOMPARE(m_patient.publishGrpc(u"plainjson"_s, serverAt(upstream.port())), QString());
    QCOMPARE(m_patient.call("plainjson", order).status, 200);
    QCOMPARE(m_patient.refresh("plainjson").status, 400);
    for (const Message& request : upstream.requests())
        QCOMPARE(request.firstLine, std::string("POST /grpc HTTP/1.1"));
}

void TestGrpcReflection::theCheckTellsWhatIsWrong()
{
    QCOMPARE(m_eager.publishGrpc(u"lame"_s, u"grpc://127.0.0.1:1"_s), QString());
    const QJsonObject check = m_eager.admin.call("GET", "/platform/tools/grpc/check").json();
    QCOMPARE(check.value(u"available"_s).toObject(), object(R"({"grpc":true,"grpc_tools_protoc":true})"));
    QCOMPARE(check.value(u"reflection_enabled"_s), QJsonValue(false));
    const QJsonObject details = check.value(u"details"_s).toObject();
    QCOMPARE(details.value(u"native"_s), QJsonValue(true));
    QHash<QString, QJsonObject> apis;
    for (const QJsonValue& api : details.value(u"apis"_s).toArray())
        apis.insert(api[u"api"_s].toString(), api.toObject());
    QCOMPARE(apis.value(u"lame/v1"_s).value(u"types"_s).toString(), u"none"_s);
    QVERIFY(!apis.value(u"lame/v1"_s).value(u"problem"_s).toString().isEmpty());
    const QJsonObject good = apis.value(u"twice/v1"_s);
    QCOMPARE(good.value(u"types"_s).toString(), u"reflection"_s);
    QCOMPARE(good.value(u"services"_s).toArray().size(), 3);
    bool noted = false;
    for (const QJsonValue& note : check.value(u"notes"_s).toArray())
        noted = noted || note.toString().startsWith(u"lame/v1: no proto file");
    QVERIFY(noted);
}

QTEST_GUILESS_MAIN(TestGrpcReflection)
#include "tst_grpc_reflection.moc"
