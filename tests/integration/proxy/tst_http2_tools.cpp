// SPDX-License-Identifier: GPL-3.0-or-later
// HTTP/2 with clients and upstreams of other make: curl, nghttp, h2load, python3-h2, gRPC.
#include "gateway/net/tls_client.h"
#include "tests/integration/harness/test_authority.h"
#include "tests/integration/harness/test_gateway.h"
#include "tests/integration/harness/tool_server.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int ToolPatienceMs = 60'000;

QString script(const QString& name)
{
    return QString::fromUtf8(GATEHOUSE_TEST_SCRIPTS) + u'/' + name;
}

/// What a tool prints; empty when it does not end in time.
QByteArray outputOf(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    return process.waitForFinished(ToolPatienceMs) ? process.readAll() : QByteArray();
}

QJsonObject python(const QString& name, const QStringList& arguments)
{
    const QByteArray text = outputOf(u"/usr/bin/python3"_s, QStringList{script(name)} + arguments);
    const QJsonDocument document = QJsonDocument::fromJson(text);
    if (!document.isObject())
        qWarning("%s", text.constData());
    return document.object();
}

/// The gateway in front of an HTTP/2 server of another make.
struct Setup {
    explicit Setup(const QStringList& arguments, const QString& program = u"/usr/bin/python3"_s)
        : upstream(program, arguments)
    {
        gateway.addApi("/api", {upstream.port()}).upstreamHttp2 = true;
        gateway.start();
    }
    QString port() const { return QString::number(gateway.address().port); }
    QString url(const QString& path) const { return u"http://127.0.0.1:"_s + port() + path; }
    ToolServer upstream;
    TestGateway gateway;
};

} // namespace

class TestHttp2Tools : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void curlSpeaksIt();
    void nghttpMultiplexes();
    void h2loadFindsNoFault();
    void pythonClient();
    void rapidResetEnds();
    void grpcPassesThrough_data();
    void grpcPassesThrough();
    void nodeByTls_data();
    void nodeByTls();
};

