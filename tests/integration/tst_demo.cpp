// SPDX-License-Identifier: GPL-3.0-or-later
// Examples to look at: documents, numbers of the last hours and lines of the log.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/http_client.h"

#include <QJsonArray>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestDemo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void atTheFirstStart();
    void whenItIsAskedFor();

private:
    static int number(HttpClient& admin, const QByteArray& target, const QString& name)
    {
        return admin.call("GET", target).json().value(name).toInt(-1);
    }
    static int requests(HttpClient& admin)
    {
        return admin.call("GET", "/platform/analytics/overview")
            .json()[u"summary"_s][u"total_requests"_s]
            .toInt();
    }
    static int lines(HttpClient& admin)
    {
        return number(admin, "/platform/logging/logs?user=demo-user-&limit=1", u"total"_s);
    }
};

void TestDemo::atTheFirstStart()
{
    GatewayProcess gateway;
    gateway.set(u"DEMO_SEED"_s, u"true"_s);
    gateway.set(u"DEMO_USERS"_s, u"3"_s);
    gateway.set(u"DEMO_APIS"_s, u"4"_s);
    gateway.set(u"DEMO_PROTOS"_s, u"2"_s);
    gateway.set(u"DEMO_LOGS"_s, u"25"_s);
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(number(admin, "/platform/api/all", u"total"_s), 4);
    QVERIFY(requests(admin) >= 400); // a minute has one at least
    QCOMPARE(lines(admin), 25);
    int protos = 0;
    for (const QJsonValue api : admin.call("GET", "/platform/api/all").json()[u"apis"_s].toArray()) {
        const QByteArray place = "/platform/proto/" + api[u"api_name"_s].toString().toLatin1() + '/' +
                                 api[u"api_version"_s].toString().toLatin1();
        protos += admin.call("GET", place).status == 200;
    }
    QCOMPARE(protos, 2);
    const int before = number(admin, "/platform/changes", u"revision"_s);
    admin.close();
    QCOMPARE(gateway.stop(), 0);
    // Only where nothing was kept before.
    QVERIFY(gateway.start());
    admin = HttpClient(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(number(admin, "/platform/changes", u"revision"_s), before);
}

void TestDemo::whenItIsAskedFor()
{
    GatewayProcess gateway;
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(lines(admin), 0);
    const QByteArray seed = "/platform/demo/seed?users=3&apis=2&endpoints=2&groups=2&protos=1&logs=10";
    const HttpReply made = admin.call("POST", seed);
    QCOMPARE(made.status, 200);
    QCOMPARE(made.json()[u"apis"_s].toInt(), 2);
    const int counted = requests(admin);
    QVERIFY(counted >= 400);
    QCOMPARE(lines(admin), 10);
    // Numbers that are there are not mixed with others.
    QCOMPARE(admin.call("POST", seed).status, 200);
    QCOMPARE(requests(admin), counted);
    QCOMPARE(admin.call("POST", "/platform/demo/seed?protos=x&logs=-1").status, 422);
}

QTEST_GUILESS_MAIN(TestDemo)
#include "tst_demo.moc"
