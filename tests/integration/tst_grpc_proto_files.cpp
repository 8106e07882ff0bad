// SPDX-License-Identifier: GPL-3.0-or-later
// Proto files through the admin API: uploads and their faults, files that import each other, and when they
// are in effect.
#include "tests/integration/grpc_bridge_test.h"

#include <QJsonDocument>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

const QByteArray types =
    "syntax = \"proto3\"; package greet.types; message Name { string name = 1; int32 times = 3; }\n"
    "message Reply { string greeting_text = 1; }\n";
const QByteArray service =
    "syntax = \"proto3\"; package greet.v1; import \"greet/types.proto\";\n"
    "service Greeter { rpc SayHello(greet.types.Name) returns (greet.types.Reply); }\n";

QByteArray formOf(const QList<QPair<QByteArray, QByteArray>>& parts, const QList<QByteArray>& names)
{
    QByteArray body;
    for (qsizetype i = 0; i < parts.size(); ++i)
        body += "--limit\r\nContent-Disposition: form-data; name=\"" + parts[i].first + "\"; filename=\"" +
                names[i] + "\"\r\n\r\n" + parts[i].second + "\r\n";
    return body + "--limit--\r\n";
}

} // namespace

class TestGrpcProtoFiles : public GrpcBridgeTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { begin(); }
    void uploads();
    void uploadsNeedPermission();
    void badUploads_data();
    void badUploads();
    void uploadsMayComeFirst();
    void protoFilesSurvive();
    void newTypesAreInEffectAtOnce();
    void endpointsOpenTheBridge();
    void filesThatImportEachOther();
    void badSetsOfFiles_data();
    void badSetsOfFiles();

private:
    void restart();
};

void TestGrpcProtoFiles::uploads()
{
    QCOMPARE(publishGrpc(u"files"_s), QString());
    QCOMPARE(m_admin.call("GET", "/platform/proto/files/v1").line(),
             u"404 API002 Proto file not found for API files/v1"_s);
    QCOMPARE(upload("files/v1", protoText(), "greeter.proto", "PUT").line(),
             u"200 Proto file updated successfully"_s);
    const QByteArray other = "syntax = \"proto3\"; package p; message M { int32 a = 1; }\n"
                             "service S { rpc Do(M) returns (M); }\n";
    const auto parse = [this](const QByteArray& text) {
        return m_admin.call("POST", "/platform/proto/parse", {{u"content"_s, QString::fromUtf8(text)}});
    };
    QCOMPARE(parse(other).json().value(u"services"_s),
             QJsonValue(QJsonArray{QJsonObject{{u"name"_s, u"p.S"_s}, {u"methods"_s, QJsonArray{u"Do"_s}}}}));
    const HttpReply faulty = parse(other + "message {\n");
    QCOMPARE(faulty.status, 400);
    QVERIFY2(faulty.body.contains("line 3"), faulty.body.constData());
    QCOMPARE(upload("files/v1", other).status, 200);
    QCOMPARE(m_admin.call("GET", "/platform/proto/files/v1").json().value(u"content"_s).toString().toUtf8(),
             other);
    const QJsonObject services = m_admin.call("GET", "/platform/api/files/v1/grpc/services").json();
    QCOMPARE(services.value(u"services"_s), QJsonValue(QJsonArray{u"p.S"_s}));
    QCOMPARE(services.value(u"reflection_enabled"_s), QJsonValue(false));
    const QJsonArray events = m_admin.call("GET", "/platform/audit").json().value(u"events"_s).toArray();
    const bool noted = std::any_of(events.begin(), events.end(), [](const QJsonValue& event) {
        return event[u"action"_s].toString() == u"proto.upload" &&
               event[u"target"_s].toString() == u"files/v1";
    });
    QVERIFY2(noted, QJsonDocument(events).toJson().constData());
    for (int i = 0; i < 2; ++i)
        QCOMPARE(m_admin.call("DELETE", "/platform/proto/files/v1").line(),
                 u"200 Proto file and generated files deleted successfully"_s);
    QCOMPARE(m_admin.call("GET", "/platform/proto/files/v1").status, 404);
    const QJsonObject endpoint =
        object(R"({"api_name":"files","api_version":"v1","endpoint_method":"POST","endpoint_uri":"/grpc",
                   "endpoint_description":"calls"})");
    QCOMPARE(m_admin.call("POST", "/platform/endpoint", endpoint).status, 201);
    QCOMPARE(m_admin.call("GET", "/platform/api/files/v1/grpc/services").json().value(u"services"_s),
             QJsonValue(QJsonArray{u"files_v1.Resource"_s}));
    QCOMPARE(upload("a..b/v1", other).status, 400);
}

