// SPDX-License-Identifier: GPL-3.0-or-later
// Login, cookies, refresh, and every way to end a session.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/test_api.h"

#include <QTest>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestPlatformSessions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void badLogins_data();
    void badLogins();
    void loginByNameOrEmail();
    void tokenHasItsClaims();
    void cookiesHaveTheirAttributes();
    void tokenIsTakenFromCookieFirst();
    void damagedTokensAreRefused_data();
    void damagedTokensAreRefused();
    void refreshGivesALongerToken();
    void invalidateEndsOneToken();
    void revokeEndsAllTokensUntilUnrevoked();
    void administratorsAreNotLockedOut();
    void disabledUsersStayOut();
    void deletedUsersAreOut();
    void permissionChangesActAtOnce();
    void csrfIsAskedForOverHttps();
    void csrfIsForCookiesOnTheOtherSurface();
    void registration();
    void loginsAreLimitedByAddress();

private:
    HttpReply login(const QString& user, const QString& password);
    QString status(const QByteArray& token);
    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
};

HttpReply TestPlatformSessions::login(const QString& user, const QString& password)
{
    m_client.setToken({});
    return m_client.call("POST", "/platform/authorization", {{u"email"_s, user}, {u"password"_s, password}});
}

QString TestPlatformSessions::status(const QByteArray& token)
{
    m_client.setToken(token);
    return m_client.call("GET", "/platform/authorization/status").line();
}

void TestPlatformSessions::initTestCase()
{
    QVERIFY(m_gateway.start());
    m_admin = HttpClient(m_gateway.adminPort());
    m_client = HttpClient(m_gateway.adminPort());
    QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(addUser(m_admin, u"rita"_s), QString());
}

void TestPlatformSessions::badLogins_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("line");
    QTest::newRow("no JSON") << QByteArray("user=admin") << u"400 AUTH004 Invalid JSON payload"_s;
    QTest::newRow("nothing") << QByteArray("{}") << u"400 AUTH001 Missing email or password"_s;
    QTest::newRow("no password") << QByteArray(R"({"email":"rita"})")
                                 << u"400 AUTH001 Missing email or password"_s;
    QTest::newRow("wrong password") << QByteArray(R"({"email":"rita","password":"Some-Long-Password-2"})")
                                    << u"400 AUTH002 Invalid email or password"_s;
    QTest::newRow("unknown user") << QByteArray(R"({"email":"nobody","password":"Some-Long-Password-1"})")
                                  << u"400 AUTH002 Invalid email or password"_s;
}

void TestPlatformSessions::badLogins()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QString, line);
    const HttpReply reply = m_client.send("POST", "/platform/authorization", body);
    QCOMPARE(reply.line(), line);
    QVERIFY(!reply.wire.has("set-cookie"));
}

void TestPlatformSessions::loginByNameOrEmail()
{
    QCOMPARE(login(u"rita"_s, userPassword()).status, 200);
    QCOMPARE(login(u"rita@example.org"_s, userPassword()).status, 200);
}

void TestPlatformSessions::tokenHasItsClaims()
{
    const QByteArrayList parts = m_admin.token().split('.');
    QCOMPARE(parts.size(), 3);
    const auto decoded = [](const QByteArray& part) {
        return object(QByteArray::fromBase64(part, QByteArray::Base64UrlEncoding).constData());
    };
    const QJsonObject head = decoded(parts[0]), claims = decoded(parts[1]);
    QCOMPARE(head.value(u"alg"_s).toString(), u"HS256"_s);
    QCOMPARE(head.value(u"kid"_s).toString(), u"legacy-key"_s);
    QCOMPARE(claims.value(u"sub"_s).toString(), u"admin"_s);
    QCOMPARE(claims.value(u"role"_s).toString(), u"admin"_s);
    QVERIFY(!claims.value(u"jti"_s).toString().isEmpty());
    QVERIFY(claims.value(u"accesses"_s).toObject().value(u"manage_apis"_s).toBool());
    QVERIFY(!claims.contains(u"iat"_s));
}

void TestPlatformSessions::cookiesHaveTheirAttributes()
{
    const HttpReply reply = login(u"rita"_s, userPassword());
    const QByteArrayList cookies = reply.all("set-cookie");
    QCOMPARE(cookies.size(), 3);
    QVERIFY(cookies[0].startsWith("access_token_cookie=\"\"; Max-Age=0"));
    QVERIFY(cookies[1].startsWith("csrf_token="));
    QVERIFY(cookies[2].startsWith("access_token_cookie=" +
                                  reply.json().value(u"access_token"_s).toString().toLatin1()));
    for (const QByteArray& cookie : {cookies[1], cookies[2]}) {
        QVERIFY2(cookie.contains("Max-Age=1800; Path=/; SameSite=strict"), cookie.constData());
        QVERIFY(!cookie.contains("Secure"));
        QVERIFY(!cookie.contains("Domain"));
    }
    QVERIFY(cookies[2].contains("HttpOnly"));
    QVERIFY(!cookies[1].contains("HttpOnly"));
}

