// SPDX-License-Identifier: GPL-3.0-or-later
// What traffic sees of a scene, and how its call is made.
#include "tests/integration/calls/effects.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::harness {

namespace {

constexpr const char* kOwn = "own";
constexpr const char* kOther = "other";

} // namespace

std::span<const Effects::Row> Effects::rows()
{
    static constexpr Row kRows[] = {
#define EFFECT(id, scene, body, probe, before, after)                                                        \
    {CallId::id, &Effects::scene, body, &Effects::probe, before, after, ""},
#define NONE(id, reason) {CallId::id, nullptr, "", nullptr, "", "", reason},
#include "tests/integration/calls/effects.inc"
#undef NONE
#undef EFFECT
    };
    return kRows;
}

GoodCall Effects::make(const Row& row)
{
    forget();
    m_himself = false;
    m_sent = m_answer = {};
    m_origin.say("Content-Type: application/json\r\n", kOwn);
    m_other.say("Content-Type: application/json\r\n", kOther);
    (this->*row.scene)();
    const GoodCall good = prepared(info(row.id), row.body);
    m_sent = QJsonDocument::fromJson(good.body).object();
    return good;
}

GoodCall Effects::makeWatched(const Row& row)
{
    forget();
    m_himself = false;
    watched();
    leaveWatched(row.id);
    return prepared(info(row.id));
}

HttpReply Effects::send(const Row& row, const GoodCall& good)
{
    HttpClient& client = m_himself ? m_user : m_admin;
    const HttpReply reply =
        client.send(toText(info(row.id).method), good.target, good.body, good.lines + client.bearer());
    m_answer = reply.json();
    return reply;
}

QString Effects::expected(const char* text) const
{
    QString expected = QString::fromLatin1(text);
    for (auto member = m_answer.begin(); member != m_answer.end(); ++member)
        expected.replace(u'%' + member.key() + u'%', member.value().toString());
    return expected;
}

void Effects::tidy(const Row& row)
{
    if (row.id == CallId::SecurityUpdate)
        m_admin.call("PUT", "/platform/security/settings",
                     object(R"({"ip_blacklist":[],"allow_localhost_bypass":true})"));
    if (row.id == CallId::ToolChaos)
        m_admin.call("POST", "/platform/tools/chaos/toggle",
                     object(R"({"backend":"redis","enabled":false})"));
    if (row.id == CallId::MemoryRestore) // the tokens of before are refused now
        m_admin.login(u"admin"_s, GatewayProcess::password());
}

HttpReply Effects::visit(const QByteArray& target, const QByteArray& lines)
{
    HttpClient visitor(m_gateway.publicPort());
    return visitor.get(target, lines);
}

QString Effects::watch()
{
    const QString user = watch(m_watchedApi, m_user.bearer());
    const QString consumer = watch(m_watchedContract, "X-API-Key: " + m_watchedKey + "\r\n");
    return user.isEmpty() || consumer.isEmpty() ? QString() : user + u'\n' + consumer;
}

QString Effects::watch(const QByteArray& target, const QByteArray& lines)
{
    const std::size_t before = m_origin.count();
    const HttpReply reply = visit(target, lines);
    QString seen =
        u"%1 %2 %3\n"_s.arg(reply.status).arg(m_origin.count() - before).arg(QString::fromUtf8(reply.body));
    if (reply.status != 200) {
        qWarning().noquote() << target << seen;
        return {};
    }
    const Message last = m_origin.last();
    seen += QString::fromStdString(last.firstLine) + u'\n';
    for (const auto& [name, value] : last.fields) {
        if (name != "X-Request-ID") // of each request its own
            seen += QString::fromStdString(name + ": " + value + '\n');
    }
    return seen + QString::fromStdString(last.body);
}

QByteArray Effects::rest(const char* uri) const
{
    return "/api/rest/" + m_made.value("api").toLatin1() + "/v1" + uri;
}

QByteArray Effects::contractPath() const
{
    return '/' + m_made.value("contract name").toLatin1() + "/v1/x";
}

// --- who may log in

QString Effects::loginAs(const QString& name, const QString& password)
{
    HttpClient visitor(m_gateway.publicPort());
    return visitor.call("POST", "/platform/authorization", {{u"email"_s, name}, {u"password"_s, password}})
        .line();
}

/// With the token that the call has given.
QString Effects::token()
{
    const QString token =
        m_answer.value(u"access_token"_s).toString(m_answer.value(u"refresh_token"_s).toString());
    return visit("/platform/user/me", "Authorization: Bearer " + token.toLatin1() + "\r\n").line();
}

QString Effects::tokenOfClient()
{
    HttpClient client(m_gateway.adminPort());
    client.setToken(m_answer.value(u"access_token"_s).toString(u"none"_s).toLatin1());
    return client.call("GET", "/v1/contracts").line();
}

/// As whom the call makes.
QString Effects::login()
{
    return loginAs(m_sent.value(u"email"_s).toString(), m_sent.value(u"password"_s).toString());
}

QString Effects::loginAgain()
{
    return loginAs(user(), userPassword());
}