void TestGrpcProtoFiles::uploadsNeedPermission()
{
    QCOMPARE(addUser(m_admin, u"carl"_s), QString());
    HttpClient carl(m_gateway.adminPort());
    QVERIFY(carl.login(u"carl"_s, userPassword()));
    QCOMPARE(upload("greeter/v1", protoText(), "x.proto", "POST", &carl).line(),
             u"403 AUTH001 User does not have permission to manage APIs"_s);
    QCOMPARE(upload("greeter/v1", protoText(), "x.proto", "PUT", &carl).line(),
             u"403 API008 You do not have permission to update proto files"_s);
    QCOMPARE(carl.call("DELETE", "/platform/proto/greeter/v1").status, 403);
    HttpClient nobody(m_gateway.adminPort());
    QCOMPARE(nobody
                 .send("POST", "/platform/proto/greeter/v1", form("file", "x.proto", protoText()),
                       "Content-Type: multipart/form-data; boundary=limit\r\n")
                 .status,
             401);
}

void TestGrpcProtoFiles::badUploads_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArrayList>("words"); // all of them are said
    const auto row = [](const char* name, const QByteArray& content, const QByteArrayList& words) {
        QTest::newRow(name) << content << words;
    };
    row("two faults", "syntax = \"proto3\";\nmessage M { int32 = 1; }\nmessage N { int32 b = x; }\n",
        {"line 2", "Expected field name", "line 3", "Expected field number"});
    row("unknown type", "syntax = \"proto3\"; message M { Nothing a = 1; }", {"Nothing", "is not defined"});
    row("import from disk", "syntax = \"proto3\"; import \"/etc/passwd\"; message M {}",
        {"/etc/passwd", "only those of google/protobuf"});
    row("import upwards", "syntax = \"proto3\"; import \"google/protobuf/../../x.proto\"; message M {}",
        {"only those of google/protobuf"});
    row("deep", "syntax = \"proto3\"; " + QByteArray("message M { ").repeated(20'000), {"nest deeper than"});
    row("no proto", "hello", {"has neither syntax nor message nor service"});
    row("NUL", QByteArray("syntax = \"proto3\";\0message M {}", 32), {"NUL"});
    row("no UTF-8", "syntax = \"proto3\"; // \xff\xfe\n", {"is not UTF-8"});
    row("large", "syntax = \"proto3\";" + QByteArray(1'048'576 - 18 - 300, ' ') + QByteArray(400, '\n'),
        {"File too large (max 1048576 bytes)"});
}

void TestGrpcProtoFiles::badUploads()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArrayList, words);
    const HttpReply reply = upload("greeter/v1", content);
    if (reply.status == 413) // the limit of all bodies comes first
        return;
    QCOMPARE(reply.status, 400);
    QVERIFY(reply.body.contains("REQ003"));
    for (const QByteArray& word : words)
        QVERIFY2(reply.body.contains(word), reply.body.constData());
    QCOMPARE(upload("greeter/v1", protoText(), "x.txt").line(),
             u"400 REQ003 Only .proto files are allowed"_s);
    // What was there is still in effect.
    QCOMPARE(call(R"({"method":"Greeter.SayHello","message":{}})").status, 200);
}

