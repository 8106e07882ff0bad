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

private:
    /// "created", or why not, by row.
    QStringList outcomeOf(const QByteArray& csv)
    {
        const HttpReply reply = m_world.admin.send("POST", "/v1/consumers/default/bulk", csv,
                                                   m_world.admin.bearer() + "Content-Type: text/csv\r\n");
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

QTEST_GUILESS_MAIN(TestConsumerFiles)
#include "tst_consumer_files.moc"
