// SPDX-License-Identifier: GPL-3.0-or-later
// What a row of the audit trail shows of the changes of a call.
#include "gateway/admin/audit_changes.h"

#include <QJsonDocument>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::admin;
using namespace Qt::Literals::StringLiterals;
using control::DocumentDiff;

class TestAuditChanges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void updatesShowWhatDiffers();
    void namesHideNothing();
    void secretsOfFreePartsAreHidden();
    void longValuesAreCut();
    void manyDocumentsAreCounted();
    void largeDocumentsAreLeftOut();
    void nothingChangedSaysNothing();

private:
    static observe::AuditEvent rowOf(const QList<DocumentDiff>& changes)
    {
        observe::AuditEvent event;
        addChanges(event, {7, changes});
        return event;
    }
    static DocumentDiff made(const QString& name, const QJsonObject& after)
    {
        return {Kind::Api, u"id-"_s + name, name, DocumentDiff::Change::Created, {}, {}, after, {}};
    }
};

void TestAuditChanges::updatesShowWhatDiffers()
{
    const observe::AuditEvent event =
        rowOf({{Kind::Api,
                u"1"_s,
                u"orders/v1"_s,
                DocumentDiff::Change::Updated,
                {u"active"_s, u"api_description"_s},
                {{u"api_name"_s, u"orders"_s}, {u"active"_s, true}},
                {{u"api_name"_s, u"orders"_s}, {u"active"_s, false}, {u"api_description"_s, u"text"_s}},
                {}}});
    QCOMPARE(event.before, (QJsonObject{{u"api orders/v1"_s, QJsonObject{{u"active"_s, true}}}}));
    QCOMPARE(event.after,
             (QJsonObject{{u"api orders/v1"_s,
                           QJsonObject{{u"active"_s, false}, {u"api_description"_s, u"text"_s}}}}));
    QCOMPARE(event.details, (QJsonObject{{u"revision"_s, 7}}));
}

/// Neither a document nor a field is a secret because its name sounds so.
void TestAuditChanges::namesHideNothing()
{
    const QJsonObject body{{u"api_auth_required"_s, true},
                           {u"api_authorization_field_swap"_s, u"X-Old"_s},
                           {u"api_auth_type"_s, u"api_key"_s}};
    const observe::AuditEvent event = rowOf({made(u"auth-session/v1"_s, body)});
    QCOMPARE(event.after[u"api auth-session/v1"_s].toObject()[u"api_auth_required"_s].toBool(), true);
    QCOMPARE(event.toJson()[u"after"_s][u"api auth-session/v1"_s][u"api_authorization_field_swap"_s],
             QJsonValue(u"X-Old"_s));
}

void TestAuditChanges::secretsOfFreePartsAreHidden()
{
    const QJsonObject body{{u"unknown_token"_s, u"C4n4ry-1"_s},
                           {u"x_extra"_s, QJsonObject{{u"password"_s, u"C4n4ry-2"_s}}},
                           {u"api_description"_s, u"Bearer C4n4ry-3-C4n4ry"_s}};
    const QByteArray text = QJsonDocument(rowOf({made(u"a/v1"_s, body)}).toJson()).toJson();
    QVERIFY2(!text.contains("C4n4ry") && text.count("[REDACTED]") == 3, text);
}

void TestAuditChanges::longValuesAreCut()
{
    QJsonArray many;
    for (int i = 0; i < 500; ++i)
        many.append(i);
    const observe::AuditEvent event =
        rowOf({made(u"a/v1"_s, {{u"api_description"_s, QString(5000, u'x')}, {u"x_list"_s, many}})});
    const QJsonObject shown = event.after[u"api a/v1"_s].toObject();
    QVERIFY(shown[u"api_description"_s].toString().endsWith(u"x… (5000 characters)"_s));
    QCOMPARE(shown[u"x_list"_s].toArray().size(), AuditBounds::Elements + 1);
}

void TestAuditChanges::manyDocumentsAreCounted()
{
    QList<DocumentDiff> changes;
    for (int i = 0; i < 300; ++i)
        changes.append(made(QString::number(i), {{u"active"_s, true}}));
    const observe::AuditEvent event = rowOf(changes);
    QCOMPARE(event.after.size(), AuditBounds::Documents);
    const QJsonObject summary = event.details[u"changes"_s].toObject();
    QCOMPARE(summary[u"by_kind"_s][u"api"_s][u"created"_s].toInt(), 300);
    QCOMPARE(summary[u"left_out"_s].toInt(), 300 - int(AuditBounds::Documents));
    QCOMPARE(summary[u"names_left_out"_s].toArray().size(), AuditBounds::NamesLeftOut);
    QVERIFY(QJsonDocument(event.toJson()).toJson(QJsonDocument::Compact).size() < 2 * AuditBounds::Bytes);
}

void TestAuditChanges::largeDocumentsAreLeftOut()
{
    QJsonObject wide;
    for (int i = 0; i < 100; ++i)
        wide.insert(u"x_%1"_s.arg(i), QString(900, u'x'));
    const observe::AuditEvent event =
        rowOf({made(u"wide/v1"_s, wide), made(u"slim/v1"_s, {{u"active"_s, true}})});
    QCOMPARE(event.after.keys(), QStringList{u"api slim/v1"_s});
    QCOMPARE(event.details[u"changes"_s][u"names_left_out"_s].toArray(), QJsonArray{u"api wide/v1"_s});
}

void TestAuditChanges::nothingChangedSaysNothing()
{
    const observe::AuditEvent event = rowOf({});
    QVERIFY(event.before.isEmpty() && event.after.isEmpty() && event.details.isEmpty());
}

QTEST_GUILESS_MAIN(TestAuditChanges)
#include "tst_audit_changes.moc"
