// SPDX-License-Identifier: GPL-3.0-or-later
// What consoles look at all day: the live stream, changes by revision, numbers, logs; and rules for addresses
// and surfaces, which decide who may look.
#include "tests/integration/harness/file_watch.h"
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <array>
#include <thread>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestPlatformLive : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void streamTellsRevisions();
    void streamNeedsALogin();
    void changesByRevision();
    void effectiveFiltersAreShown();
    void numbersOfTraffic();
    void logsAreSearched();
    void bandwidthIsCountedAndShown();
    void sameUserTwiceAtOnce();
    void addressesAreRefusedEverywhere();
    void denialsAreAudited();
    void reportsOfAMinute();
    void administrationCanLeaveThePublicListener();
    void preflightOfCaches();

private:
    QByteArray readUntil(RawSocket& socket, const QByteArray& text);
    qint64 revision()
    {
        return m_admin.call("GET", "/platform/changes?since=999999999")
            .json()
            .value(u"revision"_s)
            .toInteger();
    }
    ScriptedUpstream m_upstream{ScriptedUpstream::always(answer("0123456789"))};
    GatewayProcess m_gateway;
    HttpClient m_admin;
};

void TestPlatformLive::initTestCase()
{
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    QCOMPARE(publish(m_admin, u"live"_s, {serverAt(m_upstream.port())}, {u"GET /x"_s}), QString());
}

QByteArray TestPlatformLive::readUntil(RawSocket& socket, const QByteArray& text)
{
    QByteArray all;
    while (!all.contains(text)) {
        const std::string more = socket.readSome(ProgramPatienceMs);
        if (more.empty())
            break;
        all += QByteArray::fromStdString(more);
    }
    return all;
}

void TestPlatformLive::streamTellsRevisions()
{
    RawSocket stream = RawSocket::connectTo({*net::IpAddress::parse("127.0.0.1"), m_gateway.adminPort()});
    stream.send("GET /platform/events HTTP/1.1\r\nHost: x\r\n" + m_admin.bearer().toStdString() + "\r\n");
    const QByteArray head = readUntil(stream, "event: hello");
    QVERIFY(head.startsWith("HTTP/1.1 200 "));
    QVERIFY(head.toLower().contains("content-type: text/event-stream"));
    QCOMPARE(m_admin.call("POST", "/platform/group", object(R"({"group_name":"streamed"})")).status, 201);
    const QByteArray event =
        "event: revision\ndata: {\"changes\":1,\"revision\":" + QByteArray::number(revision()) + "}";
    const QByteArray seen = readUntil(stream, event);
    QVERIFY2(seen.contains(event), seen.constData());
    // One event a second with the numbers of that second.
    QVERIFY(readUntil(stream, "event: tick").contains("event: tick"));
}

void TestPlatformLive::streamNeedsALogin()
{
    HttpClient nobody(m_gateway.adminPort());
    QCOMPARE(nobody.get("/platform/events").line(), u"401 Unauthorized"_s);
}

void TestPlatformLive::changesByRevision()
{
    const qint64 before = revision();
    QCOMPARE(m_admin.call("POST", "/platform/group", object(R"({"group_name":"coming"})")).status, 201);
    QCOMPARE(m_admin.call("DELETE", "/platform/group/coming").status, 200);
    const QJsonObject feed =
        m_admin.call("GET", "/platform/changes?since=" + QByteArray::number(before)).json();
    QVERIFY(feed.value(u"complete"_s).toBool());
    QCOMPARE(feed.value(u"revision"_s).toInteger(), before + 2);
    const QJsonArray items = feed.value(u"items"_s).toArray();
    QVERIFY(!items.isEmpty());
    QCOMPARE(items.last()[u"kind"_s].toString(), u"group"_s);
    QVERIFY(items.last()[u"removed"_s].toBool());
}

void TestPlatformLive::effectiveFiltersAreShown()
{
    const QString id = m_admin.call("GET", "/platform/api/live/v1").json().value(u"api_id"_s).toString();
    const HttpReply shown = m_admin.call("GET", "/platform/routes/" + id.toLatin1() + "/effective");
    QCOMPARE(shown.status, 200);
    QVERIFY(shown.body.contains("authenticate") && shown.body.contains("select_upstream"));
    QCOMPARE(m_admin.call("GET", "/platform/routes/nothing/effective").line(), u"404 API001 API not found"_s);
}

void TestPlatformLive::numbersOfTraffic()
{
    HttpClient client(m_gateway.publicPort());
    const auto total = [&] {
        return m_admin.call("GET", "/platform/monitor/metrics").json().value(u"total_requests"_s).toInt();
    };
    const int before = total();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(client.get("/api/rest/live/v1/x", m_admin.bearer()).status, 200);
    QCOMPARE(client.get("/api/rest/live/v1/x").status, 401);
    QTRY_COMPARE_WITH_TIMEOUT(total(), before + 4, ProgramPatienceMs); // gathered once a second
    const QJsonObject metrics = m_admin.call("GET", "/platform/monitor/metrics").json();
    QVERIFY(metrics.value(u"status_counts"_s)[u"200"_s].toInt() >= 3);
    QVERIFY(QJsonDocument(metrics).toJson().contains("rest:live"));
    QVERIFY(metrics.value(u"total_bytes_out"_s).toInteger() > 0);
}

