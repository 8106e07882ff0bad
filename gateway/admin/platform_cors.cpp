// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/platform_cors.h"

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

namespace gatehouse::admin {

namespace {

const QStringList& defaultHeaders()
{
    static const QStringList headers{u"Accept"_s, u"Content-Type"_s, u"X-CSRF-Token"_s, u"Authorization"_s,
                                     u"X-Requested-With"_s};
    return headers;
}

bool isLocalOrigin(const QString& origin)
{
    for (const QString& start :
         {u"http://localhost"_s, u"https://localhost"_s, u"http://127.0.0.1"_s, u"https://127.0.0.1"_s}) {
        const QString rest = origin.mid(start.size());
        if (origin.startsWith(start) && (rest.isEmpty() || rest.startsWith(u':')))
            return true;
    }
    return false;
}

QByteArray joined(const QStringList& words)
{
    return words.join(u", "_s).toLatin1();
}

} // namespace

bool platformOriginAllowed(const config::Settings& settings, const QString& origin)
{
    const QStringList allowed = settings.list(Setting::AllowedOrigins);
    if (!allowed.isEmpty() && !allowed.contains(u"*"_s))
        return allowed.contains(origin);
    const bool strict = settings.flag(Setting::CorsStrict) && settings.flag(Setting::AllowCredentials);
    return !strict || isLocalOrigin(origin);
}

QStringList platformAllowedHeaders(const config::Settings& settings)
{
    const QStringList headers = settings.list(Setting::AllowHeaders);
    return headers.isEmpty() || headers.contains(u"*"_s) ? defaultHeaders() : headers;
}

Reply platformPreflight(const config::Settings& settings, const Request& request)
{
    const QStringList headers = platformAllowedHeaders(settings);
    Reply reply = Reply::noContent();
    reply.addHeader("Access-Control-Allow-Methods", joined(settings.list(Setting::AllowMethods)));
    reply.addHeader("Access-Control-Allow-Headers", joined(headers));
    for (const Reply::Header& header : platformCorsHeaders(settings, request))
        reply.addHeader(header.first, header.second);
    return reply;
}

QList<Reply::Header> platformCorsHeaders(const config::Settings& settings, const Request& request)
{
    QList<Reply::Header> headers{{"Vary", "Origin"}};
    if (settings.flag(Setting::AllowCredentials))
        headers.append(Reply::Header("Access-Control-Allow-Credentials", "true"));
    const QByteArray origin = request.header("origin");
    if (origin.isEmpty())
        return headers;
    if (platformOriginAllowed(settings, QString::fromLatin1(origin)))
        headers.append(Reply::Header("Access-Control-Allow-Origin", origin));
    else if (settings.flag(Setting::CorsStrict) && request.method == u"OPTIONS"_s)
        headers.append(Reply::Header("Access-Control-Allow-Origin", QByteArray()));
    return headers;
}

} // namespace gatehouse::admin
