// SPDX-License-Identifier: GPL-3.0-or-later
// Callers who show a name and a password.
#include "tests/integration/authentication_test.h"

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestAuthenticationPasswords : public AuthenticationTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { begin(); }
    void passwords();
    void passwordsAreManaged();
    void stoppedConsumersAreTold();
};

void TestAuthenticationPasswords::passwords()
{
    allow(m_shop, contract(u"basic"_s, {{u"type"_s, u"basic"_s}}));
    const QByteArray credentials = credentialsOf(m_shop);
    const HttpReply made = m_admin.call("POST", credentials,
                                        {{u"type"_s, u"basic"_s}, {u"secret"_s, u"correct horse battery"_s}});
    QCOMPARE(made.status, 201);
    QCOMPARE(made.json()[u"login"_s].toString(), u"shop"_s);
    QVERIFY(!made.body.contains("correct horse"));
    const auto with = [this](const QByteArray& pair) {
        return ask("/basic/v1/x", "Authorization: Basic " + pair.toBase64() + "\r\n");
    };
    QCOMPARE(with("shop:correct horse battery").status, 200);
    QCOMPARE(last().header("authorization"), std::string());
    QCOMPARE(with("shop:correct horse battery").status, 200);
    for (const char* pair : {"shop:correct horse batterz", "shop:", "shop", "nobody:correct horse battery"}) {
        const HttpReply reply = with(pair);
        QCOMPARE(reply.status, 401);
        QCOMPARE(reply.json()[u"code"_s].toString(), u"credentials_invalid"_s);
        QCOMPARE(reply.header("www-authenticate"), "Basic realm=\"gatehouse\", charset=\"UTF-8\"");
    }
    QCOMPARE(ask("/basic/v1/x").json()[u"code"_s].toString(), u"credentials_missing"_s);
    // A new password in the place of the old one.
    const QByteArray old = credentials + '/' + made.json()[u"id"_s].toString().toLatin1();
    const HttpReply overlap = m_admin.call("POST", old + "/rotate", {{u"grace_period_hours"_s, 24}});
    QVERIFY2(overlap.status / 100 == 4 && overlap.body.contains("grace_period_hours"), overlap.body);
    const HttpReply rotated = m_admin.call("POST", old + "/rotate", {{u"grace_period_hours"_s, 0}});
    QCOMPARE(rotated.status, 201);
    QCOMPARE(rotated.json()[u"login"_s].toString(), u"shop"_s);
    QCOMPARE(with("shop:correct horse battery").status, 401); // though it was remembered as good
    const QByteArray fresh = "shop:" + rotated.json()[u"secret"_s].toString().toLatin1();
    QCOMPARE(with(fresh).status, 200);
    QCOMPARE(m_admin.call("POST", old + "/rotate", {{u"grace_period_hours"_s, 0}}).status, 404);
    const QByteArray id = rotated.json()[u"id"_s].toString().toLatin1();
    QCOMPARE(m_admin.send("DELETE", credentials + '/' + id, {}, m_admin.bearer()).status, 204);
    QCOMPARE(with(fresh).status, 401);
}

void TestAuthenticationPasswords::passwordsAreManaged()
{
    const QString other = consumer(u"other"_s);
    const HttpReply weak =
        m_admin.call("POST", credentialsOf(other), {{u"type"_s, u"basic"_s}, {u"secret"_s, u"short"_s}});
    QVERIFY(weak.status / 100 == 4 && weak.body.contains("secret"));
    const HttpReply first =
        m_admin.call("POST", credentialsOf(other), {{u"type"_s, u"basic"_s}, {u"login"_s, u"till 7"_s}});
    QCOMPARE(first.status, 201);
    QVERIFY(first.json()[u"secret"_s].toString().size() >= 32); // made, and shown this once
    const HttpReply twice =
        m_admin.call("POST", credentialsOf(m_shop), {{u"type"_s, u"basic"_s}, {u"login"_s, u"till 7"_s}});
    QVERIFY2(twice.status == 409, twice.body.constData());
    const HttpReply listed = m_admin.call("GET", credentialsOf(other));
    QCOMPARE(listed.json()[u"total"_s].toInt(), 1);
    QVERIFY(!listed.body.contains("hash") && !listed.body.contains("sealed"));
}

void TestAuthenticationPasswords::stoppedConsumersAreTold()
{
    const QString till = consumer(u"till"_s);
    QCOMPARE(m_admin
                 .call("POST", credentialsOf(till),
                       {{u"type"_s, u"basic"_s}, {u"secret"_s, u"correct horse battery"_s}})
                 .status,
             201);
    const QJsonObject api = contract(u"stops"_s, {{u"type"_s, u"basic"_s}});
    const auto code = [this](const QByteArray& password) {
        const HttpReply reply =
            ask("/stops/v1/x", "Authorization: Basic " + ("till:" + password).toBase64() + "\r\n");
        return u"%1 %2"_s.arg(reply.status).arg(reply.json()[u"code"_s].toString());
    };
    stoppedIsToldApart(till, api, [&] { return code("correct horse battery"); });
    QCOMPARE(code("a wrong guess"), u"401 credentials_invalid"_s); // learns nothing of the consumer
}

QTEST_GUILESS_MAIN(TestAuthenticationPasswords)
#include "tst_authentication_passwords.moc"
