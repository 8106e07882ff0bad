// SPDX-License-Identifier: GPL-3.0-or-later
// Users, roles, groups, APIs, endpoints, routings and subscriptions: every documented answer, in the order of
// checks. Each step of a table is one call; steps build on each other.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/test_api.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

struct Step {
    char who; ///< a: administrator, m: a manager who is no administrator, u: a plain user
    const char* method;
    const char* target;
    const char* body;
    const char* line; ///< a star at the end: whatever follows
};

constexpr const char* NoText = "";

const Step userSteps[] = {
    {'u', "POST", "/platform/user",
     R"({"username":"xena","email":"x1@e.org","password":"Some-Long-Password-1","role":"user"})",
     "403 USR006 Can only update your own information"},
    {'m', "POST", "/platform/user",
     R"({"username":"xena","email":"x1@e.org","password":"Some-Long-Password-1","role":"admin"})",
     "403 USR015 Only admin may create users with the admin role"},
    {'a', "POST", "/platform/user",
     R"({"username":"xena","email":"x1@e.org","password":"Some-Long-Password-1","role":"user","custom_attributes":
        {"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1}})",
     "400 USR016 *"},
    {'a', "POST", "/platform/user",
     R"({"username":"plain","email":"x1@e.org","password":"Some-Long-Password-1","role":"user"})",
     "400 USR001 Username already exists"},
    {'a', "POST", "/platform/user",
     R"({"username":"xena","email":"plain@example.org","password":"Some-Long-Password-1","role":"user"})",
     "400 USR001 Email already exists"},
    {'a', "POST", "/platform/user",
     R"({"username":"xena","email":"x1@e.org","password":"alllowercaseletters","role":"user"})",
     "400 USR005 *"},
    {'a', "POST", "/platform/user",
     R"({"username":"xena","email":"x1@e.org","password":"Some-Long-Password-1","role":"user"})",
     "201 User created successfully"},
    {'m', "PUT", "/platform/user/admin", R"({"email":"z@e.org"})",
     "403 USR020 Super admin user cannot be modified"},
    {'u', "PUT", "/platform/user/xena", R"({"email":"z@e.org"})",
     "403 USR006 Can only update your own information"},
    {'u', "PUT", "/platform/user/plain", R"({"role":"admin","groups":[]})",
     "403 USR023 Cannot modify restricted fields without manage_users permission: groups, role"},
    {'m', "PUT", "/platform/user/boss", R"({"email":"z@e.org"})",
     "403 USR012 Only admin may modify admin users"},
    {'m', "PUT", "/platform/user/xena", R"({"role":"admin"})",
     "403 USR013 Only admin may change admin role assignments"},
    {'m', "PUT", "/platform/user/nobody", R"({"email":"z@e.org"})", "404 USR002 User not found"},
    {'u', "PUT", "/platform/user/plain", R"({"email":"plain2@example.org"})",
     "200 User updated successfully"},
    {'m', "PUT", "/platform/user/xena", R"({"email":null,"active":null})", "200 User updated successfully"},
    {'u', "GET", "/platform/user/admin", NoText, "404 User not found"},
    {'u', "GET", "/platform/user/xena", NoText, "403 USR008 Unable to retrieve information for user"},
    {'m', "GET", "/platform/user/boss", NoText, "404 User not found"},
    {'m', "GET", "/platform/user/nobody", NoText, "404 USR002 User not found"},
    {'u', "GET", "/platform/user/plain", NoText, "200"},
    {'m', "GET", "/platform/user/email/nobody@e.org", NoText, "404 USR002 User not found"},
    {'u', "GET", "/platform/user/email/x1@e.org", NoText,
     "403 USR008 Unable to retrieve information for user"},
    {'m', "GET", "/platform/user/email/boss@example.org", NoText, "404 User not found"},
    {'m', "GET", "/platform/user/email/x1@e.org", NoText, "200"},
    {'a', "PUT", "/platform/user/admin/update-password", R"({"new_password":"Some-Long-Password-2"})",
     "403 USR022 Super admin password cannot be changed via UI"},
    {'u', "PUT", "/platform/user/xena/update-password", R"({"new_password":"Some-Long-Password-2"})",
     "403 USR006 Can only update your own password"},
    {'m', "PUT", "/platform/user/xena/update-password", R"({"new_password":"alllowercaseletters"})",
     "400 USR005 *"},
    {'m', "PUT", "/platform/user/nobody/update-password", R"({"new_password":"Some-Long-Password-2"})",
     "404 USR002 User not found"},
    {'m', "PUT", "/platform/user/xena/update-password", R"({"new_password":"Some-Long-Password-2"})",
     "200 User updated successfully"},
    {'a', "DELETE", "/platform/user/admin", NoText, "403 USR021 Super admin user cannot be deleted"},
    {'u', "DELETE", "/platform/user/xena", NoText, "403 USR007 Can only delete your own account"},
    {'m', "DELETE", "/platform/user/boss", NoText, "403 USR014 Only admin may delete admin users"},
    {'m', "DELETE", "/platform/user/nobody", NoText, "404 USR002 User not found"},
    {'m', "DELETE", "/platform/user/xena", NoText, "200 User deleted successfully"},
    {'m', "GET", "/platform/user/xena", NoText, "404 USR002 User not found"},
    {'u', "GET", "/platform/user/all?page=0", NoText, "400 PAG001 Invalid page or page size"},
    {'u', "GET", "/platform/user/all?page_size=201", NoText, "400 PAG001 Page size exceeds maximum limit"},
    {'u', "GET", "/platform/user/all?page=one", NoText, "422 VAL001 *"},
};

const Step roleSteps[] = {
    {'u', "POST", "/platform/role", R"({"role_name":"r1"})",
     "403 ROLE009 You do not have permission to create roles"},
    {'m', "POST", "/platform/role", R"({"role_name":"platform admin"})",
     "403 ROLE013 Only admin may create the admin role"},
    {'m', "POST", "/platform/role", R"({"role_name":"r1","manage_apis":true})",
     "201 Role created successfully"},
    {'m', "POST", "/platform/role", R"({"role_name":"r1"})", "400 ROLE001 Role already exists"},
    {'m', "PUT", "/platform/role/admin", R"({"manage_apis":false})",
     "403 ROLE014 Only admin may modify the admin role"},
    {'m', "PUT", "/platform/role/r1", R"({"role_name":"r2"})", "400 ROLE005 Role name cannot be changed"},
    {'m', "PUT", "/platform/role/nobody", R"({"manage_apis":false})", "400 ROLE004 Role does not exist"},
    {'m', "PUT", "/platform/role/r1", R"({})", "400 ROLE007 No data to update"},
    {'m', "PUT", "/platform/role/r1", R"({"manage_apis":false})", "200"},
    {'m', "GET", "/platform/role/admin", NoText, "404 Role not found"},
    {'u', "GET", "/platform/role/nobody", NoText, "404 ROLE004 Role does not exist"},
    {'u', "GET", "/platform/role/r1", NoText, "200"},
    {'m', "DELETE", "/platform/role/admin", NoText, "403 ROLE016 Only admin may delete the admin role"},
    {'m', "DELETE", "/platform/role/r1", NoText, "200 Role deleted successfully"},
    {'m', "DELETE", "/platform/role/r1", NoText, "400 ROLE004 Role does not exist"},
};

const Step groupSteps[] = {
    {'u', "POST", "/platform/group", R"({"group_name":"g1"})",
     "403 GRP008 You do not have permission to create groups"},
    {'m', "POST", "/platform/group", R"({"group_name":"g1"})", "201 Group created successfully"},
    {'m', "POST", "/platform/group", R"({"group_name":"g1"})", "400 GRP001 Group already exists"},
    {'m', "PUT", "/platform/group/g1", R"({"group_name":"g2"})", "400 GRP004 Group name cannot be updated"},
    {'m', "PUT", "/platform/group/g9", R"({"group_description":"x"})", "400 GRP003 Group does not exist"},
    {'m', "PUT", "/platform/group/g1", R"({})", "400 GRP006 No data to update"},
    {'m', "PUT", "/platform/group/g1", R"({"group_description":"x"})", "200 Group updated successfully"},
    {'u', "GET", "/platform/group/g1", NoText, "200"},
    {'u', "GET", "/platform/group/g9", NoText, "404 GRP003 Group does not exist"},
    {'m', "DELETE", "/platform/group/g1", NoText, "200 Group deleted successfully"},
    {'m', "DELETE", "/platform/group/g1", NoText, "400 GRP003 Group does not exist"},
};

const Step apiSteps[] = {
    {'u', "POST", "/platform/api", R"({"api_name":"a1","api_version":"v1"})",
     "403 API007 You do not have permission to create APIs"},
    {'m', "POST", "/platform/api",
     R"({"api_name":"a1","api_version":"v1","api_public":true,"api_credits_enabled":true})",
     "400 API013 Public API cannot have credits enabled"},
    {'m', "POST", "/platform/api",
     R"({"api_name":"a1","api_version":"v1","api_servers":["http://127.0.0.1:9"]})", "201"},
    {'m', "POST", "/platform/api", R"({"api_name":"a1","api_version":"v1"})", "200 API already exists"},
    {'m', "PUT", "/platform/api/a1/v1", R"({"api_name":"a2"})",
     "400 API005 API name and version cannot be updated"},
    {'m', "PUT", "/platform/api/a1/v1", R"({"api_path":"/a2/v1"})",
     "400 API005 API name and version cannot be updated"},
    {'m', "PUT", "/platform/api/a9/v1", R"({"active":false})",
     "400 API003 API does not exist for the requested name and version"},
    {'m', "PUT", "/platform/api/a1/v1", R"({})", "400 API006 No data to update"},
    {'m', "PUT", "/platform/api/a1/v1", R"({"api_public":true})", "200 API updated successfully"},
    {'m', "PUT", "/platform/api/a1/v1", R"({"api_credits_enabled":true})",
     "400 API013 Public API cannot have credits enabled"},
    {'u', "PUT", "/platform/api/a1/v1", R"({"active":false})",
     "403 API008 You do not have permission to update APIs"},
    {'u', "GET", "/platform/api/a9/v1", NoText,
     "400 API003 API does not exist for the requested name and version"},
    {'u', "GET", "/platform/api/a1/v1", NoText, "200"},
    {'u', "DELETE", "/platform/api/a1/v1", NoText, "403 *"},
    {'m', "DELETE", "/platform/api/a1/v1", NoText, "200 API deleted successfully"},
    {'m', "DELETE", "/platform/api/a1/v1", NoText,
     "400 API003 API does not exist for the requested name and version"},
    {'m', "GET", "/platform/api/a1/v1", NoText,
     "400 API003 API does not exist for the requested name and version"},
    {'m', "POST", "/platform/api", R"({"api_name":"a1","api_version":"v1"})", "201"},
    {'m', "DELETE", "/platform/api/a1/v1", NoText, "200 API deleted successfully"},
};

#define ENDPOINT(uri)                                                                                        \
    R"({"api_name":"e1","api_version":"v1","endpoint_method":"GET","endpoint_uri":")" uri                    \
    R"(","endpoint_description":"d"})"
const Step endpointSteps[] = {
    {'u', "POST", "/platform/endpoint", ENDPOINT("/x"),
     "403 END010 You do not have permission to create endpoints"},
    {'m', "POST", "/platform/endpoint", ENDPOINT("/x"),
     "400 END002 API does not exist for the requested name and version"},
    {'m', "POST", "/platform/api", R"({"api_name":"e1","api_version":"v1"})", "201"},
    {'u', "GET", "/platform/endpoint/e1/v1", NoText,
     "400 END005 No endpoints found for the requested API name and version"},
    {'m', "POST", "/platform/endpoint", ENDPOINT("/items/{id}"), "201 Endpoint created successfully"},
    {'m', "POST", "/platform/endpoint", ENDPOINT("/items/{id}"),
     "400 END001 Endpoint already exists for the requested API name, version and URI"},
    {'m', "POST", "/platform/endpoint", ENDPOINT("/y"), "201 Endpoint created successfully"},
    {'m', "PUT", "/platform/endpoint/GET/e1/v1/y", R"({"client_uri":"/items/{id}"})",
     "400 END006 Client URI conflicts with an existing endpoint"},
    {'m', "PUT", "/platform/endpoint/GET/e1/v1/y", R"({"endpoint_uri":"/z"})",
     "400 END006 API method, name, version and URI cannot be updated"},
    {'m', "PUT", "/platform/endpoint/GET/e1/v1/nothing", R"({"endpoint_description":"z"})",
     "400 END008 Endpoint does not exist for the requested API name, version and URI"},
    {'m', "PUT", "/platform/endpoint/GET/e1/v1/y", R"({})", "400 END007 No data to update"},
    {'m', "PUT", "/platform/endpoint/GET/e1/v1/y", R"({"endpoint_description":"z"})",
     "200 Endpoint updated successfully"},
    {'u', "PUT", "/platform/endpoint/GET/e1/v1/y", R"({"endpoint_description":"z"})",
     "403 END011 You do not have permission to update endpoints"},
    {'u', "GET", "/platform/endpoint/GET/e1/v1/items/{id}", NoText, "200"},
    {'u', "GET", "/platform/endpoint/POST/e1/v1/y", NoText,
     "400 END004 Endpoint does not exist for the requested API name, version and URI"},
    {'u', "DELETE", "/platform/endpoint/GET/e1/v1/y", NoText,
     "403 END012 You do not have permission to delete endpoints"},
    {'m', "DELETE", "/platform/endpoint/GET/e1/v1/y", NoText, "200 Endpoint deleted successfully"},
    {'m', "DELETE", "/platform/endpoint/GET/e1/v1/y", NoText,
     "400 END004 Endpoint does not exist for the requested API name, version and URI"},
};

const Step routingSteps[] = {
    {'u', "POST", "/platform/routing",
     R"({"routing_name":"r","routing_servers":["http://127.0.0.1:9"],"client_key":"k1"})",
     "403 RTG009 You do not have permission to create routings"},
    {'m', "POST", "/platform/routing", R"({"routing_name":"r","routing_servers":[],"client_key":"k1"})",
     "422 VAL001 *"},
    {'m', "POST", "/platform/routing",
     R"({"routing_name":"r","routing_servers":["http://127.0.0.1:9"],"client_key":"k1"})",
     "201 Routing created successfully with key: k1"},
    {'m', "POST", "/platform/routing",
     R"({"routing_name":"r","routing_servers":["http://127.0.0.1:9"],"client_key":"k1"})",
     "400 RTG001 Routing already exists"},
    {'m', "PUT", "/platform/routing/k1", R"({"client_key":"k2"})",
     "400 RTG005 Routing key cannot be changed"},
    {'m', "PUT", "/platform/routing/k9", R"({"routing_name":"s"})", "400 RTG004 Routing does not exist"},
    {'m', "PUT", "/platform/routing/k1", R"({"server_index":4})", "400 RTG007 No data to update"},
    {'m', "PUT", "/platform/routing/k1", R"({"routing_name":"s"})", "200 Routing updated successfully"},
    {'u', "GET", "/platform/routing/all", NoText, "403 RTG012 You do not have permission to get routings"},
    {'u', "GET", "/platform/routing/k1", NoText, "403 RTG013 You do not have permission to get routings"},
    {'m', "GET", "/platform/routing/k9", NoText, "400 RTG004 Routing does not exist"},
    {'m', "GET", "/platform/routing/all", NoText, "200"},
    {'m', "DELETE", "/platform/routing/k1", NoText, "200 Routing deleted successfully"},
    {'m', "DELETE", "/platform/routing/k1", NoText, "400 RTG004 Routing does not exist"},
};

#define SUBSCRIBE(user, api) R"({"username":")" user R"(","api_name":")" api R"(","api_version":"v1"})"
const Step subscriptionSteps[] = {
    {'m', "POST", "/platform/api", R"({"api_name":"sub","api_version":"v1","api_allowed_groups":["ALL"]})",
     "201"},
    {'m', "POST", "/platform/api", R"({"api_name":"closed","api_version":"v1","api_allowed_groups":["few"]})",
     "201"},
    {'u', "POST", "/platform/subscription/subscribe", SUBSCRIBE("boss", "sub"),
     "403 SUB009 You do not have permission to subscribe another user"},
    {'u', "POST", "/platform/subscription/subscribe", SUBSCRIBE("plain", "none"), "404 GEN001 API not found"},
    {'m', "POST", "/platform/subscription/subscribe", SUBSCRIBE("nobody", "sub"),
     "404 GEN001 User not found"},
    {'u', "POST", "/platform/subscription/subscribe", SUBSCRIBE("plain", "closed"),
     "401 GEN001 You do not have the correct group for this"},
    {'u', "POST", "/platform/subscription/unsubscribe", SUBSCRIBE("plain", "sub"),
     "400 SUB006 User is not subscribed to the API"},
    {'u', "POST", "/platform/subscription/subscribe", SUBSCRIBE("plain", "sub"),
     "200 Successfully subscribed to the API"},
    {'u', "POST", "/platform/subscription/subscribe", SUBSCRIBE("plain", "sub"),
     "400 SUB004 User is already subscribed to the API"},
    {'u', "GET", "/platform/subscription/subscriptions/boss", NoText,
     "403 SUB011 You do not have permission to view another user's subscriptions"},
    {'m', "GET", "/platform/subscription/subscriptions/plain", NoText, "200"},
    {'u', "GET", "/platform/subscription/available-apis/boss", NoText,
     "403 SUB009 You do not have permission to view available APIs for this user"},
    {'u', "POST", "/platform/subscription/unsubscribe", SUBSCRIBE("boss", "sub"),
     "403 SUB010 You do not have permission to unsubscribe another user"},
    {'u', "POST", "/platform/subscription/unsubscribe", SUBSCRIBE("plain", "sub"),
     "200 Successfully unsubscribed from the API"},
};

} // namespace

class TestPlatformResources : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void users() { walk(userSteps); }
    void roles() { walk(roleSteps); }
    void groups() { walk(groupSteps); }
    void apis() { walk(apiSteps); }
    void endpoints() { walk(endpointSteps); }
    void routings() { walk(routingSteps); }
    void subscriptions() { walk(subscriptionSteps); }
    void usersShowNoPassword();
    void changedPasswordsCount();
    void listsArePaged();
    void documentsKeepUnknownFields();
    void staleEditsAreRefused();
    void securitySettings();

private:
    template <std::size_t Size>
    void walk(const Step (&steps)[Size]);
    HttpClient& client(char who) { return who == 'a' ? m_admin : who == 'm' ? m_manager : m_user; }
    GatewayProcess m_gateway;
    HttpClient m_admin, m_manager, m_user;
};

