// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/grpc_access.h"
#include "gateway/protocols/grpc_request.h"
#include "gateway/protocols/proto_schema.h"

#include <QtTest>

using namespace gatehouse::protocols;

namespace {

constexpr auto text = R"(syntax = "proto3";
package a.b;
import "google/protobuf/timestamp.proto";
import "google/protobuf/any.proto";
message Tree { string own_name = 1; Tree left_side = 2; repeated uint64 wide_ones = 3; map<string, int64> counts = 4;
  google.protobuf.Timestamp at_time = 5; oneof which { int64 first_one = 6; string second_one = 7; } }
service Trees { rpc Grow(Tree) returns (Tree); rpc Watch(Tree) returns (stream google.protobuf.Timestamp); }
service Alone { rpc Grow(stream Tree) returns (Tree); }
)";

std::shared_ptr<const ProtoSchema> compiled()
{
    ProtoSchema::Compiled result = ProtoSchema::compile(text);
    for (const ProtoFault& fault : result.faults)
        qWarning("%d:%d %s", fault.line, fault.column, fault.text.c_str());
    return result.schema;
}

} // namespace

class TestProto : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void methods()
    {
        const auto schema = compiled();
        QVERIFY(schema);
        QCOMPARE(schema->package(), std::string("a.b"));
        const ProtoMethod* const grow = schema->find("Trees", "Grow");
        QVERIFY(grow && !grow->clientStreams && !grow->serverStreams);
        QCOMPARE(grow->path, std::string("/a.b.Trees/Grow"));
        QCOMPARE(grow->input, std::string("a.b.Tree"));
        QVERIFY(schema->find("Trees", "Watch")->serverStreams);
        QVERIFY(schema->find("Alone", "Grow")->clientStreams);
        QVERIFY(!schema->find("Trees", "grow") && !schema->find("a.b.Trees", "Grow"));
    }

    void jsonBothWays()
    {
        const auto schema = compiled();
        std::string why;
        const auto binary = schema->fromJson("a.b.Tree", R"({"ownName":"x","left_side":{"ownName":"y"},
            "wideOnes":["18446744073709551615",1],"counts":{"k":"7"},"atTime":"2026-01-02T03:04:05.5Z","firstOne":"9"})",
                                             why);
        QVERIFY2(binary, why.c_str());
        const auto json = schema->toJson("a.b.Tree", *binary, why);
        QVERIFY2(json, why.c_str());
        QCOMPARE(QByteArray::fromStdString(*json),
                 QByteArray(R"({"own_name":"x","left_side":{"ownName":"y","wideOnes":[],"counts":{}},)"
                            R"("wide_ones":[18446744073709551615,1],"counts":{"k":"7"},)"
                            R"("at_time":"2026-01-02T03:04:05.500Z","first_one":9})"));
        // What has a form of its own in JSON keeps it.
        const auto time = schema->fromJson("google.protobuf.Timestamp", "\"2026-01-02T03:04:05Z\"", why);
        QVERIFY2(time, why.c_str());
        QCOMPARE(*schema->toJson("google.protobuf.Timestamp", *time, why),
                 std::string("\"2026-01-02T03:04:05Z\""));
    }

    void wrongMessages()
    {
        const auto schema = compiled();
        std::string why;
        QVERIFY(!schema->fromJson("a.b.Tree", R"({"wideOnes":["x"]})", why));
        QVERIFY(!schema->fromJson("a.b.Tree", R"({"firstOne":1,"secondOne":"x"})", why));
        QVERIFY(!schema->fromJson("a.b.Tree", "{", why));
        QVERIFY(!why.empty());
        std::string deep;
        for (int i = 0; i < 100'000; ++i)
            deep += R"({"leftSide":)";
        QVERIFY(!schema->fromJson("a.b.Tree", deep, why));
        std::string nested; // messages within each other on the wire: 2 = left_side
        for (int i = 0; i < 200; ++i) {
            std::string length;
            for (std::size_t size = nested.size();; size >>= 7) {
                length += char((size & 0x7f) | (size > 0x7f ? 0x80 : 0));
                if (size <= 0x7f)
                    break;
            }
            nested = "\x12" + length + nested;
        }
        QVERIFY(!schema->toJson("a.b.Tree", nested, why));
        QVERIFY(!schema->toJson("a.b.Tree", "\x0a\xff\xff\xff\xff\x0f", why));
    }

    void faultsAreAllNamed()
    {
        const auto faults = ProtoSchema::compile("syntax = \"proto3\";\nmessage M { int32 = 1; }\nmessage N {"
                                                 " strin g = 2 }\n")
                                .faults;
        QVERIFY(faults.size() >= 2);
        QCOMPARE(faults.at(0).line, 2);
        QCOMPARE(faults.at(1).line, 3);
        const auto unknown =
            ProtoSchema::compile("syntax = \"proto3\"; message M { A a = 1; B b = 2; }").faults;
        QCOMPARE(unknown.size(), std::size_t(2));
    }

    void hostileTexts_data()
    {
        QTest::addColumn<QByteArray>("text");
        const QByteArray syntax = "syntax = \"proto3\"; ";
        QTest::newRow("messages") << syntax + QByteArray("message M { ").repeated(50'000);
        QTest::newRow("options") << syntax + "option (a) = " + QByteArray("{ a: ").repeated(50'000);
        QTest::newRow("lists") << syntax + "option (a) = { a: " + QByteArray("[").repeated(50'000);
        QTest::newRow("angles") << syntax + "option (a) = { a: " + QByteArray("<a:").repeated(50'000);
        QTest::newRow("many messages") << syntax + [] {
            QByteArray all;
            for (int i = 0; i < 10'001; ++i)
                all += "message M" + QByteArray::number(i) + "{}";
            return all;
        }();
        QTest::newRow("self import") << syntax + "import \"api.proto\"; message M {}";
        QTest::newRow("path") << syntax + "import \"google/protobuf/../../../etc/passwd\"; message M {}";
        QTest::newRow("built in name") << syntax + "package google.protobuf; import "
                                                   "\"google/protobuf/any.proto\"; message Any {}";
        QTest::newRow("large") << syntax + QByteArray(1'100'000, ' ');
        QTest::newRow("open comment") << QByteArray("message /* ");
        QTest::newRow("nothing") << QByteArray();
    }
    void hostileTexts()
    {
        QFETCH(QByteArray, text);
        const ProtoSchema::Compiled result =
            ProtoSchema::compile({text.constData(), std::size_t(text.size())});
        QVERIFY(!result.schema);
        QVERIFY(!result.faults.empty());
    }

    void nestingCountsCodeAlone()
    {
        const QByteArray braces = QByteArray("{").repeated(100);
        const QByteArray good = "syntax = \"proto3\"; // " + braces + "\n/* " + braces +
                                " */ message M { string a = 1 "
                                "[json_name = \"" +
                                braces + "\"]; }\n";
        const auto result = ProtoSchema::compile({good.constData(), std::size_t(good.size())});
        QVERIFY2(result.schema, result.faults.empty() ? "" : result.faults.front().text.c_str());
    }

    void severalTexts()
    {
        const std::string types = "syntax = \"proto3\"; package a.types; message M { int32 x = 1; }";
        const std::string head = "syntax = \"proto3\"; import \"a/types.proto\"; ";
        const ProtoText first{"one.proto",
                              head + "package a.one; service S { rpc Do(a.types.M) returns (a.types.M); }"};
        const ProtoText second{"two.proto",
                               head + "package a.two; service S { rpc Do(a.types.M) returns (a.types.M); }"};
        const ProtoText third{"a/types.proto", types};
        const auto compile = [](const std::vector<ProtoText>& texts) { return ProtoSchema::compile(texts); };
        const auto all = compile({first, third, second});
        QVERIFY2(all.schema, all.faults.empty() ? "" : all.faults.front().text.c_str());
        QCOMPARE(all.schema->package(), std::string("a.one"));
        QVERIFY(all.schema->hasPackage("a.two") && !all.schema->hasPackage("a.types"));
        QCOMPARE(all.schema->all("S", "Do").size(), std::size_t(2));
        QCOMPARE(all.schema->all("S", "Do")[1].path, std::string("/a.two.S/Do"));
        QCOMPARE(all.schema->services(), (std::vector<std::string>{"a.one.S", "a.two.S"}));
        std::string why;
        QVERIFY(all.schema->fromJson("a.types.M", R"({"x":1})", why));

        const auto fault = [&](const std::vector<ProtoText>& texts) {
            const auto compiled = compile(texts);
            return compiled.faults.empty() ? QString()
                                           : QString::fromStdString(compiled.faults.front().file + ": " +
                                                                    compiled.faults.front().text);
        };
        QVERIFY(fault({first}).startsWith(
            QStringLiteral("one.proto: import \"a/types.proto\": there is no such file")));
        QVERIFY(
            fault({first, third, third}).startsWith(QStringLiteral("a/types.proto: there are two files")));
        const ProtoText circle{"a/types.proto", "syntax = \"proto3\"; import \"one.proto\"; message M {}"};
        QVERIFY(fault({first, circle}).contains(QStringLiteral("circle")));
        const ProtoText broken{"a/types.proto", "syntax = \"proto3\";\nmessage M { int32 = 1; }"};
        const auto compiled = compile({first, broken});
        QCOMPARE(compiled.faults.front().file, std::string("a/types.proto"));
        QCOMPARE(compiled.faults.front().line, 2);
        QVERIFY(!compile({}).schema && !compile(std::vector<ProtoText>(65, third)).schema);
    }

    void methodNames()
    {
        const auto name = GrpcMethodName::ofPath("/a.b.Trees/Grow");
        QVERIFY(name && name->package == "a.b" && name->service == "Trees" && name->method == "Grow");
        QVERIFY(GrpcMethodName::ofPath("/Trees/Grow")->package.empty());
        for (const char* const bad : {"", "/", "/a", "/a/", "//b", "/a/b/c", "/a./b", "/a/b%2fc", "a/b"})
            QVERIFY2(!GrpcMethodName::ofPath(bad), bad);
    }

    void accessLists()
    {
        const auto name = *GrpcMethodName::ofPath("/a.b.Trees/Grow");
        QVERIFY(!GrpcAccess().restricts());
        QVERIFY(GrpcAccess().allowsMethod(name));
        for (const char* const good : {"Trees.Grow", "a.b.Trees.Grow"})
            QVERIFY(GrpcAccess({}, {}, {good}).allowsMethod(name));
        for (const char* const other : {"Grow", "Trees", "b.Trees.Grow", "Trees.Gro"})
            QVERIFY(!GrpcAccess({}, {}, {other}).allowsMethod(name));
        QVERIFY(GrpcAccess({}, {"a.b.Trees"}, {}).allowsService(name));
        QVERIFY(!GrpcAccess({"a"}, {}, {}).allowsPackage(name.package));
    }

    void requests()
    {
        GrpcRequest call;
        const std::string body = R"( {"method":"S.M","message":{"a":[1]},"package":"p.q","max_items":7,
                                      "idempotent":false,"stream":"server","more":null} )";
        QCOMPARE(GrpcRequest::read(body, call), std::string());
        QCOMPARE(call.service, std::string("S"));
        QCOMPARE(call.method, std::string("M"));
        QCOMPARE(call.package, std::string("p.q"));
        QCOMPARE(call.messages.size(), std::size_t(1));
        QCOMPARE(call.messages.front(), std::string_view(R"({"a":[1]})"));
        QCOMPARE(call.maxItems, 7U);
        QVERIFY(!call.idempotent && call.idempotentGiven);
        for (const char* const bad :
             {R"({"method":"S.M","messages":{}})", R"({"method":"S.M","messages":[1]})",
              R"({"method":"S.M","message":1})", R"({"method":"S.M","package":"p..q"})",
              R"({"method":"S.M","max_items":"7"})", R"({"method":7})", R"({"method":"S.M\u0000"})"}) {
            GrpcRequest other;
            QVERIFY2(!GrpcRequest::read(bad, other).empty(), bad);
        }
    }
};

QTEST_APPLESS_MAIN(TestProto)
#include "tst_proto.moc"