void TestHttp2Tools::curlSpeaksIt()
{
    Setup setup({script(u"h2_upstream.py"_s)});
    QVERIFY(setup.upstream.port() != 0);
    const QByteArray got =
        outputOf(u"curl"_s, {u"-s"_s, u"--http2-prior-knowledge"_s, u"-d"_s, u"body"_s, u"-w"_s,
                             u" %{http_version} %{response_code}"_s, setup.url(u"/api/x?a=b"_s)});
    QCOMPARE(got, QByteArray("POST /x?a=b 1|body 2 200"));
    // The versions on both sides have nothing to do with each other.
    const Message plain = setup.gateway.ask(post("/api/y", std::string(100'000, 'b')));
    QVERIFY(plain.body == "POST /y 1|" + std::string(100'000, 'b'));
}

void TestHttp2Tools::nghttpMultiplexes()
{
    Setup setup({script(u"h2_upstream.py"_s)});
    QStringList arguments{u"-nv"_s};
    for (int i = 0; i < 20; ++i)
        arguments.append(setup.url(u"/api/x?%1"_s.arg(i)));
    QCOMPARE(outputOf(u"nghttp"_s, arguments).count(":status: 200"), 20);
}

void TestHttp2Tools::h2loadFindsNoFault()
{
    Setup setup({script(u"h2_upstream.py"_s)});
    const QByteArray got = outputOf(
        u"h2load"_s, {u"-n"_s, u"1000"_s, u"-c"_s, u"4"_s, u"-m"_s, u"20"_s, setup.url(u"/api/x"_s)});
    QVERIFY2(got.contains("1000 succeeded, 0 failed, 0 errored, 0 timeout"), got.constData());
    QVERIFY2(got.contains("1000 2xx"), got.constData());
    QVERIFY(setup.gateway.sink().waitFor(1000));
    for (const Finished& record : setup.gateway.sink().all())
        QCOMPARE(record.version, std::string("2"));
}

void TestHttp2Tools::pythonClient()
{
    Setup setup({script(u"h2_upstream.py"_s)});
    const QJsonObject got = python(u"h2_client.py"_s, {setup.port(), u"/api/x"_s, u"requests"_s});
    QCOMPARE(got.value(u"statuses"_s).toArray(), QJsonArray::fromVariantList(QVariantList(51, 200)));
    QVERIFY(got.value(u"goaway"_s).isNull());
}

void TestHttp2Tools::rapidResetEnds()
{
    Setup setup({script(u"h2_upstream.py"_s)});
    const QJsonObject got = python(u"h2_client.py"_s, {setup.port(), u"/api/x"_s, u"resets"_s});
    QVERIFY(got.value(u"closed"_s).toBool());
    QCOMPARE(setup.gateway.plane().counts().http2Faults[std::size_t(http::Http2Fault::ResetFlood)],
             std::uint64_t(1));
    QCOMPARE(setup.gateway.ask(get("/api/x")).status, 200); // others are served
}

void TestHttp2Tools::grpcPassesThrough_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("client");
    const QString python = u"grpc_peer.py"_s, node = u"grpc_node.cjs"_s;
    QTest::newRow("python, python") << python << python;
    QTest::newRow("python, node") << python << node;
    QTest::newRow("node, python") << node << python;
    QTest::newRow("node, node") << node << node;
}

void TestHttp2Tools::grpcPassesThrough()
{
    QFETCH(QString, server);
    QFETCH(QString, client);
    const auto interpreter = [](const QString& name) {
        return name.endsWith(u".cjs"_s) ? u"node"_s : u"/usr/bin/python3"_s;
    };
    const QString modules = script(u"../../../node_modules"_s);
    if ((server + client).contains(u"node"_s) &&
        !QFileInfo::exists(modules + u"/@grpc/grpc-js/package.json"_s))
        QSKIP("the package @grpc/grpc-js is not there: npm ci --prefix tests");
    qputenv("NODE_PATH", modules.toUtf8());
    Setup setup({script(server), u"serve"_s}, interpreter(server));
    QVERIFY(setup.upstream.port() != 0);
    const QByteArray text =
        outputOf(interpreter(client), {script(client), u"call"_s, setup.port(), u"/api"_s});
    const QByteArray wanted = R"({
        "unary": "<hello>", "trailing": "2", "out": ["0", "1", "2", "3", "4"], "in": "500000",
        "both": ["<one>", "<two>", "<three>", "OK"], "error": ["FAILED_PRECONDITION", "no such luck"],
        "missing": "UNIMPLEMENTED"})";
    QVERIFY2(!QJsonDocument::fromJson(text).isNull(), text.constData());
    QCOMPARE(QJsonDocument::fromJson(text).toJson(), QJsonDocument::fromJson(wanted).toJson());
}

void TestHttp2Tools::nodeByTls_data()
{
    QTest::addColumn<bool>("old");
    QTest::addColumn<bool>("required");
    QTest::addColumn<QByteArray>("body"); // empty: refused
    QTest::newRow("both, auto") << false << false << QByteArray("POST /x 2.0|hello");
    QTest::newRow("both, http2") << false << true << QByteArray("POST /x 2.0|hello");
    QTest::newRow("old, auto") << true << false << QByteArray("POST /x 1.1|hello");
    QTest::newRow("old, http2") << true << true << QByteArray();
}

void TestHttp2Tools::nodeByTls()
{
    QFETCH(bool, old);
    QFETCH(bool, required);
    QFETCH(QByteArray, body);
    const QTemporaryDir directory;
    const auto write = [&directory](const QString& name, const std::string& content) {
        QFile file(directory.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content.data(), qint64(content.size())) < 0)
            qFatal("cannot write %s", qPrintable(name));
        return file.fileName();
    };
    TestAuthority authority;
    const TestPair pair = authority.issue({"node", {"localhost"}});
    QStringList arguments{script(u"h2_secure.cjs"_s), write(u"node.crt"_s, pair.certificate),
                          write(u"node.key"_s, pair.key)};
    if (old)
        arguments.append(u"old"_s);
    const ToolServer node(u"node"_s, arguments);
    QVERIFY(node.port() != 0);
    TestGateway gateway;
    proxy::ApiRuntime& api = gateway.addApi("/api", {node.port()});
    net::TlsClientOptions options;
    options.caFile = write(u"ca.pem"_s, authority.pem()).toStdString();
    TestGateway::edit(api, [&options](proxy::UpstreamGroup& group) {
        group.targets[0].scheme = "https";
        group.targets[0].tls = std::make_shared<net::TlsClient>(options);
        group.targets[0].tlsName = "localhost";
    });
    (required ? api.upstreamHttp2 : api.upstreamMayHttp2) = true;
    gateway.start();
    const Message got = gateway.ask(post("/api/x", "hello"));
    QCOMPARE(got.status, body.isEmpty() ? 502 : 200);
    if (!body.isEmpty())
        QCOMPARE(QByteArray::fromStdString(got.body), body);
}

QTEST_GUILESS_MAIN(TestHttp2Tools)
#include "tst_http2_tools.moc"