/// Scripts upload before they make the API.
void TestGrpcProtoFiles::uploadsMayComeFirst()
{
    const QByteArray first = "syntax = \"proto3\"; message M { int32 a = 1; }\n";
    QCOMPARE(upload("early/v1", first, "x.proto", "PUT").status, 200);
    QCOMPARE(upload("early/v1", protoText()).line(),
             u"200 Proto file uploaded and gRPC code generated successfully"_s);
    QCOMPARE(upload("never/v1", first).status, 200);
    QCOMPARE(m_admin.call("DELETE", "/platform/proto/never/v1").status, 200);
    QCOMPARE(m_admin.call("GET", "/platform/proto/never/v1").status, 404);
    restart();
    QCOMPARE(m_admin.call("GET", "/platform/proto/early/v1").json()[u"content"_s].toString().toUtf8(),
             protoText());
    QCOMPARE(publishGrpc(u"early"_s), QString());
    QCOMPARE(addEndpoint(m_admin, u"early"_s, u"POST /grpc"_s), QString());
    const QByteArray hello = R"({"method":"Greeter.SayHello","message":{"name":"Ada"}})";
    QCOMPARE(call(hello, "/api/grpc/early").status, 200);
    // From now on it is the API's, and goes with it.
    QCOMPARE(m_admin.call("DELETE", "/platform/api/early/v1").status, 200);
    QCOMPARE(m_admin.call("GET", "/platform/proto/early/v1").status, 404);
}

void TestGrpcProtoFiles::restart()
{
    m_gateway.kill();
    QVERIFY(m_gateway.start());
    m_admin = HttpClient(m_gateway.adminPort());
    QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
    m_client = HttpClient(m_gateway.publicPort());
}

void TestGrpcProtoFiles::protoFilesSurvive()
{
    restart();
    QCOMPARE(call(R"({"method":"Greeter.SayHello","message":{"name":"x"}})").status, 200);
}

void TestGrpcProtoFiles::newTypesAreInEffectAtOnce()
{
    QByteArray text = protoText();
    text.replace("rpc SayHello", "rpc SayOther");
    QCOMPARE(upload("greeter/v1", text).status, 200);
    QCOMPARE(call(R"({"method":"Greeter.SayHello","message":{}})").status, 404);
    QCOMPARE(upload("greeter/v1", protoText(), "x.proto", "PUT").status, 200);
    QCOMPARE(call(R"({"method":"Greeter.SayHello","message":{}})").status, 200);
}

/// Whatever the type of an API says: its servers or its endpoints tell that gRPC is meant.
void TestGrpcProtoFiles::endpointsOpenTheBridge()
{
    const QByteArray hello = R"({"method":"Greeter.SayHello","message":{"name":"Ada"}})";
    const QJsonObject rest{{u"api_type"_s, u"REST"_s}};
    QCOMPARE(publishGrpc(u"byserver"_s, rest), QString());
    QCOMPARE(upload("byserver/v1", protoText()).status, 200);
    QCOMPARE(call(hello, "/api/grpc/byserver").status, 200);
    QCOMPARE(publishGrpc(u"byendpoint"_s, rest, u"127.0.0.1:%1"_s.arg(m_server.port())), QString());
    QCOMPARE(upload("byendpoint/v1", protoText()).status, 200);
    QCOMPARE(call(hello, "/api/grpc/byendpoint").status, 404);
    QCOMPARE(addEndpoint(m_admin, u"byendpoint"_s, u"POST /grpc"_s), QString());
    QCOMPARE(call(hello, "/api/grpc/byendpoint").status, 200);
}

