// SPDX-License-Identifier: GPL-3.0-or-later
// GraphQL as others speak it: graphql-request calls a server of graphql-js through the real gateway.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/tool_server.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestGraphQlClient : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindOfCall();
};

void TestGraphQlClient::everyKindOfCall()
{
    const QString modules = qEnvironmentVariable("GATEHOUSE_SOURCE") + u"/tests/node_modules"_s;
    if (!QFileInfo::exists(modules + u"/graphql-request/package.json"_s))
        QSKIP("the package graphql-request is not there: npm ci --prefix tests");
    qputenv("NODE_PATH", modules.toUtf8());
    const QString script = clientFile(u"graphql_node.cjs"_s);
    ToolServer server(u"node"_s, {script, u"serve"_s});
    QVERIFY(server.port() != 0);
    GatewayProcess gateway;
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QVERIFY(freeAdminLimits(admin));
    QCOMPARE(
        publish(admin, u"people"_s, {serverAt(server.port())}, {u"POST /graphql"_s},
                object(R"({"api_type":"GRAPHQL","api_graphql_max_depth":20,"api_graphql_max_batch":2})")),
        QString());
    QCOMPARE(subscribe(admin, u"admin"_s, u"people"_s), QString());

    QProcess client;
    client.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    client.start(u"node"_s, {script, u"call"_s, serverAt(gateway.publicPort()) + u"/api/graphql/people"_s,
                             QString::fromLatin1(admin.token())});
    QVERIFY(client.waitForFinished(60'000) && client.exitCode() == 0);
    const QJsonObject told = QJsonDocument::fromJson(client.readAllStandardOutput()).object();
    QCOMPARE(told[u"variables"_s], object(R"({"person":{"name":"Ann","age":41}})"));
    QCOMPARE(told[u"mutation"_s], object(R"({"add":{"name":"B\u00f6b","friends":[{"name":"Ann"}]}})"));
    QCOMPARE(told[u"batch"_s].toArray().size(), 2);
    QCOMPARE(told[u"batch"_s][1], object(R"({"data":{"person":{"name":"B\u00f6b","age":7}}})"));
    QCOMPARE(told[u"schema"_s], QJsonValue(true));
    QCOMPARE(told[u"unknown"_s][u"status"_s], QJsonValue(200)); // it is the server that says no
    QCOMPARE(told[u"unknown"_s][u"errors"_s][0][u"message"_s], QJsonValue(u"nobody is called Zoe"_s));
    QCOMPARE(told[u"deep"_s][u"status"_s], QJsonValue(400));
    QCOMPARE(told[u"nobody"_s][u"status"_s], QJsonValue(401));
}

QTEST_GUILESS_MAIN(TestGraphQlClient)
#include "tst_graphql_client.moc"
