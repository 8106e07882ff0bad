// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/authenticator.h"

#include "common/crypto/constant_time.h"
#include "common/crypto/jwt.h"
#include "gateway/admin/csrf_values.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
Error unauthorized(const QString& text)
{
    Error error;
    error.type = ErrorType::Unauthorized;
    error.source = ErrorSource::Client;
    error.message = text;
    return error;
}

bool csrfExempt(const QString& path)
{
    return path.startsWith(u"/api/"_s) || path == u"/platform/user/admin"_s ||
           path.startsWith(u"/platform/authorization"_s);
}
} // namespace

QByteArray Authenticator::tokenOf(const Request& request)
{
    const QString cookie = request.cookie("access_token_cookie");
    if (!cookie.isEmpty())
        return cookie.toLatin1();
    const QList<QByteArray> words = request.header("authorization").simplified().split(' ');
    if (words.size() == 1)
        return words.first();
    if (words.size() == 2 && words.first().compare("bearer", Qt::CaseInsensitive) == 0)
        return words.last();
    return {};
}

/// The platform asks whoever calls; elsewhere a token in Authorization is enough, because no page of somebody
/// else can make a browser send it.
bool Authenticator::asksForCsrf(const Request& request) const
{
    if (!m_services.settings.flag(config::Setting::HttpsOnly) || !request.https || csrfExempt(request.path))
        return false;
    return request.path.startsWith(u"/platform/"_s) || !request.cookie("access_token_cookie").isEmpty();
}

Result<Caller> Authenticator::identify(const Request& request) const
{
    const QByteArray token = tokenOf(request);
    if (token.isEmpty())
        return unauthorized(u"Unauthorized"_s);
    const bool asksForValue = asksForCsrf(request);
    const QByteArray sent = request.header("x-csrf-token");
    const QByteArray kept = request.cookie("csrf_token").toLatin1();
    if (asksForValue && (sent.isEmpty() || (!kept.isEmpty() && !crypto::constantTimeEquals(sent, kept))))
        return unauthorized(u"Invalid CSRF token"_s);
    crypto::JwtClaims claims;
    const crypto::JwtTimes times{m_services.nowSeconds(), 0, true};
    const crypto::JwtFault fault =
        crypto::verifyJwt({token.constData(), std::size_t(token.size())}, m_services.keys, times, claims);
    if (fault != crypto::JwtFault::None) {
        Error error = unauthorized(u"Unauthorized"_s);
        if (fault == crypto::JwtFault::Expired)
            error.code = u"token_expired"_s; // only /v1 tells
        return error;
    }
    const QString username = QString::fromStdString(claims.subject);
    const QString tokenId = QString::fromStdString(claims.id);
    if (username.isEmpty() || tokenId.isEmpty() || isRevoked(username, tokenId))
        return unauthorized(u"Unauthorized"_s);
    if (asksForValue && kept.isEmpty() && !m_services.csrf->holds(username, sent))
        return unauthorized(u"Invalid CSRF token"_s);
    const User* user = m_services.documents().user(username);
    if (!user || !user->active)
        return unauthorized(u"Unauthorized"_s);
    Caller caller;
    caller.user = m_services.documents().of<User>().find(user->id);
    caller.role = m_services.roleOf(user->role);
    caller.token = {tokenId, claims.expires.value_or(0), claims.all().value(u"accesses"_s).toObject()};
    return caller;
}

bool Authenticator::allRevoked(const QString& username) const
{
    const auto snapshot = m_services.hub.current();
    const auto* identity = snapshot->users.find(username.toStdString());
    return identity && (*identity)->allTokensRevoked;
}

bool Authenticator::isRevoked(const QString& username, const QString& tokenId) const
{
    const auto snapshot = m_services.hub.current();
    const std::string key = username.toStdString() + '\0' + tokenId.toStdString();
    return snapshot->revokedTokens.find(key) || allRevoked(username);
}

} // namespace gatehouse::admin
