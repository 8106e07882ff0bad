// SPDX-License-Identifier: GPL-3.0-or-later
// Limits under parallel calls while administrators edit them: not one call too many, not one too few.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/recording_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestLimitsWhileEdited : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void callsPass_data();
    void callsPass();

private:
    /// How many of so many calls of the user, all at once, are answered 200; the others must get 429.
    int passed(const QString& user, int calls);
    void set(const char* method, const QByteArray& target, const QJsonObject& body);

    RecordingUpstream m_upstream{answer("{}")};
    GatewayProcess m_gateway;
    HttpClient m_admin;
};

void TestLimitsWhileEdited::initTestCase()
{
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    QCOMPARE(publish(m_admin, u"busy"_s, {serverAt(m_upstream.port())}, {u"GET /x"_s}), QString());
}

int TestLimitsWhileEdited::passed(const QString& user, int calls)
{
    HttpClient own(m_gateway.publicPort());
    if (!own.login(user, userPassword()))
        return -1;
    std::atomic<int> passed{0}, others{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < calls; ++i)
        threads.emplace_back([&] {
            HttpClient client(m_gateway.publicPort());
            const int status = client.get("/api/rest/busy/v1/x", own.bearer()).status;
            passed += status == 200;
            others += status != 200 && status != 429;
        });
    for (std::thread& thread : threads)
        thread.join();
    return others == 0 ? int(passed) : -1;
}

void TestLimitsWhileEdited::set(const char* method, const QByteArray& target, const QJsonObject& body)
{
    const HttpReply reply = m_admin.call(method, target, body);
    QVERIFY2(reply.status == 200 || reply.status == 201, target + ' ' + reply.body);
}

void TestLimitsWhileEdited::callsPass_data()
{
    QTest::addColumn<QByteArray>("limit"); // %1: how many a day
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("rule") << QByteArray(R"({"limit":%1,"description":"%2"})")
                          << QByteArray("/platform/rate-limits/rule");
    QTest::newRow("tier") << QByteArray(R"({"limits":{"requests_per_day":%1},"description":"%2"})")
                          << QByteArray("/platform/tiers/tier");
    QTest::newRow("user") << QByteArray(R"({"rate_limit_duration":%1,"rate_limit_duration_type":"day",)"
                                        R"("rate_limit_enabled":true,"custom_attributes":{"note":"%2"}})")
                          << QByteArray("/platform/user/user");
}

/// 100 at once at a limit of 10, which is written again and again meanwhile, with everything else that is
/// compiled into the chain: 10. Raised to 15 in the middle of another 100: 5 more, once it is in effect.
void TestLimitsWhileEdited::callsPass()
{
    QFETCH(const QByteArray, limit);
    QFETCH(const QByteArray, target);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const auto body = [&limit](int count, int note) {
        return object(QByteArray(limit)
                          .replace("%1", QByteArray::number(count))
                          .replace("%2", QByteArray::number(note))
                          .constData());
    };
    const QString user = name == u"user"_s ? name : u"user-of-"_s + name;
    QCOMPARE(addUser(m_admin, user), QString());
    QCOMPARE(subscribe(m_admin, user, u"busy"_s), QString());
    if (name == u"rule"_s) {
        set("POST", "/platform/rate-limits",
            {{u"rule_id"_s, name},
             {u"rule_type"_s, u"per_user"_s},
             {u"time_window"_s, u"day"_s},
             {u"limit"_s, 10},
             {u"target_identifier"_s, user}});
    } else if (name == u"tier"_s) {
        set("POST", "/platform/tiers",
            {{u"tier_id"_s, name},
             {u"name"_s, u"free"_s},
             {u"display_name"_s, name},
             {u"limits"_s, QJsonObject{{u"requests_per_day"_s, 10}}}});
        set("POST", "/platform/tiers/assignments", {{u"user_id"_s, user}, {u"tier_id"_s, name}});
    }
    set("PUT", target, body(10, 0));
    std::atomic<int> count{-2};
    std::thread calls([&] { count = passed(user, 100); });
    int edits = 0;
    while (count == -2) {
        set("PUT", target, body(10, ++edits));
        set("PUT", "/platform/api/busy/v1", {{u"api_description"_s, QString::number(edits)}});
    }
    calls.join();
    QCOMPARE(int(count), 10);
    QVERIFY(edits > 0);
    std::atomic<int> more{-2};
    std::thread others([&] { more = passed(user, 100); });
    set("PUT", target, body(15, ++edits));
    others.join();
    QVERIFY(more >= 0);
    QCOMPARE(more + passed(user, 100), 5);
}

QTEST_GUILESS_MAIN(TestLimitsWhileEdited)
#include "tst_limits_while_edited.moc"