void TestPlatformResources::initTestCase()
{
    QVERIFY(m_gateway.start());
    for (HttpClient* each : {&m_admin, &m_manager, &m_user})
        *each = HttpClient(m_gateway.adminPort());
    QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
    QJsonObject role{{u"role_name"_s, u"manager"_s}};
    for (const QString& area :
         {u"users"_s, u"roles"_s, u"groups"_s, u"apis"_s, u"endpoints"_s, u"routings"_s, u"subscriptions"_s})
        role.insert(u"manage_"_s + area, true);
    QCOMPARE(m_admin.call("POST", "/platform/role", role).status, 201);
    QCOMPARE(addUser(m_admin, u"manager"_s, {{u"role"_s, u"manager"_s}}), QString());
    QCOMPARE(addUser(m_admin, u"boss"_s, {{u"role"_s, u"admin"_s}}), QString());
    QCOMPARE(addUser(m_admin, u"plain"_s), QString());
    QVERIFY(m_manager.login(u"manager"_s, userPassword()));
    QVERIFY(m_user.login(u"plain"_s, userPassword()));
}

template <std::size_t Size>
void TestPlatformResources::walk(const Step (&steps)[Size])
{
    for (const Step& step : steps) {
        const QJsonObject body = *step.body ? object(step.body) : QJsonObject();
        HttpClient& caller = client(step.who);
        const HttpReply reply = *step.body && body.isEmpty()
                                    ? caller.send(step.method, step.target, "{}", caller.bearer())
                                    : caller.call(step.method, step.target, body);
        const QString expected = QString::fromLatin1(step.line);
        const QString got = reply.line();
        const bool fits = expected.endsWith(u'*') ? got.startsWith(expected.chopped(1)) : got == expected;
        const QString text =
            u"%1 %2 %3: got '%4', expected '%5'"_s.arg(QChar::fromLatin1(step.who))
                .arg(QString::fromLatin1(step.method), QString::fromLatin1(step.target), got, expected);
        QVERIFY2(fits, qPrintable(text));
    }
}

