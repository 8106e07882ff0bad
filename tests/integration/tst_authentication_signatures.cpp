// SPDX-License-Identifier: GPL-3.0-or-later
// Callers who sign their requests with a shared key.
#include "common/crypto/hmac.h"
#include "common/crypto/random.h"
#include "common/crypto/sha256.h"
#include "tests/integration/authentication_test.h"

#include <QJsonArray>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray signature(const QByteArray& method, const QByteArray& path, const QByteArray& query,
                     const QByteArray& body, qint64 time, const QByteArray& nonce, const QByteArray& secret)
{
    const QByteArray stamp = QByteArray::number(time);
    const QByteArray text =
        QByteArrayList{"gatehouse-hmac-1",      method,          path, query, stamp, nonce,
                       crypto::sha256Hex(body), "x-tenant:north"}
            .join('\n') +
        '\n';
    const crypto::Digest code = crypto::HmacSha256(secret).sign(text);
    return "timestamp=\"" + stamp + "\", nonce=\"" + nonce + "\", headers=\"X-Tenant\", signature=\"" +
           QByteArray(crypto::view(code).toByteArray()).toBase64() + "\"\r\nX-Tenant: north\r\n" +
           "X-Content-SHA256: " + crypto::sha256Hex(body) + "\r\n";
}

} // namespace

class TestAuthenticationSignatures : public AuthenticationTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { begin(); }
    void signaturesLetInOnce();
    void signingKeysAreRotatedWithGrace();
    void signaturesAreRefused_data();
    void signaturesAreRefused();
    void stoppedConsumersAreTold();
};

void TestAuthenticationSignatures::signaturesLetInOnce()
{
    allow(m_shop, contract(u"signed"_s,
                           {{u"type"_s, u"hmac"_s},
                            {u"hmac"_s, QJsonObject{{u"signed_headers"_s, QJsonArray{u"X-Tenant"_s}}}}}));
    const HttpReply made = m_admin.call("POST", credentialsOf(m_shop),
                                        {{u"type"_s, u"hmac"_s},
                                         {u"login"_s, u"key-1"_s},
                                         {u"secret"_s, u"a secret of at least 32 characters"_s}});
    QCOMPARE(made.status, 201);
    const QByteArray secret = "a secret of at least 32 characters";
    const QByteArray start = "Authorization: HMAC-SHA256 key=\"key-1\", ";
    const QByteArray get =
        start + signature("GET", "/signed/v1/x", "a=1&b=%20", {}, now(), "nonce-0001", secret);
    QCOMPARE(ask("/signed/v1/x?a=1&b=%20", get).status, 200);
    const HttpReply again = ask("/signed/v1/x?a=1&b=%20", get);
    QCOMPARE(again.status, 401); // a replay
    QCOMPARE(again.header("www-authenticate"), "HMAC-SHA256 realm=\"gatehouse\"");
    const QByteArray body(100'000, 'x');
    const QByteArray post = start + signature("POST", "/signed/v1/x", {}, body, now(), "nonce-0002", secret);
    QCOMPARE(m_client.send("POST", "/signed/v1/x", body, post).status, 200);
    QCOMPARE(last().body.size(), std::size_t(body.size()));
}

void TestAuthenticationSignatures::signingKeysAreRotatedWithGrace()
{
    const QByteArray credentials = credentialsOf(m_shop);
    const HttpReply made =
        m_admin.call("POST", credentials, {{u"type"_s, u"hmac"_s}, {u"login"_s, u"key-2"_s}});
    QCOMPARE(made.status, 201);
    const QByteArray old = credentials + '/' + made.json()[u"id"_s].toString().toLatin1();
    const HttpReply rotated = m_admin.call("POST", old + "/rotate", {{u"grace_period_hours"_s, 1}});
    QCOMPARE(rotated.status, 201);
    QVERIFY(rotated.json()[u"login"_s].toString() != u"key-2"_s);
    QVERIFY(!rotated.json()[u"old_expires_at"_s].toString().isEmpty());
    const auto status = [this](const HttpReply& credential, const QByteArray& nonce) {
        const QByteArray start = "Authorization: HMAC-SHA256 key=\"" +
                                 credential.json()[u"login"_s].toString().toLatin1() + "\", ";
        return ask("/signed/v1/x", start + signature("GET", "/signed/v1/x", {}, {}, now(), nonce,
                                                     credential.json()[u"secret"_s].toString().toLatin1()))
            .status;
    };
    QCOMPARE(status(made, "rotated-0001"), 200);
    QCOMPARE(status(rotated, "rotated-0002"), 200);
    QCOMPARE(m_admin.call("POST", old + "/rotate", {{u"grace_period_hours"_s, 1}}).status, 400);
    QCOMPARE(m_admin.send("DELETE", old, {}, m_admin.bearer()).status, 204);
    QCOMPARE(status(made, "rotated-0003"), 401);
    QCOMPARE(status(rotated, "rotated-0004"), 200);
}

void TestAuthenticationSignatures::signaturesAreRefused_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<qint64>("skew");
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<bool>("good");
    const QByteArray secret = "a secret of at least 32 characters";
    QTest::newRow("good") << QByteArray("POST") << QByteArray("/signed/v1/x?q=1") << QByteArray("abc")
                          << qint64(0) << secret << true;
    QTest::newRow("late, but within") << QByteArray("POST") << QByteArray("/signed/v1/x?q=1")
                                      << QByteArray("abc") << qint64(-200) << secret << true;
    QTest::newRow("method") << QByteArray("PUT") << QByteArray("/signed/v1/x?q=1") << QByteArray("abc")
                            << qint64(0) << secret << false;
    QTest::newRow("path") << QByteArray("POST") << QByteArray("/signed/v1/y?q=1") << QByteArray("abc")
                          << qint64(0) << secret << false;
    QTest::newRow("query") << QByteArray("POST") << QByteArray("/signed/v1/x?q=2") << QByteArray("abc")
                           << qint64(0) << secret << false;
    QTest::newRow("body") << QByteArray("POST") << QByteArray("/signed/v1/x?q=1") << QByteArray("abd")
                          << qint64(0) << secret << false;
    QTest::newRow("old") << QByteArray("POST") << QByteArray("/signed/v1/x?q=1") << QByteArray("abc")
                         << qint64(-400) << secret << false;
    QTest::newRow("early") << QByteArray("POST") << QByteArray("/signed/v1/x?q=1") << QByteArray("abc")
                           << qint64(400) << secret << false;
    QTest::newRow("secret") << QByteArray("POST") << QByteArray("/signed/v1/x?q=1") << QByteArray("abc")
                            << qint64(0) << QByteArray(34, 'x') << false;
}

