// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/test_api.h"

#include "tests/integration/harness/gateway_process.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::harness {

namespace {

QString fault(const HttpReply& reply)
{
    return reply.status >= 200 && reply.status < 300 ? QString()
                                                     : reply.line() + u' ' + QString::fromUtf8(reply.body);
}

QJsonObject merged(QJsonObject base, const QJsonObject& fields)
{
    for (auto at = fields.begin(); at != fields.end(); ++at)
        base.insert(at.key(), at.value());
    return base;
}

} // namespace

QString serverAt(quint16 port)
{
    return u"http://127.0.0.1:%1"_s.arg(port);
}

bool freeAdminLimits(HttpClient& admin)
{
    const QJsonObject plenty = object(R"({"rate_limit_duration": 1000000000, "throttle_duration": 1000000000,
                                          "throttle_queue_limit": 1000000000})");
    return admin.call("PUT", "/platform/user/admin", plenty).status == 200;
}

QString startFree(GatewayProcess& gateway, HttpClient& admin)
{
    if (!gateway.start())
        return u"the gateway did not start: "_s + QString::fromUtf8(gateway.output());
    admin = HttpClient(gateway.adminPort());
    if (!admin.login(u"admin"_s, GatewayProcess::password()))
        return u"the administrator cannot sign in"_s;
    return freeAdminLimits(admin) ? QString() : u"the administrator's limits stay"_s;
}

QString publish(HttpClient& admin, const QString& name, const QStringList& servers,
                const QStringList& endpoints, const QJsonObject& fields)
{
    const QJsonObject api = merged({{u"api_name"_s, name},
                                    {u"api_version"_s, u"v1"_s},
                                    {u"api_type"_s, u"REST"_s},
                                    {u"api_servers"_s, QJsonArray::fromStringList(servers)},
                                    {u"api_allowed_groups"_s, QJsonArray{u"ALL"_s}}},
                                   fields);
    QString failed = fault(admin.call("POST", "/platform/api", api));
    for (const QString& endpoint : endpoints) {
        if (failed.isEmpty())
            failed = addEndpoint(admin, name, endpoint);
    }
    return failed;
}

QString addEndpoint(HttpClient& admin, const QString& api, const QString& endpoint, const QJsonObject& fields)
{
    const QJsonObject document = merged({{u"api_name"_s, api},
                                         {u"api_version"_s, u"v1"_s},
                                         {u"endpoint_method"_s, endpoint.section(u' ', 0, 0)},
                                         {u"endpoint_uri"_s, endpoint.section(u' ', 1)},
                                         {u"endpoint_description"_s, endpoint}},
                                        fields);
    return fault(admin.call("POST", "/platform/endpoint", document));
}

static QJsonValue idOfEndpoint(HttpClient& admin, const QString& api, const QString& endpoint)
{
    const QString place =
        u"/platform/endpoint/%1/%2/v1%3"_s.arg(endpoint.section(u' ', 0, 0), api, endpoint.section(u' ', 1));
    return admin.call("GET", place.toLatin1()).json()[u"endpoint_id"_s];
}

QString addRules(HttpClient& admin, const QString& api, const QString& endpoint, const QJsonObject& rules)
{
    return fault(admin.call("POST", "/platform/endpoint/validation",
                            {{u"endpoint_id"_s, idOfEndpoint(admin, api, endpoint)},
                             {u"validation_enabled"_s, true},
                             {u"validation_schema"_s, QJsonObject{{u"validation_schema"_s, rules}}}}));
}

QByteArray rulesOf(HttpClient& admin, const QString& api, const QString& endpoint)
{
    return "/platform/endpoint/validation/" + idOfEndpoint(admin, api, endpoint).toString().toLatin1();
}

QString addUser(HttpClient& admin, const QString& name, const QJsonObject& fields)
{
    const QJsonObject user = merged({{u"username"_s, name},
                                     {u"email"_s, name + u"@example.org"_s},
                                     {u"password"_s, userPassword()},
                                     {u"role"_s, u"user"_s},
                                     {u"groups"_s, QJsonArray{u"ALL"_s}}},
                                    fields);
    return fault(admin.call("POST", "/platform/user", user));
}

QString subscribe(HttpClient& admin, const QString& user, const QString& api)
{
    return fault(admin.call("POST", "/platform/subscription/subscribe",
                            {{u"username"_s, user}, {u"api_name"_s, api}, {u"api_version"_s, u"v1"_s}}));
}

} // namespace gatehouse::harness