void TestPlatformResources::usersShowNoPassword()
{
    for (const QByteArray& target :
         {QByteArray("/platform/user/me"), QByteArray("/platform/user/all"),
          QByteArray("/platform/user/plain"), QByteArray("/platform/user/email/boss@example.org")}) {
        const HttpReply reply = m_admin.call("GET", target);
        QCOMPARE(reply.status, 200);
        QVERIFY(!reply.body.contains("\"password\""));
        QVERIFY(!reply.body.contains('$')); // as in every form of a password hash
    }
    // Others see neither the super administrator nor other administrators.
    const QByteArray seen = m_user.call("GET", "/platform/user/all?page_size=200").body;
    QVERIFY(seen.contains("\"manager\""));
    QVERIFY(!seen.contains("\"boss\"") && !seen.contains("\"username\":\"admin\""));
}

void TestPlatformResources::changedPasswordsCount()
{
    QCOMPARE(addUser(m_admin, u"changing"_s), QString());
    HttpClient client(m_gateway.adminPort());
    QVERIFY(client.login(u"changing"_s, userPassword()));
    QCOMPARE(client
                 .call("PUT", "/platform/user/changing/update-password",
                       object(R"({"new_password":"Another-Password-77"})"))
                 .status,
             200);
    QVERIFY(!client.login(u"changing"_s, userPassword()));
    QVERIFY(client.login(u"changing"_s, u"Another-Password-77"_s));
}