void TestPlatformSessions::tokenIsTakenFromCookieFirst()
{
    QVERIFY(m_client.login(u"rita"_s, userPassword()));
    const auto me = [&](const QByteArray& lines) {
        return m_client.send("GET", "/platform/user/me", {}, lines).json().value(u"username"_s).toString();
    };
    QCOMPARE(me(m_client.cookie()), u"rita"_s);
    QCOMPARE(me(m_client.cookie() + m_admin.bearer()), u"rita"_s);
    QCOMPARE(me("Authorization: bearer " + m_client.token() + "\r\n"), u"rita"_s);
    QCOMPARE(me("Authorization: " + m_client.token() + "\r\n"), u"rita"_s);
    QCOMPARE(m_client.send("GET", "/platform/user/me", {}, "Authorization: Basic cml0YTp4\r\n").status, 401);
}

void TestPlatformSessions::damagedTokensAreRefused_data()
{
    QTest::addColumn<QByteArray>("token");
    const QByteArray none =
        "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJhZG1pbiIsImp0aSI6IngiLCJleHAiOjk5OTk5OTk5OTl9.";
    QTest::newRow("unsigned") << none;
    QTest::newRow("rubbish") << QByteArray("abc.def.ghi");
    QTest::newRow("one part") << QByteArray("abc");
}

void TestPlatformSessions::damagedTokensAreRefused()
{
    QFETCH(const QByteArray, token);
    QCOMPARE(status(token), u"401 AUTH005 Unauthorized"_s);
}

void TestPlatformSessions::refreshGivesALongerToken()
{
    QVERIFY(m_client.login(u"rita"_s, userPassword()));
    const QByteArray first = m_client.token();
    const HttpReply reply = m_client.call("POST", "/platform/authorization/refresh");
    QCOMPARE(reply.status, 200);
    const QByteArray second = reply.json().value(u"refresh_token"_s).toString().toLatin1();
    QVERIFY(reply.all("set-cookie").value(2).contains("Max-Age=604800"));
    QCOMPARE(status(second), u"200 Token is valid"_s);
    QCOMPARE(status(first), u"200 Token is valid"_s);
    m_client.setToken({});
    QCOMPARE(m_client.call("POST", "/platform/authorization/refresh").line(),
             u"401 AUTH003 Unable to validate credentials"_s);
}

void TestPlatformSessions::invalidateEndsOneToken()
{
    QVERIFY(m_client.login(u"rita"_s, userPassword()));
    const QByteArray first = m_client.token();
    QVERIFY(m_client.login(u"rita"_s, userPassword()));
    const QByteArray second = m_client.token();
    const HttpReply reply = m_client.call("POST", "/platform/authorization/invalidate");
    QCOMPARE(reply.line(), u"200 Your token has been invalidated"_s);
    const QByteArrayList cookies = reply.all("set-cookie");
    QCOMPARE(cookies.size(), 2);
    QVERIFY(cookies[0].startsWith("access_token_cookie=") &&
            cookies[1].startsWith("access_token_cookie_dev="));
    QCOMPARE(status(second), u"401 AUTH005 Unauthorized"_s);
    QCOMPARE(status(first), u"200 Token is valid"_s);
}

void TestPlatformSessions::revokeEndsAllTokensUntilUnrevoked()
{
    QVERIFY(m_client.login(u"rita"_s, userPassword()));
    const QByteArray token = m_client.token();
    QCOMPARE(m_admin.call("POST", "/platform/authorization/admin/revoke/rita").line(),
             u"200 All tokens revoked for rita"_s);
    QCOMPARE(status(token), u"401 AUTH005 Unauthorized"_s);
    // The flag also holds for tokens made later, and enabling does not clear it.
    QVERIFY(m_client.login(u"rita"_s, userPassword()));
    const QByteArray later = m_client.token();
    QCOMPARE(status(later), u"401 AUTH005 Unauthorized"_s);
    QCOMPARE(m_admin.call("POST", "/platform/authorization/admin/enable/rita").line(),
             u"200 User rita enabled"_s);
    QCOMPARE(status(later), u"401 AUTH005 Unauthorized"_s);
    QCOMPARE(m_admin.call("GET", "/platform/authorization/admin/status/rita").json(),
             object(R"({"active":true,"revoked":true})"));
    QCOMPARE(m_admin.call("POST", "/platform/authorization/admin/unrevoke/rita").line(),
             u"200 Token revocation cleared for rita"_s);
    QCOMPARE(status(later), u"200 Token is valid"_s);
}

