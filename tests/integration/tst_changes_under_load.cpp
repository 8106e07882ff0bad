// SPDX-License-Identifier: GPL-3.0-or-later
// Thousands of changes while clients call without a pause: no call fails, and each change is in effect when
// its call returns. GATEHOUSE_TEST_CHANGES sets the number of changes.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QJsonArray>
#include <QTest>

#include <atomic>
#include <future>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Clients = 3;
constexpr int Probes = 4; ///< connections that look for changes; spread over the workers

struct Traffic {
    int good = 0;
    QString failed; ///< the first answer that was no success
};

Traffic callUntil(const std::atomic<bool>& end, quint16 port, const QByteArray& lines)
{
    Traffic traffic;
    HttpClient client(port);
    while (!end && traffic.failed.isEmpty()) {
        const HttpReply reply = client.get("/api/rest/steady/v1/items/7", lines);
        if (reply.status == 200 && reply.body == "steady")
            ++traffic.good;
        else
            traffic.failed = reply.line() + u' ' + QString::fromUtf8(reply.body);
    }
    return traffic;
}

} // namespace

class TestChangesUnderLoad : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void noCallFailsAndEveryChangeActs();

private:
    /// The change number `i` and what traffic must show right after; empty when it does.
    QString change(int i);
    QString seen(int i, const QByteArray& target, const QByteArray& lines = {});
    QString changed(const QByteArray& method, const QByteArray& target, const QJsonObject& body = {});

    ScriptedUpstream m_upstream{ScriptedUpstream::always(answer("steady"))};
    GatewayProcess m_gateway;
    HttpClient m_admin;
    std::vector<HttpClient> m_probes;
};

void TestChangesUnderLoad::initTestCase()
{
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    QCOMPARE(publish(m_admin, u"steady"_s, {serverAt(m_upstream.port())}, {u"GET /items/{id}"_s}), QString());
    QCOMPARE(publish(m_admin, u"probe"_s, {serverAt(m_upstream.port())}, {u"GET /x"_s},
                     object(R"({"api_public":true})")),
             QString());
    QCOMPARE(addUser(m_admin, u"caller"_s), QString());
    QCOMPARE(subscribe(m_admin, u"caller"_s, u"steady"_s), QString());
    for (int i = 0; i < Probes; ++i)
        m_probes.emplace_back(m_gateway.publicPort());
}

QString TestChangesUnderLoad::changed(const QByteArray& method, const QByteArray& target,
                                      const QJsonObject& body)
{
    const HttpReply reply = m_admin.call(method, target, body);
    return reply.status >= 200 && reply.status < 300 ? QString()
                                                     : QString::fromLatin1(target) + u' ' + reply.line();
}

QString TestChangesUnderLoad::seen(int i, const QByteArray& target, const QByteArray& lines)
{
    const HttpReply reply = m_probes[std::size_t(i / 4 % Probes)].get(target, lines);
    const QJsonObject body = reply.json();
    return QString::number(reply.status) + u' ' + body.value(u"error_code"_s).toString() +
           QString::fromLatin1(reply.header("access-control-expose-headers"));
}

QString TestChangesUnderLoad::change(int i)
{
    const QString name = u"passing%1"_s.arg(i / 4);
    const QByteArray passing = "/api/rest/" + name.toLatin1() + "/v1/x";
    QString failed, wanted, got;
    switch (i % 4) {
    case 0: // a new API is known at once
        failed = changed("POST", "/platform/api", {{u"api_name"_s, name}, {u"api_version"_s, u"v1"_s}});
        wanted = u"404 GTW003"_s;
        got = seen(i, passing);
        break;
    case 1: // a changed one acts as it says
        failed = changed("PUT", "/platform/api/probe/v1",
                         {{u"api_cors_expose_headers"_s, QJsonArray{u"X-%1"_s.arg(i)}}});
        wanted = u"200 X-%1"_s.arg(i);
        got = seen(i, "/api/rest/probe/v1/x", "Origin: https://a.example\r\n");
        break;
    case 2: // the API of the traffic itself is compiled anew
        failed = changed("PUT", "/platform/api/steady/v1", {{u"api_description"_s, name}});
        break;
    default: // a deleted one is gone at once
        failed = changed("DELETE", "/platform/api/" + name.toLatin1() + "/v1");
        wanted = u"404 GTW001"_s;
        got = seen(i, passing);
    }
    if (failed.isEmpty() && got != wanted)
        failed = u"change %1: '%2' instead of '%3'"_s.arg(i).arg(got, wanted);
    return failed;
}

void TestChangesUnderLoad::noCallFailsAndEveryChangeActs()
{
    HttpClient login(m_gateway.publicPort());
    QVERIFY(login.login(u"caller"_s, userPassword()));
    std::atomic<bool> end = false;
    std::vector<std::future<Traffic>> clients;
    for (int i = 0; i < Clients; ++i)
        clients.push_back(std::async(std::launch::async, callUntil, std::cref(end), m_gateway.publicPort(),
                                     login.bearer()));
    const int changes = qEnvironmentVariableIsSet("GATEHOUSE_TEST_CHANGES")
                            ? qEnvironmentVariableIntValue("GATEHOUSE_TEST_CHANGES")
                            : 2'000;
    QString failed;
    for (int i = 0; i < changes && failed.isEmpty(); ++i)
        failed = change(i);
    end = true;
    int calls = 0;
    QStringList failures;
    for (auto& client : clients) {
        const Traffic traffic = client.get();
        calls += traffic.good;
        failures += traffic.failed;
    }
    QCOMPARE(failed, QString());
    QCOMPARE(failures.join(QString()), QString());
    QVERIFY(calls >= Clients);
    qInfo("%d changes during %d calls", changes, calls);
}

QTEST_GUILESS_MAIN(TestChangesUnderLoad)
#include "tst_changes_under_load.moc"