void TestPlatformResources::listsArePaged()
{
    for (int i = 0; i < 5; ++i)
        QCOMPARE(publish(m_admin, u"page%1"_s.arg(i), {}, {}), QString());
    const QJsonObject first = m_user.call("GET", "/platform/api/all?page_size=2&search=page").json();
    QCOMPARE(first.value(u"apis"_s).toArray().size(), 2);
    QCOMPARE(first.value(u"total"_s).toInt(), 5);
    QVERIFY(first.value(u"has_next"_s).toBool());
    QCOMPARE(first.value(u"apis"_s).toArray().first().toObject().value(u"api_name"_s).toString(), u"page0"_s);
    const QJsonObject last = m_user.call("GET", "/platform/api?page=3&page_size=2&search=page").json();
    QCOMPARE(last.value(u"apis"_s).toArray().size(), 1);
    QVERIFY(!last.value(u"has_next"_s).toBool());
}

void TestPlatformResources::documentsKeepUnknownFields()
{
    const QJsonObject document =
        object(R"({"apis":[{"api_name":"odd","api_version":"v1","x_from_elsewhere":{"a":[1,2]}}]})");
    QCOMPARE(m_admin.call("POST", "/platform/config/import", document).status, 200);
    QCOMPARE(m_admin.call("PUT", "/platform/api/odd/v1", object(R"({"api_description":"changed"})")).status,
             200);
    const QJsonObject read = m_admin.call("GET", "/platform/api/odd/v1").json();
    QCOMPARE(read.value(u"x_from_elsewhere"_s).toObject(), object(R"({"a":[1,2]})"));
    QCOMPARE(read.value(u"api_description"_s).toString(), u"changed"_s);
    QCOMPARE(read.value(u"api_path"_s).toString(), u"/odd/v1"_s);
}