/// Whoever manages logins, but is no administrator, cannot lock administrators out, whatever their role is
/// called.
void TestPlatformSessions::administratorsAreNotLockedOut()
{
    QCOMPARE(m_admin
                 .call("POST", "/platform/config/import",
                       object(R"({"roles":[{"role_name":"chief","platform_admin":true},
                                           {"role_name":"warden","manage_auth":true}]})"))
                 .status,
             200);
    QCOMPARE(addUser(m_admin, u"cleo"_s, {{u"role"_s, u"chief"_s}}), QString());
    QCOMPARE(addUser(m_admin, u"ward"_s, {{u"role"_s, u"warden"_s}}), QString());
    QVERIFY(m_client.login(u"ward"_s, userPassword()));
    for (const char* call : {"revoke/cleo", "unrevoke/cleo", "disable/cleo", "enable/cleo", "revoke/admin"})
        QCOMPARE(m_client.call("POST", QByteArray("/platform/authorization/admin/") + call).line(),
                 u"404 User not found"_s);
    QCOMPARE(m_client.call("POST", "/platform/authorization/admin/unrevoke/rita").status, 200);
}

void TestPlatformSessions::disabledUsersStayOut()
{
    QVERIFY(m_client.login(u"rita"_s, userPassword()));
    const QByteArray token = m_client.token();
    QCOMPARE(m_admin.call("POST", "/platform/authorization/admin/disable/rita").line(),
             u"200 User rita disabled and tokens revoked"_s);
    QCOMPARE(status(token), u"401 AUTH005 Unauthorized"_s);
    QCOMPARE(login(u"rita"_s, userPassword()).line(), u"400 AUTH007 User is not active"_s);
    QCOMPARE(m_admin.call("GET", "/platform/authorization/admin/status/rita").json(),
             object(R"({"active":false,"revoked":true})"));
    QCOMPARE(m_admin.call("POST", "/platform/authorization/admin/enable/rita").status, 200);
    QCOMPARE(m_admin.call("POST", "/platform/authorization/admin/unrevoke/rita").status, 200);
    QCOMPARE(status(token), u"200 Token is valid"_s);
    QCOMPARE(m_admin.call("GET", "/platform/authorization/admin/status/nobody").status, 404);
}

void TestPlatformSessions::deletedUsersAreOut()
{
    QCOMPARE(addUser(m_admin, u"gone"_s), QString());
    QVERIFY(m_client.login(u"gone"_s, userPassword()));
    const QByteArray token = m_client.token();
    QCOMPARE(m_admin.call("DELETE", "/platform/user/gone").status, 200);
    QCOMPARE(status(token), u"401 AUTH005 Unauthorized"_s);
}

void TestPlatformSessions::permissionChangesActAtOnce()
{
    QVERIFY(m_client.login(u"rita"_s, userPassword()));
    const auto settings = [&] { return m_client.call("GET", "/platform/security/settings").status; };
    QCOMPARE(settings(), 403);
    QCOMPARE(m_admin.call("POST", "/platform/role", object(R"({"role_name":"guard","manage_security":true})"))
                 .status,
             201);
    QCOMPARE(m_admin.call("PUT", "/platform/user/rita", object(R"({"role":"guard"})")).status, 200);
    QCOMPARE(settings(), 200);
    QCOMPARE(m_admin.call("PUT", "/platform/role/guard", object(R"({"manage_security":false})")).status, 200);
    QCOMPARE(settings(), 403);
}

