// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/calls.h"
#include "common/api/checklist.h"
#include "common/model/api.h"
#include "common/model/principal.h"
#include "console/pages/consumers/credential_rows.h"
#include "console/pages/golive/checks.h"
#include "console/pages/security/address_rules.h"
#include "console/pages/shared/action_words.h"
#include "console/pages/shared/conflict_dialog.h"
#include "console/pages/shared/field_query.h"
#include "console/pages/shared/patch.h"

#include <QDateTime>
#include <QJsonArray>
#include <QLocale>
#include <QSet>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

class SharedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// To the platform null means "leave as it is", so what was emptied must be sent in another way.
    void emptiedFieldsAreNotSentAsNull()
    {
        const QJsonObject body = patchBody(tableOf<Api>(), {{u"api_description"_s, QJsonValue::Null},
                                                            {u"api_read_timeout"_s, QJsonValue::Null},
                                                            {u"api_allowed_roles"_s, QJsonValue::Null},
                                                            {u"api_public"_s, true}});
        QCOMPARE(body, (QJsonObject{{u"api_description"_s, u""_s},
                                    {u"api_allowed_roles"_s, QJsonArray()},
                                    {u"api_public"_s, true},
                                    {u"$clear"_s, QJsonArray{u"api_read_timeout"_s}}}));
        QVERIFY(!patchBody(tableOf<Api>(), {{u"api_public"_s, false}}).contains(u"$clear"_s));
        const QJsonObject user = patchBody(tableOf<User>(), {{u"rate_limit_duration"_s, QJsonValue::Null}});
        QCOMPARE(user, (QJsonObject{{u"$clear"_s, QJsonArray{u"rate_limit_duration"_s}}}));
    }

    /// Everything that a revision or the audit trail names.
    void actionsAreSaidInWords()
    {
        QCOMPARE(actionInWords(u"alert_rule.create"_s), u"Alert rule created"_s);
        QCOMPARE(actionInWords(u"subscription.rotate_key"_s), u"Subscription: key rotated"_s);
        QCOMPARE(actionInWords(u"something.new"_s), u"something.new"_s);
        QStringList raw;
        for (const CallInfo& call : callTable()) {
            const QString action = QString::fromLatin1(call.audit);
            if (!action.isEmpty() && actionInWords(action) == action)
                raw.append(action);
        }
        QCOMPARE(raw.join(u' '), QString());
    }

    /// Codes and values of the gateway become sentences; what the console does not know is quoted.
    void theChecklistIsSaidInWords()
    {
        QSet<QString> codes;
        for (const ChecklistSentence& sentence : checklistSentences())
            codes.insert(QString::fromLatin1(sentence.code));
        QCOMPARE(codes.size(), qsizetype(checklistSentences().size())); // each once
        QJsonObject row{{u"evidence"_s, u"whatever the gateway says"_s},
                        {u"evidence_code"_s, u"test_key.active"_s},
                        {u"evidence_values"_s, QJsonArray{u"%1 of %2"_s}}};
        QCOMPARE(checkEvidence(row), u"The consumer %1 of %2 is active and may call every contract."_s);
        row.insert(u"evidence_code"_s, u"of.a.newer.gateway"_s);
        QCOMPARE(checkEvidence(row), u"whatever the gateway says"_s);
        QCOMPARE(checkAction({{u"action"_s, QJsonValue()}, {u"action_code"_s, QJsonValue()}}), QString());
        const QString sized = checkEvidence({{u"evidence_code"_s, u"log_rotation.limits"_s},
                                             {u"evidence_values"_s, QJsonArray{10485760, 5}}});
        QVERIFY2(sized.contains(QLocale().toString(10485760)), qPrintable(sized));
    }

    void conflictShowsBothSides()
    {
        const QJsonObject opened{{u"email"_s, u"a@x.org"_s}, {u"role"_s, u"viewer"_s}, {u"active"_s, true}};
        const QJsonObject now{{u"email"_s, u"b@x.org"_s}, {u"role"_s, u"admin"_s}, {u"active"_s, true}};
        const QList<QJsonObject> rows =
            conflictRows(tableOf<User>(), opened, now, {{u"role"_s, u"operator"_s}});
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows.at(0).value(u"theirs"_s).toString(), u"b@x.org"_s);
        QVERIFY(!rows.at(0).value(u"both"_s).toBool()); // only they changed it
        QCOMPARE(rows.at(1).value(u"mine"_s).toString(), u"operator"_s);
        QCOMPARE(rows.at(1).value(u"theirs"_s).toString(), u"admin"_s);
        QVERIFY(rows.at(1).value(u"both"_s).toBool());
        // The same wish on both sides is no clash.
        const QList<QJsonObject> same = conflictRows(tableOf<User>(), opened, now, {{u"role"_s, u"admin"_s}});
        QVERIFY(!same.at(1).value(u"both"_s).toBool());
    }

    void searchHasFields_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("query");
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("words") << u"/orders 42"_s << u"path=%2Forders%2042"_s;
        QTest::newRow("field") << u"api:orders"_s << u"api=orders"_s;
        QTest::newRow("both") << u"user:ada /x"_s << u"user=ada&path=%2Fx"_s;
        QTest::newRow("quoted") << u"user:\"Ada L\""_s << u"user=Ada%20L"_s;
        QTest::newRow("upper case") << u"API:orders"_s << u"api=orders"_s;
        QTest::newRow("unknown field is text") << u"http://x"_s << u"path=http%3A%2F%2Fx"_s;
        QTest::newRow("field without value") << u"api:"_s << u"path=api%3A"_s;
        QTest::newRow("ampersand") << u"user:a&b"_s << u"user=a%26b"_s;
    }
    void searchHasFields()
    {
        QFETCH(QString, text);
        QFETCH(QString, query);
        const QHash<QString, QString> fields{{u"api"_s, u"api"_s}, {u"user"_s, u"user"_s}};
        QCOMPARE(fieldQuery(text, fields, u"path"_s).query(QUrl::FullyEncoded), query);
    }

    void lockOutIsSeenBeforeItHappens_data()
    {
        QTest::addColumn<QJsonArray>("allowed");
        QTest::addColumn<QJsonArray>("refused");
        QTest::addColumn<bool>("bypass");
        QTest::addColumn<QString>("client");
        QTest::addColumn<bool>("in");
        QTest::newRow("no rules") << QJsonArray() << QJsonArray() << false << u"10.0.0.5"_s << true;
        QTest::newRow("listed") << QJsonArray{u"10.0.0.0/8"_s} << QJsonArray() << false << u"10.0.0.5"_s
                                << true;
        QTest::newRow("not listed") << QJsonArray{u"192.0.2.1"_s} << QJsonArray() << false << u"10.0.0.5"_s
                                    << false;
        QTest::newRow("refused wins")
            << QJsonArray{u"10.0.0.0/8"_s} << QJsonArray{u"10.0.0.5"_s} << false << u"10.0.0.5"_s << false;
        QTest::newRow("mapped") << QJsonArray{u"10.0.0.5"_s} << QJsonArray() << false << u"::ffff:10.0.0.5"_s
                                << true;
        QTest::newRow("loopback bypass")
            << QJsonArray{u"192.0.2.1"_s} << QJsonArray() << true << u"127.0.0.1"_s << true;
        QTest::newRow("loopback without")
            << QJsonArray{u"192.0.2.1"_s} << QJsonArray() << false << u"127.0.0.1"_s << false;
        QTest::newRow("IPv6 range") << QJsonArray{u"2001:db8::/32"_s} << QJsonArray() << false
                                    << u"2001:db8::7"_s << true;
    }
    void lockOutIsSeenBeforeItHappens()
    {
        QFETCH(QJsonArray, allowed);
        QFETCH(QJsonArray, refused);
        QFETCH(bool, bypass);
        QFETCH(QString, client);
        QFETCH(bool, in);
        const QJsonObject settings{{u"ip_whitelist"_s, allowed},
                                   {u"ip_blacklist"_s, refused},
                                   {u"allow_localhost_bypass"_s, bypass}};
        QCOMPARE(letsIn(settings, client), in);
    }
    /// What has ended by itself cannot be ended again.
    void keysThatHaveEndedAreNotEndedAgain()
    {
        const auto rotatedOut = [](qint64 seconds) {
            return QJsonObject{{u"kind"_s, u"key"_s},
                               {u"previous"_s, true},
                               {u"subscription_status"_s, u"active"_s},
                               {u"expires_at"_s, QDateTime::currentDateTimeUtc().addSecs(seconds).toString(
                                                     Qt::ISODateWithMs)}};
        };
        QVERIFY(credentials::whyNotRevoked(rotatedOut(3'600)).isEmpty());
        QVERIFY(credentials::whyNotRevoked(rotatedOut(-1)).contains(u"ended"_s));
        QJsonObject login{{u"kind"_s, u"basic"_s}, {u"status"_s, u"active"_s}};
        QVERIFY(credentials::whyNotRevoked(login).isEmpty());
        login.insert(u"status"_s, u"revoked"_s);
        QVERIFY(credentials::whyNotRevoked(login).contains(u"revoked"_s));
    }
};

QTEST_GUILESS_MAIN(SharedTest)
#include "tst_shared.moc"