void TestPlatformResources::staleEditsAreRefused()
{
    QCOMPARE(publish(m_admin, u"shared"_s, {}, {}), QString());
    const QByteArray seen = m_admin.call("GET", "/platform/api/shared/v1").header("etag");
    QVERIFY(!seen.isEmpty());
    QCOMPARE(m_admin.call("PUT", "/platform/api/shared/v1", object(R"({"api_description":"mine"})")).status,
             200);
    const HttpReply stale = m_admin.send("PUT", "/platform/api/shared/v1", R"({"api_description":"theirs"})",
                                         m_admin.bearer() + "If-Match: " + seen + "\r\n");
    QCOMPARE(stale.status, 409);
    QCOMPARE(m_admin.call("GET", "/platform/api/shared/v1").json().value(u"api_description"_s).toString(),
             u"mine"_s);
    // Users, roles, groups and routings have the same lock.
    const QByteArray user = R"({"username":"locked","email":"locked@example.com","role":"viewer",)"
                            R"("password":"Correct-Horse-7-Battery","groups":["ALL"]})";
    QCOMPARE(m_admin.call("POST", "/platform/user", object(user)).status, 201);
    QCOMPARE(m_admin.call("POST", "/platform/group", object(R"({"group_name":"locked"})")).status, 201);
    QCOMPARE(m_admin.call("POST", "/platform/role", object(R"({"role_name":"locked"})")).status, 201);
    const QByteArray routing =
        R"({"routing_name":"a","routing_servers":["http://127.0.0.1:1"],"client_key":"locked"})";
    QCOMPARE(m_admin.call("POST", "/platform/routing", object(routing)).status, 201);
    const QList<std::pair<QByteArray, QByteArray>> documents{
        {"/platform/user/locked", R"({"rate_limit_duration":%1})"},
        {"/platform/group/locked", R"({"group_description":"%1"})"},
        {"/platform/role/locked", R"({"role_description":"%1"})"},
        {"/platform/routing/locked", R"({"routing_name":"%1"})"}};
    for (const auto& [path, change] : documents) {
        const QJsonObject read = m_admin.call("GET", path + "?meta=true").json();
        const qint64 revision = read.value(u"_meta"_s).toObject().value(u"revision"_s).toInteger(-1);
        QVERIFY2(revision > 0, path);
        QVERIFY(!m_admin.call("GET", path).json().contains(u"_meta"_s));
        const QByteArray lock = m_admin.bearer() + "If-Match: \"" + QByteArray::number(revision) + "\"\r\n";
        QCOMPARE(m_admin.send("PUT", path, QByteArray(change).replace("%1", "7"), lock).status, 200);
        QCOMPARE(m_admin.send("PUT", path, QByteArray(change).replace("%1", "8"), lock).status, 409);
        QCOMPARE(m_admin.send("DELETE", path, {}, lock).status, 409);
        QCOMPARE(m_admin.call("DELETE", path).status, 200);
    }
}