void TestPlatformLive::logsAreSearched()
{
    HttpClient client(m_gateway.publicPort());
    QCOMPARE(client.get("/api/rest/none/v9/x", "X-Request-ID: find-me-1\r\n").status, 404);
    const auto found = [&] {
        return m_admin.call("GET", "/platform/logging/logs?request_id=find-me-1")
            .json()
            .value(u"total"_s)
            .toInt();
    };
    QTRY_COMPARE_WITH_TIMEOUT(found(), 1, ProgramPatienceMs);
    const QJsonObject logs = m_admin.call("GET", "/platform/logging/logs?request_id=find-me-1").json();
    const QJsonValue entry = logs.value(u"logs"_s).toArray().first();
    QCOMPARE(entry[u"method"_s].toString(), u"GET"_s);
    QCOMPARE(entry[u"ip_address"_s].toString(), u"127.0.0.1"_s);
    QCOMPARE(m_admin.call("GET", "/platform/logging/logs?limit=0").status, 422);
    QCOMPARE(
        m_admin.call("GET", "/platform/logging/logs/export?format=csv").json().value(u"format"_s).toString(),
        u"csv"_s);
}

void TestPlatformLive::bandwidthIsCountedAndShown()
{
    QCOMPARE(addUser(m_admin, u"hungry"_s,
                     object(R"({"bandwidth_limit_bytes":600,"bandwidth_limit_window":"month"})")),
             QString());
    QCOMPARE(subscribe(m_admin, u"hungry"_s, u"live"_s), QString());
    HttpClient client(m_gateway.publicPort());
    QVERIFY(client.login(u"hungry"_s, userPassword()));
    QJsonObject shown = m_admin.call("GET", "/platform/user/hungry").json();
    QCOMPARE(shown.value(u"bandwidth_usage_bytes"_s).toInt(-1), 0);
    QVERIFY(shown.value(u"bandwidth_resets_at"_s).toInteger() > 1'700'000'000);
    // The call that crosses the limit is served, the next is refused.
    const HttpReply served = client.call("GET", "/api/rest/live/v1/x");
    QCOMPARE(served.status, 200);
    shown = client.call("GET", "/platform/user/me").json();
    QVERIFY(shown.value(u"bandwidth_usage_bytes"_s).toInt() > 600);
    QCOMPARE(client.call("GET", "/api/rest/live/v1/x").line(),
             u"429 Bandwidth limit exceeded Bandwidth limit exceeded"_s);
    // Clearing caches forgives no usage.
    QCOMPARE(m_admin.call("DELETE", "/api/caches").status, 200);
    QCOMPARE(client.call("GET", "/api/rest/live/v1/x").status, 429);
    QVERIFY(!m_admin.call("GET", "/platform/user/admin").json().contains(u"bandwidth_usage_bytes"_s));
}

void TestPlatformLive::sameUserTwiceAtOnce()
{
    constexpr int callers = 4;
    std::array<int, callers> statuses{};
    std::vector<std::thread> threads;
    for (int& status : statuses)
        threads.emplace_back([this, &status] {
            HttpClient client(m_gateway.adminPort());
            client.setToken(m_admin.token());
            status =
                client
                    .call("POST", "/platform/user", object(R"({"username":"twin","email":"twin@example.org",
                                            "password":"Some-Long-Password-1","role":"user"})"))
                    .status;
        });
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(std::count(statuses.begin(), statuses.end(), 201), 1);
    for (const int status : statuses)
        QVERIFY2(status == 201 || status == 400 || status == 422, qPrintable(QString::number(status)));
}

void TestPlatformLive::addressesAreRefusedEverywhere()
{
    const QByteArray raw = R"({"status_code":403,"error_code":"SEC010","error_message":"IP not allowed"})";
    QCOMPARE(m_admin
                 .call("PUT", "/platform/security/settings",
                       object(R"({"ip_whitelist":["192.0.2.0/24"],"allow_localhost_bypass":false})"))
                 .status,
             200);
    HttpClient visitor(m_gateway.publicPort());
    for (const QByteArray& target :
         {QByteArray("/api/rest/live/v1/x"), QByteArray("/api/health"), QByteArray("/platform/user/me")}) {
        const HttpReply reply = visitor.get(target);
        QCOMPARE(reply.status, 403);
        QCOMPARE(reply.body, raw);
    }
    // The way back stays open.
    QCOMPARE(m_admin
                 .call("PUT", "/platform/security/settings",
                       object(R"({"ip_whitelist":[],"ip_blacklist":["127.0.0.1"]})"))
                 .status,
             200);
    QVERIFY(visitor.get("/api/health").body.contains("SEC011"));
    QCOMPARE(m_admin
                 .call("PUT", "/platform/security/settings",
                       object(R"({"ip_blacklist":[],"allow_localhost_bypass":true})"))
                 .status,
             200);
    QCOMPARE(visitor.get("/api/health").status, 200);
}

void TestPlatformLive::denialsAreAudited()
{
    GatewayProcess gateway;
    HttpClient admin;
    QCOMPARE(startFree(gateway, admin), QString());
    QCOMPARE(
        publish(
            admin, u"near"_s, {serverAt(m_upstream.port())}, {u"POST /x"_s},
            object(R"({"api_public":true,"api_ip_blacklist":["192.0.2.7"],"api_trust_x_forwarded_for":true,
                           "api_max_body_bytes":16})")),
        QString());
    const QString id = admin.call("GET", "/platform/api/near/v1").json().value(u"api_id"_s).toString();
    HttpClient visitor(gateway.publicPort());
    QCOMPARE(visitor.send("POST", "/api/rest/near/v1/x", "1", "X-Forwarded-For: 192.0.2.7\r\n").status, 403);
    QCOMPARE(visitor.send("POST", "/api/rest/near/v1/x", QByteArray(17, 'x'), "Content-Type: text/plain\r\n")
                 .status,
             413);
    QCOMPARE(admin
                 .call("PUT", "/platform/security/settings",
                       object(R"({"ip_whitelist":["192.0.2.0/24"],"allow_localhost_bypass":false})"))
                 .status,
             200);
    QCOMPARE(visitor.get("/api/health").status, 403);
    QCOMPARE(admin.call("PUT", "/platform/security/settings", object(R"({"ip_whitelist":[]})")).status, 200);
    const auto row = [&admin](const QByteArray& action) {
        const QJsonArray rows =
            admin.call("GET", "/platform/audit?action=" + action).json().value(u"events"_s).toArray();
        return rows.size() == 1 ? rows[0].toObject() : QJsonObject();
    };
    for (const char* action : {"ip.global_deny", "ip.api_deny", "request.body_size_exceeded"})
        QTRY_VERIFY_WITH_TIMEOUT(!row(action).isEmpty(), ProgramPatienceMs); // told twice a second
    const QJsonObject global = row("ip.global_deny");
    QCOMPARE(global.value(u"target"_s).toString(), u"127.0.0.1"_s);
    QCOMPARE(global.value(u"status"_s).toString(), u"blocked"_s);
    QCOMPARE(global.value(u"details"_s).toObject(),
             object(R"({"reason":"not_in_whitelist","source_ip":"127.0.0.1"})"));
    const QJsonObject api = row("ip.api_deny");
    QCOMPARE(api.value(u"target"_s).toString(), id);
    QCOMPARE(api.value(u"ip"_s).toString(), u"192.0.2.7"_s);
    QCOMPARE(api.value(u"details"_s).toObject(), object(R"({"reason":"blacklisted","effective_ip":"192.0.2.7",
                                            "source_ip":"127.0.0.1","xff":"192.0.2.7"})"));
    const QJsonObject size = row("request.body_size_exceeded");
    QCOMPARE(size.value(u"target"_s).toString(), u"/api/rest/near/v1/x"_s);
    QCOMPARE(size.value(u"details"_s).toObject(),
             object(R"({"content_length":17,"limit":16,"content_type":"text/plain"})"));
}

void TestPlatformLive::reportsOfAMinute()
{
    const QByteArray day = "/platform/monitor/report?start=2026-01-02T10:00&end=2026-01-02T";
    QCOMPARE(m_admin.call("GET", day + "10:00").status, 200);
    QCOMPARE(m_admin.call("GET", day + "09:59").line(), u"400 MON003 End date must be after start date"_s);
}

void TestPlatformLive::administrationCanLeaveThePublicListener()
{
    GatewayProcess gateway;
    gateway.set(u"PLATFORM_ON_PUBLIC"_s, u"false"_s);
    QVERIFY(gateway.start());
    HttpClient visitor(gateway.publicPort());
    QCOMPARE(visitor.send("POST", "/platform/authorization", "{}").status, 404);
    QCOMPARE(visitor.get("/platform/user/me").status, 404);
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    // And the admin listener carries no traffic.
    ScriptedUpstream upstream(ScriptedUpstream::always(answer("x")));
    QCOMPARE(publish(admin, u"split"_s, {serverAt(upstream.port())}, {u"GET /x"_s},
                     object(R"({"api_public":true})")),
             QString());
    QCOMPARE(visitor.get("/api/rest/split/v1/x").status, 200);
    QCOMPARE(admin.get("/api/rest/split/v1/x").status, 404);
}

void TestPlatformLive::preflightOfCaches()
{
    const HttpReply reply = m_admin.send("OPTIONS", "/api/caches", {}, "Origin: https://a.example\r\n");
    QCOMPARE(reply.status, 204);
    QCOMPARE(reply.header("access-control-allow-origin"), QByteArray("https://a.example"));
}

QTEST_GUILESS_MAIN(TestPlatformLive)
#include "tst_platform_live.moc"
