// SPDX-License-Identifier: GPL-3.0-or-later
// Consumers out of CSV files with certificates: each row has its own outcome.
#include "tests/integration/harness/test_authority.h"
#include "tests/integration/week_one/world.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestConsumerFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_world.start()); }
    void rowsBringCertificates();
    void rowsMayCallWhatOtherNewConsumersMay();

private:
    HttpReply import(const QByteArray& csv)
    {
        return m_world.admin.send("POST", "/v1/consumers/default/bulk", csv,
                                  m_world.admin.bearer() + "Content-Type: text/csv\r\n");
    }
    /// "created", or why not, by row.
    QStringList outcomeOf(const QByteArray& csv)
    {
        const HttpReply reply = import(csv);
        if (reply.status != 200)
            return {QString::fromUtf8(reply.body)};
        QStringList rows;
        for (const QJsonValue row : reply.json().value(u"rows"_s).toArray())
            rows.append(row[u"error"_s].toString(row[u"status"_s].toString()));
        return rows;
    }

    World m_world;
};

void TestConsumerFiles::rowsBringCertificates()
{
    TestAuthority authority;
    const TestPair first = authority.issue({"first", {}, -1, 30});
    const TestPair second = authority.issue({"second", {}, -1, 30});
    const TestPair old = authority.issue({"old", {}, -30, -1});
    const auto row = [](const char* name, QByteArray pem, bool oneLine = false) {
        if (oneLine)
            pem.replace("\n", "\\n");
        return QByteArray(name) + ",Name," + name + "@a.example,\"" + pem + "\"\n";
    };
    const QByteArray header = "external_id,name,email,certificate_pem\n";
    const QByteArray one = QByteArray::fromStdString(first.certificate);
    QCOMPARE(outcomeOf(header + row("a", one) +
                       row("b", QByteArray::fromStdString(second.certificate), true) + row("c", {}) +
                       row("d", one) + row("e", QByteArray::fromStdString(old.certificate)) +
                       row("f", QByteArray::fromStdString(first.key)) +
                       row("g", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")),
             (QStringList{
                 u"created"_s, u"created"_s, u"created"_s, u"certificate_pem: belongs to another consumer"_s,
                 u"certificate_pem: has expired on "_s +
                     outcomeOf(header + row("x", QByteArray::fromStdString(old.certificate)))
                         .first()
                         .section(u"on "_s, 1),
                 u"certificate_pem: must be a certificate in PEM"_s, u"certificate_pem: cannot be read"_s}));
    QCOMPARE(outcomeOf(header + row("h", one)),
             QStringList{u"certificate_pem: belongs to another consumer"_s});
    const QJsonValue made =
        m_world.admin.call("GET", "/v1/consumers/default?external_id=b").json().value(u"items"_s)[0];
    QCOMPARE(made[u"certificate_fingerprint"_s].toString(), QString::fromStdString(fingerprintOf(second)));
    QCOMPARE(made[u"certificate_status"_s].toString(), u"active"_s);
    QVERIFY(made[u"certificate_not_after"_s].toString().endsWith(u'Z'));
    QVERIFY(made[u"certificate_pem"_s].isUndefined());
}

/// An API as the form publishes it admits the group ALL.
void TestConsumerFiles::rowsMayCallWhatOtherNewConsumersMay()
{
    QCOMPARE(publish(m_world.admin, u"formed"_s, {m_world.server()}, {},
                     {{u"api_auth_type"_s, u"api_key"_s}, {u"api_match"_s, u"any"_s}}),
             QString());
    const QString api = m_world.admin.call("GET", "/v1/contracts?search=formed")
                            .json()
                            .value(u"items"_s)[0][u"id"_s]
                            .toString();
    const auto call = [&](const QString& consumer) {
        const HttpReply reply =
            m_world.caller.send("GET", "/api/rest/formed/v1/x", {}, m_world.subscribe(consumer, api).line());
        return reply.status;
    };
    const HttpReply made = import("external_id,name,email,groups\n"
                                  "open,Open,o@a.example,\n"
                                  "few,Few,f@a.example,few; crew\n"
                                  "both,Both,b@a.example,few;ALL\n");
    const QJsonValue rows = made.json().value(u"rows"_s);
    QCOMPARE(call(rows[0][u"id"_s].toString()), 200);
    QCOMPARE(call(rows[1][u"id"_s].toString()), 401);
    QCOMPARE(call(rows[2][u"id"_s].toString()), 200);
    QCOMPARE(call(m_world.consumer(u"single"_s)), 200);
    QCOMPARE(call(m_world.consumer(u"nobody"_s, {{u"groups"_s, QJsonArray()}})), 401);
    const QJsonValue few =
        m_world.admin.call("GET", "/v1/consumers/default?external_id=few").json().value(u"items"_s)[0];
    QCOMPARE(few[u"groups"_s].toArray(), (QJsonArray{u"few"_s, u"crew"_s}));
}

QTEST_GUILESS_MAIN(TestConsumerFiles)
#include "tst_consumer_files.moc"