void TestPlatformResources::securitySettings()
{
    QCOMPARE(m_manager.call("GET", "/platform/security/settings").line(),
             u"403 SEC001 You do not have permission to view security settings"_s);
    const QJsonObject before = m_admin.call("GET", "/platform/security/settings").json();
    QVERIFY(before.value(u"memory_only"_s).toBool());
    QCOMPARE(before.value(u"client_ip"_s).toString(), u"127.0.0.1"_s);
    QVERIFY(!before.value(u"allow_localhost_bypass_locked"_s).toBool(true));
    QVERIFY(
        m_admin.call("PUT", "/platform/security/settings", object(R"({"auto_save_frequency_seconds":59})"))
            .line()
            .startsWith(u"422 VAL001"_s));
    const HttpReply changed =
        m_admin.call("PUT", "/platform/security/settings",
                     object(R"({"auto_save_frequency_seconds":600,"ip_blacklist":["192.0.2.0/24"]})"));
    QCOMPARE(changed.status, 200);
    const QJsonObject after = m_admin.call("GET", "/platform/security/settings").json();
    QCOMPARE(after.value(u"auto_save_frequency_seconds"_s).toInt(), 600);
    QCOMPARE(after.value(u"ip_blacklist"_s).toArray(), QJsonArray{u"192.0.2.0/24"_s});
    QCOMPARE(after.value(u"dump_path"_s), before.value(u"dump_path"_s));
}

QTEST_GUILESS_MAIN(TestPlatformResources)
#include "tst_platform_resources.moc"