void TestAuthenticationSignatures::signaturesAreRefused()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, body);
    QFETCH(qint64, skew);
    QFETCH(QByteArray, secret);
    QFETCH(bool, good);
    const std::size_t before = m_backend.requests().size();
    const QByteArray lines =
        "Authorization: HMAC-SHA256 key=\"key-1\", " +
        signature("POST", "/signed/v1/x", "q=1", "abc", now() + skew, crypto::randomToken(12), secret);
    QCOMPARE(m_client.send(method, target, body, lines).status, good ? 200 : 401);
    QCOMPARE(m_backend.requests().size() - before, std::size_t(good ? 1 : 0));
}

void TestAuthenticationSignatures::stoppedConsumersAreTold()
{
    const QByteArray secret = "another secret of 32 characters, at least";
    const QString till = consumer(u"till"_s);
    QCOMPARE(m_admin
                 .call("POST", credentialsOf(till),
                       {{u"type"_s, u"hmac"_s},
                        {u"login"_s, u"till-key"_s},
                        {u"secret"_s, QString::fromLatin1(secret)}})
                 .status,
             201);
    const QJsonObject api = contract(u"stops"_s, {{u"type"_s, u"hmac"_s}});
    const auto code = [this](const QByteArray& key) {
        const HttpReply reply = ask(
            "/stops/v1/x", "Authorization: HMAC-SHA256 key=\"till-key\", " +
                               signature("GET", "/stops/v1/x", {}, {}, now(), crypto::randomToken(12), key));
        return u"%1 %2"_s.arg(reply.status).arg(reply.json()[u"code"_s].toString());
    };
    stoppedIsToldApart(till, api, [&] { return code(secret); });
    QCOMPARE(code("a wrong secret of 32 characters or so"), u"401 signature_invalid"_s); // learns nothing
}

QTEST_GUILESS_MAIN(TestAuthenticationSignatures)
#include "tst_authentication_signatures.moc"