void TestPlatformSessions::csrfIsAskedForOverHttps()
{
    GatewayProcess gateway;
    gateway.set(u"HTTPS_ONLY"_s, u"true"_s);
    QVERIFY(gateway.start());
    HttpClient client(gateway.adminPort());
    QVERIFY(client.login(u"admin"_s, GatewayProcess::password()));
    const QByteArray https = client.bearer() + "X-Forwarded-Proto: https\r\n";
    const auto me = [&](const QByteArray& lines) {
        return client.send("GET", "/platform/user/me", {}, lines).line();
    };
    QCOMPARE(me(https), u"401 GTW998 Invalid CSRF token"_s);
    QCOMPARE(me(https + "Cookie: csrf_token=abc\r\nX-CSRF-Token: abd\r\n"),
             u"401 GTW998 Invalid CSRF token"_s);
    QCOMPARE(me(https + "Cookie: csrf_token=abc\r\nX-CSRF-Token: abc\r\n").left(3), u"200"_s);
    QCOMPARE(me(client.bearer()).left(3), u"200"_s); // plain HTTP: not asked for
    const HttpReply login =
        client.send("POST", "/platform/authorization",
                    R"({"email":"admin","password":")" + GatewayProcess::password().toLatin1() + R"("})",
                    "X-Forwarded-Proto: https\r\n");
    QVERIFY(login.all("set-cookie").value(2).contains("; Secure"));
    // A client that keeps no cookies sends the value in the header alone: that of its last login counts.
    const QByteArray issued = login.all("set-cookie").value(1).split(';').first().mid(sizeof "csrf_token");
    QVERIFY(!issued.isEmpty());
    QCOMPARE(me(https + "X-CSRF-Token: " + issued + "\r\n").left(3), u"200"_s);
    QCOMPARE(me(https + "X-CSRF-Token: abc\r\n"), u"401 GTW998 Invalid CSRF token"_s);
    // No trusted proxy vouches for that header, so the browser is told nothing for a year (operations C2).
    QVERIFY(login.header("strict-transport-security").isEmpty());
}

/// No page of somebody else can make a browser send a token in Authorization; a cookie it sends by itself.
void TestPlatformSessions::csrfIsForCookiesOnTheOtherSurface()
{
    GatewayProcess gateway;
    gateway.set(u"HTTPS_ONLY"_s, u"true"_s);
    QVERIFY(gateway.start());
    HttpClient client(gateway.adminPort());
    QVERIFY(client.login(u"admin"_s, GatewayProcess::password()));
    const QByteArray https = "X-Forwarded-Proto: https\r\n";
    QCOMPARE(client.get("/v1/contracts", https + client.bearer()).status, 200);
    QCOMPARE(client.get("/v1/contracts", https + client.cookie()).status, 401);
    const QByteArray both = "Cookie: access_token_cookie=" + client.token() + "; csrf_token=abc\r\n";
    QCOMPARE(client.get("/v1/contracts", https + both).status, 401);
    QCOMPARE(client.get("/v1/contracts", https + both + "X-CSRF-Token: abc\r\n").status, 200);
}

void TestPlatformSessions::registration()
{
    m_client.setToken({});
    const auto enrol = [&](const char* body) {
        return m_client.call("POST", "/platform/authorization/register", object(body)).line();
    };
    QVERIFY(enrol(R"({"email":"new@example.org","password":"short"})").startsWith(u"400 USR005 "_s));
    QCOMPARE(enrol(R"({"email":"new@example.org","password":"Some-Long-Password-1"})"),
             u"201 User created successfully"_s);
    QCOMPARE(enrol(R"({"email":"new@other.org","password":"Some-Long-Password-1"})"),
             u"400 USR001 Username already exists"_s);
    QCOMPARE(m_admin.call("GET", "/platform/user/new").json().value(u"role"_s).toString(), u"user"_s);
}

void TestPlatformSessions::loginsAreLimitedByAddress()
{
    GatewayProcess gateway;
    gateway.set(u"LOGIN_IP_RATE_DISABLED"_s, {});
    gateway.set(u"LOGIN_IP_RATE_LIMIT"_s, u"2"_s);
    gateway.set(u"LOGIN_IP_RATE_WINDOW"_s, u"31536000"_s); // no window ends while the test runs
    QVERIFY(gateway.start());
    HttpClient client(gateway.adminPort());
    const auto attempt = [&](const QString& password) {
        return client.call("POST", "/platform/authorization",
                           {{u"email"_s, u"admin"_s}, {u"password"_s, password}});
    };
    QCOMPARE(attempt(u"wrong"_s).status, 400);
    const HttpReply good = attempt(GatewayProcess::password());
    QCOMPARE(good.status, 200);
    QCOMPARE(good.header("x-ratelimit-limit"), QByteArray("2"));
    QCOMPARE(good.header("x-ratelimit-remaining"), QByteArray("0"));
    const HttpReply refused = attempt(GatewayProcess::password());
    QCOMPARE(refused.status, 429);
    QVERIFY(refused.line().startsWith(u"429 IP_RATE_LIMIT "_s));
    QVERIFY(refused.header("retry-after").toLongLong() > 0);
    QCOMPARE(refused.header("x-ratelimit-remaining"), QByteArray("0"));
    QVERIFY(refused.header("x-ratelimit-reset").toLongLong() > 1'700'000'000);
}

QTEST_GUILESS_MAIN(TestPlatformSessions)
#include "tst_platform_sessions.moc"
