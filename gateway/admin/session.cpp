// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/session.h"

#include "common/core/ids.h"
#include "common/crypto/jwt.h"
#include "common/crypto/random.h"
#include "gateway/admin/csrf_values.h"

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

namespace gatehouse::admin {

namespace {

constexpr int loginCookieSeconds = 1'800;
constexpr int refreshCookieSeconds = 604'800;

/// The permissions that a token advertises to user interfaces (auth section 2); the gateway itself asks the
/// live role.
QJsonObject accessesOf(const std::shared_ptr<const Role>& role)
{
    static const QList<QPair<QString, Permission>> advertised{
        {u"manage_users"_s, Permission::ManageUsers},
        {u"manage_apis"_s, Permission::ManageApis},
        {u"manage_endpoints"_s, Permission::ManageEndpoints},
        {u"manage_groups"_s, Permission::ManageGroups},
        {u"manage_roles"_s, Permission::ManageRoles},
        {u"manage_routings"_s, Permission::ManageRoutings},
        {u"manage_gateway"_s, Permission::ManageGateway},
        {u"manage_subscriptions"_s, Permission::ManageSubscriptions},
        {u"manage_security"_s, Permission::ManageSecurity},
        {u"export_logs"_s, Permission::ExportLogs},
        {u"view_logs"_s, Permission::ViewLogs},
    };
    QJsonObject accesses{{u"ui_access"_s, true}};
    for (const auto& [name, permission] : advertised)
        accesses.insert(name, role && role->has(permission));
    return accesses;
}

QString hostOf(const Request& request)
{
    QByteArray host = request.header("x-forwarded-host");
    if (host.isEmpty())
        host = request.header("host");
    return QString::fromLatin1(host.split(',').first().trimmed()).section(u':', 0, 0).toLower();
}

bool isLocal(const QString& host)
{
    return host == u"localhost"_s || host == u"127.0.0.1"_s;
}

bool isSecure(const Services& services, const Request& request, SessionStep step)
{
    const bool httpsOnly = services.settings.flag(Setting::HttpsOnly);
    if (step == SessionStep::Login && !request.https && !httpsOnly && isLocal(hostOf(request)))
        return false;
    if (services.settings.isSet(Setting::CookieSecure))
        return services.settings.flag(Setting::CookieSecure);
    return request.https || (step == SessionStep::Login && httpsOnly);
}

QByteArray sameSite(const Services& services, bool secure, SessionStep step)
{
    if (!services.settings.isSet(Setting::CookieSameSite))
        return "strict";
    const QByteArray wanted = services.settings.text(Setting::CookieSameSite).toLower().toLatin1();
    if (wanted != "strict" && wanted != "lax" && wanted != "none")
        return "lax";
    return wanted == "none" && !secure && step == SessionStep::Login ? QByteArray("lax") : wanted;
}

QByteArray domainAttribute(const Services& services, const Request& request)
{
    const QString domain = services.settings.text(Setting::CookieDomain).toLower();
    const QString host = hostOf(request);
    const bool fits = domain.contains(u'.') && (host == domain || host.endsWith(u'.' + domain));
    return fits ? "; Domain=" + domain.toLatin1() : QByteArray();
}

QByteArray removal(const QByteArray& name, const QByteArray& domain)
{
    return name + "=\"\"; Max-Age=0; Path=/" + domain + "; SameSite=lax";
}

} // namespace

Result<QByteArray> issueToken(const Services& services, const User& user, SessionStep step)
{
    const auto life = step == SessionStep::Login ? services.settings.accessTokenLife()
                                                 : services.settings.refreshTokenLife();
    const QJsonObject claims{{u"sub"_s, user.username},
                             {u"role"_s, user.role},
                             {u"exp"_s, services.nowSeconds() + qint64(life.count())},
                             {u"jti"_s, newId()},
                             {u"accesses"_s, accessesOf(services.roleOf(user.role))}};
    return crypto::signJwt(claims, services.keys);
}

QList<QByteArray> sessionCookies(const Services& services, const Request& request, const User& user,
                                 const QByteArray& token, SessionStep step)
{
    const QByteArray csrf = crypto::randomToken();
    services.csrf->issued(user.username, csrf);
    const bool secure = isSecure(services, request, step);
    const QByteArray age =
        QByteArray::number(step == SessionStep::Login ? loginCookieSeconds : refreshCookieSeconds);
    const QByteArray domain = domainAttribute(services, request);
    const QByteArray tail = "; Max-Age=" + age + "; Path=/; SameSite=" + sameSite(services, secure, step) +
                            domain + (secure ? "; Secure" : "");
    return {removal("access_token_cookie", domain), "csrf_token=" + csrf + tail,
            "access_token_cookie=" + token + tail + "; HttpOnly"};
}

QList<QByteArray> endCookies(const Services& services, const Request& request)
{
    const QString domain = services.settings.text(Setting::CookieDomain).toLower();
    const QString host = hostOf(request);
    const bool named = !domain.isEmpty() && host.endsWith(domain) && !isLocal(host);
    const QByteArray attribute = named ? "; Domain=" + domain.toLatin1() : QByteArray();
    return {removal("access_token_cookie", attribute), removal("access_token_cookie_dev", attribute)};
}

} // namespace gatehouse::admin
