// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/log_system.h"
#include "gateway/observe/redaction.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse::observe;

namespace {

QString redacted(const QString& text)
{
    std::string line = text.toStdString();
    redact(line);
    return QString::fromStdString(line);
}

const QString jwt = u"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.C4n4ry-sig_nature"_s;

} // namespace

class RedactionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void canariesDisappear_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("authorization") << u"Authorization: Bearer C4n4ry"_s;
        QTest::newRow("basic") << u"authorization=Basic C4n4ry=="_s;
        QTest::newRow("proxy") << u"Proxy-Authorization: Basic C4n4ry"_s;
        QTest::newRow("api key header") << u"X-API-Key: C4n4ry"_s;
        QTest::newRow("api_key") << u"?api_key=C4n4ry&x=1"_s;
        QTest::newRow("api-key") << u"api-key: C4n4ry"_s;
        QTest::newRow("api_secret") << u"api_secret=C4n4ry"_s;
        QTest::newRow("access_token") << u"{\"access_token\":\"C4n4ry\"}"_s;
        QTest::newRow("refresh_token") << u"{'refresh_token': 'C4n4ry'}"_s;
        QTest::newRow("token") << u"token=C4n4ryC4n4ryC4n4ryC4n4ry"_s;
        QTest::newRow("password") << u"PASSWORD = C4n4ry"_s;
        QTest::newRow("in a query") << u"GET /login?user=a&password=C4n4ry&x=1"_s;
        QTest::newRow("secret") << u"secret:C4n4ry"_s;
        QTest::newRow("client_secret") << u"client_secret=C4n4ry"_s;
        QTest::newRow("cookie") << u"Cookie: a=1; access_token_cookie=C4n4ry"_s;
        QTest::newRow("set-cookie") << u"Set-Cookie: csrf_token=C4n4ry; Path=/"_s;
        QTest::newRow("csrf header") << u"X-CSRF-Token: C4n4ry"_s;
        QTest::newRow("csrf_token") << u"csrf_token=C4n4ry"_s;
        QTest::newRow("session_id") << u"session_id=C4n4ry"_s;
        QTest::newRow("escaped json") << u"body {\\\"password\\\":\\\"C4n4ry\\\"}"_s;
        QTest::newRow("jwt alone") << u"got "_s + jwt;
        QTest::newRow("jwt in a path") << u"/a/"_s + jwt + u"/b"_s;
        QTest::newRow("pem") << u"-----BEGIN RSA PRIVATE KEY-----\nC4n4ry\n-----END RSA PRIVATE KEY-----"_s;
        QTest::newRow("pem without end") << u"key -----BEGIN PRIVATE KEY-----\\nC4n4ry"_s;
        QTest::newRow("second on the line") << u"password=x password=C4n4ry"_s;
    }
    void canariesDisappear()
    {
        QFETCH(QString, line);
        const QString clean = redacted(u"before "_s + line + u" | after"_s);
        QVERIFY2(!clean.contains("C4n4ry"_L1), qPrintable(clean));
        QVERIFY(clean.contains("[REDACTED]"_L1));
        QVERIFY(clean.startsWith("before "_L1));
        QCOMPARE(redacted(clean), clean);
        for (const LogFormat format : {LogFormat::Plain, LogFormat::Json}) {
            const std::string whole =
                formatLogLine(format, 0, LogLevel::Info, "gateway", line.toStdString(), "id");
            QVERIFY2(whole.find("C4n4ry") == std::string::npos, whole.c_str());
        }
    }

    void canariesDisappearWhereverTheyLie()
    {
        for (int left = 0; left < 40; ++left) {
            for (const QString& secret : {u" "_s + jwt, u" -----BEGIN PRIVATE KEY-----C4n4ry"_s,
                                          u" password=C4n4ry"_s, u" secret:C4n4ry"_s}) {
                const QString clean = redacted(QString(left, u'.') + secret);
                QVERIFY2(!clean.contains("C4n4ry"_L1), qPrintable(clean));
            }
        }
    }

    void restOfTheLineStays()
    {
        QCOMPARE(redacted(u"Authorization: Bearer abc def | status_code: 200"_s),
                 u"Authorization: [REDACTED] | status_code: 200"_s);
        QCOMPARE(redacted(u"a?password=x&b=2"_s), u"a?password=[REDACTED]&b=2"_s);
        QCOMPARE(redacted(u"{\"password\":\"a b, c\",\"user\":\"ann\"}"_s),
                 u"{\"password\":\"[REDACTED]\",\"user\":\"ann\"}"_s);
    }

    void innocentLinesStay_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("endpoint")
            << u"Endpoint: POST /platform/authorization | status_code: 200 | Total time: 1.20ms"_s;
        QTest::newRow("short token") << u"token: none"_s;
        QTest::newRow("words") << u"the password must have 16 characters; secret sharing, cookie jar"_s;
        QTest::newRow("not a jwt") << u"eyJust a word. eyJ"_s;
        QTest::newRow("public pem") << u"-----BEGIN CERTIFICATE-----\nAAA\n-----END CERTIFICATE-----"_s;
        QTest::newRow("empty") << u""_s;
        QTest::newRow("key at the end") << u"x password="_s;
    }
    void innocentLinesStay()
    {
        QFETCH(QString, line);
        QCOMPARE(redacted(line), line);
    }

    void detailsAreRedactedAtAnyDepth()
    {
        const QJsonObject details{
            {u"user_password"_s, u"C4n4ry"_s},
            {u"JWT_keys"_s, QJsonArray{u"C4n4ry"_s}},
            {u"nested"_s, QJsonObject{{u"list"_s, QJsonArray{QJsonObject{{u"Auth"_s, u"C4n4ry"_s}}}}}},
            {u"note"_s, u"Bearer C4n4ry"_s},
            {u"hash"_s, u"C4n4ry-is-not-hex"_s},
            {u"hex"_s, u"0123456789abcdef0123456789ABCDEF"_s},
            {u"openai"_s, u"sk-C4n4ry"_s},
            {u"message"_s, u"login with password=C4n4ry failed"_s},
            {u"api_authorization_field_swap"_s, u"X-Upstream"_s},
            {u"tokens_enabled"_s, true},
            {u"limit"_s, 5}};
        const QJsonObject clean = redactJson(details).toObject();
        const QByteArray text = QJsonDocument(clean).toJson();
        QCOMPARE(text.count("C4n4ry"), 1);
        QVERIFY(!text.contains("0123456789abcdef"));
        QCOMPARE(clean.value(u"api_authorization_field_swap"_s).toString(), u"X-Upstream"_s);
        QCOMPARE(clean.value(u"tokens_enabled"_s), QJsonValue(true));
        QCOMPARE(clean.value(u"limit"_s).toInt(), 5);
        QCOMPARE(clean.keys(), details.keys());
    }
};

QTEST_GUILESS_MAIN(RedactionTest)
#include "tst_redaction.moc"