QString Effects::newPassword()
{
    return loginAs(user(), m_sent.value(u"new_password"_s).toString());
}

QString Effects::manage()
{
    return m_user.call("GET", "/platform/routing/all").line();
}

QString Effects::whoAmI()
{
    return visit("/platform/user/me", m_admin.bearer()).line();
}

// --- platform APIs

QString Effects::call()
{
    return m_user.call("GET", rest("/x")).line();
}

QString Effects::secondCall()
{
    call();
    return call();
}

QString Effects::callOfNew()
{
    return visit("/api/rest/" + m_sent.value(u"api_name"_s).toString().toLatin1() + "/v1/x").line();
}

QString Effects::anyone()
{
    return visit(rest("/x")).line();
}

QString Effects::post()
{
    HttpClient visitor(m_gateway.publicPort());
    return visitor.call("POST", rest("/x"), {{u"b"_s, 1}}).line();
}

QString Effects::imported()
{
    return visit(rest("/found")).line();
}

QString Effects::soap()
{
    HttpClient visitor(m_gateway.publicPort());
    m_origin.say("Content-Type: text/xml\r\n", "<a/>");
    const QString line =
        visitor
            .send("POST", "/api/soap/" + api().toLatin1() + "/v1/Add",
                  "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body><Add/>"
                  "</e:Body></e:Envelope>",
                  "Content-Type: text/xml\r\n")
            .line();
    prepare(CallId::WsdlImport); // the origin tells its description again
    return line;
}

QString Effects::askedGrpc()
{
    HttpClient visitor(m_gateway.publicPort());
    return visitor
        .call("POST", "/api/grpc/" + api().toLatin1() + "/v1",
              object(R"({"method":"Orders.TimesAsked","message":{}})"))
        .line();
}

QString Effects::askedGrownGrpc()
{
    HttpClient visitor(m_gateway.publicPort());
    return visitor
        .call("POST", "/api/grpc/" + api().toLatin1() + "/v1",
              object(R"({"method":"Stock.Left","message":{"orderId":"four"}})"))
        .line();
}

/// By the request of a client with a routing.
QString Effects::reached()
{
    m_origin.say("Content-Type: text/plain\r\n", kOwn);
    return QString::fromUtf8(visit(rest("/x"), "client-key: " + api().toLatin1() + "\r\n").body);
}

/// The credential that the upstream has been shown.
QString Effects::heard()
{
    const std::size_t before = m_origin.count();
    const QString line = call();
    return m_origin.count() > before ? QString::fromStdString(m_origin.last().header("x-good")) : line;
}

QString Effects::answered()
{
    m_origin.say("Cache-Control: max-age=3600\r\n", "fresh");
    return QString::fromUtf8(visit(rest("/x")).body);
}

QString Effects::longAddress()
{
    return visit("/api/rest/none/v1/x?" + QByteArray(400, 'q')).line();
}

/// The first of the example APIs, whatever its version: an endpoint that it does not have.
QString Effects::demo()
{
    QString line;
    for (const char* version : {"v1", "v2", "v3"}) {
        line = visit(QByteArray("/api/rest/customers/") + version + "/none").line();
        if (!line.startsWith(u"404 GTW001"))
            break;
    }
    return line;
}

QString Effects::record()
{
    return visit("/api/rest/" + m_storage.toLatin1() + "/v1/n/1").line();
}

QString Effects::recordValue()
{
    return visit("/api/rest/" + m_storage.toLatin1() + "/v1/n/1").json().value(u"a"_s).toVariant().toString();
}

// --- contracts

QString Effects::anyoneAtContract()
{
    return visit(contractPath()).line();
}

QString Effects::callOfNewContract()
{
    return visit('/' + m_sent.value(u"apiName"_s).toString().toLatin1() + "/v1/x").line();
}

QString Effects::announced()
{
    return visit(contractPath()).header("deprecation").isEmpty() ? u"current"_s : u"deprecated"_s;
}

QString Effects::anyoneInTenant()
{
    return visit("/apis/" + tenant().toLatin1() + contractPath()).line();
}

QString Effects::newKeyInTenant()
{
    const QByteArray key = m_answer.value(u"api_key"_s).toString(u"none"_s).toLatin1();
    return visit("/apis/" + tenant().toLatin1() + contractPath(), "X-API-Key: " + key + "\r\n").line();
}

QString Effects::withKey()
{
    return visit(contractPath(), "X-API-Key: " + m_key.toLatin1() + "\r\n").line();
}

QString Effects::secondWithKey()
{
    withKey();
    return withKey();
}

QString Effects::withNewKey()
{
    const QByteArray key = m_answer.value(u"api_key"_s).toString(u"none"_s).toLatin1();
    return visit(contractPath(), "X-API-Key: " + key + "\r\n").line();
}

QString Effects::withPassword()
{
    const QByteArray pair = consumer().toLatin1() + ':' + userPassword().toLatin1();
    return visit(contractPath(), "Authorization: Basic " + pair.toBase64() + "\r\n").line();
}

} // namespace gatehouse::harness