void TestGrpcProtoFiles::filesThatImportEachOther()
{
    QCOMPARE(publishGrpc(u"set"_s), QString());
    const QByteArray lines = m_admin.bearer() + "Content-Type: multipart/form-data; boundary=limit\r\n";
    const QByteArray body =
        formOf({{"import", types}, {"file", service}}, {"greet/types.proto", "greeter.proto"});
    QCOMPARE(m_admin.send("POST", "/platform/proto/set/v1", body, lines).status, 200);
    const QByteArray hello = R"({"method":"Greeter.SayHello","message":{"name":"Ada"}})";
    QCOMPARE(call(hello, "/api/grpc/set/v1").body, QByteArray(R"({"greeting_text":"Hello Ada"})"));
    const QJsonObject shown = m_admin.call("GET", "/platform/proto/set/v1").json();
    QCOMPARE(shown[u"content"_s].toString().toUtf8(), service);
    QCOMPARE(shown[u"file_name"_s].toString(), u"greeter.proto"_s);
    QCOMPARE(shown[u"imports"_s],
             QJsonValue(QJsonObject{{u"greet/types.proto"_s, QString::fromUtf8(types)}}));
    // The same as JSON; then a file alone, which takes the place of all.
    const QJsonObject json{{u"content"_s, QString::fromUtf8(service)}, {u"imports"_s, shown[u"imports"_s]}};
    QCOMPARE(m_admin.call("PUT", "/platform/proto/set/v1", json).status, 200);
    QCOMPARE(call(hello, "/api/grpc/set/v1").status, 200);
    QCOMPARE(upload("set/v1", protoText()).status, 200);
    QVERIFY(!m_admin.call("GET", "/platform/proto/set/v1").json().contains(u"imports"_s));
    QVERIFY(call(hello, "/api/grpc/set/v1").json().contains(u"was_loud"_s));
}

void TestGrpcProtoFiles::badSetsOfFiles_data()
{
    QTest::addColumn<QJsonObject>("upload");
    QTest::addColumn<QByteArray>("why");
    const auto row = [](const char* name, const QJsonObject& imports, const char* why) {
        QTest::newRow(name) << QJsonObject{{u"content"_s, QString::fromUtf8(service)},
                                           {u"imports"_s, imports}}
                            << QByteArray(why);
    };
    row("none", {}, "there is no such file");
    row("another name", {{u"types.proto"_s, QString::fromUtf8(types)}},
        R"(import \"greet/types.proto\": there is no such file)");
    row("path", {{u"../types.proto"_s, QString::fromUtf8(types)}}, "../types.proto: a name is");
    row("built in", {{u"google/protobuf/any.proto"_s, QString::fromUtf8(types)}},
        "google/protobuf/any.proto: a name is");
    row("no proto file", {{u"types.txt"_s, QString::fromUtf8(types)}}, "Only .proto files are allowed");
    row("no text", {{u"greet/types.proto"_s, 7}}, "greet/types.proto: must be the text");
    row("broken", {{u"greet/types.proto"_s, u"syntax = \"proto3\";\nmessage M { int32 = 1; }"_s}},
        "greet/types.proto, line 2");
    row("circle", {{u"greet/types.proto"_s, u"syntax = \"proto3\"; import \"api.proto\"; message M {}"_s}},
        "in a circle");
}

void TestGrpcProtoFiles::badSetsOfFiles()
{
    QFETCH(QJsonObject, upload);
    QFETCH(QByteArray, why);
    const QJsonObject before = m_admin.call("GET", "/platform/proto/set/v1").json();
    const HttpReply refused = m_admin.call("POST", "/platform/proto/set/v1", upload);
    QCOMPARE(refused.status, 400);
    QCOMPARE(refused.json()[u"error_code"_s].toString(), u"REQ003"_s);
    QVERIFY2(refused.body.contains(why), refused.body.constData());
    QCOMPARE(m_admin.call("GET", "/platform/proto/set/v1").json(), before);
}

QTEST_GUILESS_MAIN(TestGrpcProtoFiles)
#include "tst_grpc_proto_files.moc"
