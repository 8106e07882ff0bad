// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/backoff.h"
#include "console/client/connection_file.h"
#include "console/client/connection_profile.h"
#include "console/client/session.h"
#include "console/client/tls_trust.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::console;

class TestProfile : public QObject {
    Q_OBJECT
    static ConnectionProfile good()
    {
        ConnectionProfile profile;
        profile.id = u"1"_s;
        profile.name = u"Shop"_s;
        profile.url = QUrl(u"https://gw.example:8000"_s);
        profile.user = u"admin"_s;
        profile.environment = Environment::Production;
        profile.readOnly = true;
        profile.caFile = u"/nowhere/ca.pem"_s; // missing today is no reason to forget it
        profile.clientCertFile = u"/nowhere/me.pem"_s;
        profile.clientKeyFile = u"/nowhere/me.key"_s;
        profile.pinnedSha256 = QByteArray(32, 'x');
        return profile;
    }
private Q_SLOTS:
    void roundTripKeepsEverything()
    {
        const QList<ConnectionProfile> both{good()};
        int broken = -1;
        QCOMPARE(profilesFromJson(profilesToJson(both), &broken), both);
        QCOMPARE(broken, 0);
    }
    void noSecretIsWritten() { QVERIFY(!profilesToJson({good()}).contains("password")); }
    void brokenEntriesAreCountedAndLeftOut()
    {
        int broken = 0;
        const QByteArray json =
            R"([{"name":"a","url":"ftp://x","user":"u"},)" + QJsonDocument(good().toJson()).toJson() + ']';
        QCOMPARE(profilesFromJson(json, &broken).size(), 1);
        QCOMPARE(broken, 1);
    }
    void everyFileThatCannotBeUsedIsNamed()
    {
        QStringList fields;
        const Faults faults = good().validate();
        for (const Fault& fault : faults)
            fields.append(fault.field);
        QCOMPARE(fields, (QStringList{u"ca_file"_s, u"client_cert_file"_s, u"client_key_file"_s}));
        ConnectionProfile half = good();
        half.caFile.clear();
        half.clientKeyFile.clear();
        QCOMPARE(half.validate().size(), 1);
        QCOMPARE(half.validate().first().rule, u"required"_s);
        half.url = QUrl(u"http://127.0.0.1:8000"_s);
        QVERIFY(half.validate().isEmpty()); // nothing is encrypted, so nothing is read
    }
    void aFileOfConnectionsComesBackWithoutSecrets()
    {
        const QByteArray file = connectionsFile({good()});
        QVERIFY(!file.contains("password"));
        const auto read = readConnectionsFile(file, {});
        QVERIFY(read);
        QCOMPARE(read->added, QList<ConnectionProfile>{good()});
        const auto again = readConnectionsFile(file, {good()});
        QVERIFY(again);
        QCOMPARE(again->added.size(), 0);
        QCOMPARE(again->known, 1);
    }
    void whatAnImportCannotUseIsTold()
    {
        QVERIFY(!readConnectionsFile("{", {}));
        QVERIFY(!readConnectionsFile(R"({"apis":[]})", {}));
        const auto read =
            readConnectionsFile(R"({"gatehouse_connections":[{"name":"Old","url":"ftp://x","user":"u"},)"
                                R"({"name":"New","url":"https://gw.example","user":"u"},)"
                                R"({"name":"The same","url":"https://gw.example","user":"u"}]})",
                                {});
        QVERIFY(read);
        QCOMPARE(read->added.size(), 1);
        QCOMPARE(read->known, 1);
        QCOMPARE(read->broken.size(), 1);
        QVERIFY(read->broken.first().startsWith(u"Old"_s));
        QVERIFY(read->broken.first().contains(u"url"_s));
    }
    void allFaultsAtOnce()
    {
        const Faults faults = ConnectionProfile().validate();
        QStringList fields;
        for (const Fault& fault : faults)
            fields.append(fault.field);
        QCOMPARE(fields, (QStringList{u"name"_s, u"url"_s, u"user"_s}));
    }
    void clearTextOnlyToThisMachine_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("fine");
        QTest::newRow("loopback name") << u"http://localhost:8000"_s << true;
        QTest::newRow("loopback 4") << u"http://127.0.0.1:8000"_s << true;
        QTest::newRow("loopback 6") << u"http://[::1]:8000"_s << true;
        QTest::newRow("other host") << u"http://gw.example:8000"_s << false;
        QTest::newRow("looks like loopback") << u"http://127.0.0.1.example:8000"_s << false;
        QTest::newRow("encrypted") << u"https://gw.example"_s << true;
    }
    void clearTextOnlyToThisMachine()
    {
        QFETCH(QString, url);
        QFETCH(bool, fine);
        ConnectionProfile profile = good();
        profile.url = QUrl(url);
        profile.caFile = profile.clientCertFile = profile.clientKeyFile = QString();
        QCOMPARE(profile.validate().isEmpty(), fine);
    }

    void pinIsStricterThanAuthorities()
    {
        ConnectionProfile profile = good();
        const QSslCertificate none;
        QCOMPARE(decideTrust(profile, none, {}).verdict, TlsDecision::Verdict::Changed);
        profile.pinnedSha256.clear();
        QCOMPARE(decideTrust(profile, none, {}).verdict, TlsDecision::Verdict::Trusted);
        const QList<QSslError> errors{QSslError(QSslError::SelfSignedCertificate)};
        const TlsDecision unknown = decideTrust(profile, none, errors);
        QCOMPARE(unknown.verdict, TlsDecision::Verdict::Unknown);
        QCOMPARE(unknown.reasons.size(), 1);
    }
    void fingerprintIsReadable() { QCOMPARE(fingerprintText(QByteArray::fromHex("00abff")), u"00:AB:FF"_s); }

    void backoffDoublesUpToTheLongest()
    {
        Backoff backoff(1'000, 30'000, [] { return 0.0; });
        QList<int> waits;
        for (int i = 0; i < 7; ++i)
            waits.append(backoff.nextMs());
        QCOMPARE(waits, (QList<int>{1'000, 2'000, 4'000, 8'000, 16'000, 30'000, 30'000}));
        backoff.reset();
        QCOMPARE(backoff.nextMs(), 1'000);
    }
    void jitterOnlyShortens()
    {
        Backoff backoff(1'000, 30'000, [] { return 1.0; });
        QCOMPARE(backoff.nextMs(), 800);
        QCOMPARE(backoff.nextMs(), 1'600); // from the unshortened second
    }

    void tokenRenewalComesBeforeTheEnd()
    {
        const QDateTime now = QDateTime::fromSecsSinceEpoch(1'000'000, Qt::UTC);
        QCOMPARE(Session::renewalDelay(now, now.addSecs(1'800)), 1'440'000);
        QCOMPARE(Session::renewalDelay(now, now.addSecs(-5)), 1'000);
    }
    void claimsAreReadFromTheToken()
    {
        const QByteArray body =
            QByteArray(R"({"sub":"ada","role":"admin","exp":12})").toBase64(QByteArray::Base64UrlEncoding);
        QCOMPARE(Session::claims("h." + body + ".s").value(u"sub"_s).toString(), u"ada"_s);
        QVERIFY(Session::claims("nonsense").isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestProfile)
#include "tst_profile.moc"
