// SPDX-License-Identifier: GPL-3.0-or-later
// The token endpoint of service clients: OAuth 2.0 client credentials (RFC 6749 section 4.4, week-one
// runbook 2.1).
#include "common/core/ids.h"
#include "common/crypto/constant_time.h"
#include "common/crypto/jwt.h"
#include "common/crypto/sha256.h"
#include "common/model/subscription.h"
#include "gateway/admin/address_limiter.h"
#include "gateway/admin/v1/v1.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace tokens_calls {

using config::Setting;
using control::By;

constexpr qint64 tokenSeconds = 300;

Reply oauthError(int status, const QString& error, const QString& description)
{
    return Reply::raw(status, {{u"error"_s, error}, {u"error_description"_s, description}})
        .with("Cache-Control", "no-store");
}

struct Presented {
    QString id;
    QByteArray secret;
};

/// From the Authorization header (RFC 6749 2.3.1) or from the form.
Presented presentedBy(const Request& request, const QUrlQuery& form)
{
    const QByteArray header = request.header("authorization");
    if (header.left(6).toLower() == "basic ") {
        const QByteArray pair = QByteArray::fromBase64(header.mid(6).trimmed());
        const qsizetype colon = pair.indexOf(':');
        if (colon > 0)
            return {QString::fromUtf8(QByteArray::fromPercentEncoding(pair.left(colon))),
                    QByteArray::fromPercentEncoding(pair.mid(colon + 1))};
    }
    return {form.queryItemValue(u"client_id"_s, QUrl::FullyDecoded),
            form.queryItemValue(u"client_secret"_s, QUrl::FullyDecoded).toUtf8()};
}

const User* clientOf(const Services& services, const Presented& presented)
{
    const User* user = services.documents().user(presented.id);
    if (!user || !user->serviceClient || !user->active)
        return nullptr;
    const QByteArray hash = crypto::sha256Hex(presented.secret);
    for (const Credential* credential :
         services.documents().of<Credential>().with(By::Principal, presented.id)) {
        if (credential->type == CredentialKind::ClientSecret &&
            credential->isUsable(services.clock.wallMs()) &&
            crypto::constantTimeEquals(credential->hash.toUtf8(), hash))
            return user;
    }
    return nullptr;
}

/// The same brake as for logins: guessing a secret is guessing a password.
std::optional<Reply> braked(const Services& services, AddressLimiter& attempts, const Request& request)
{
    if (services.settings.flag(Setting::LoginLimitOff))
        return std::nullopt;
    const int window = int(services.settings.duration(Setting::LoginWindow).count() / 1000);
    const auto verdict =
        attempts.take(request.clientIp, int(services.settings.integer(Setting::LoginLimit)), window);
    if (verdict.allowed)
        return std::nullopt;
    return oauthError(429, u"slow_down"_s, u"Too many token requests from this address"_s)
        .with("Retry-After", QByteArray::number(std::max<qint64>(1, verdict.waitSeconds)));
}

void token(Services& services, AddressLimiter& failures, const Call& call, const Done& done)
{
    const QUrlQuery form(QString::fromUtf8(call->body).replace(u'+', u' '));
    const QString grant = form.queryItemValue(u"grant_type"_s, QUrl::FullyDecoded);
    const Presented presented = presentedBy(*call, form);
    call->audit->target = presented.id;
    if (grant.isEmpty())
        return done(oauthError(400, u"invalid_request"_s, u"grant_type is missing"_s));
    if (grant != u"client_credentials"_s)
        return done(oauthError(400, u"unsupported_grant_type"_s, u"grant_type must be client_credentials"_s));
    if (presented.id.isEmpty() || presented.secret.isEmpty())
        return done(oauthError(400, u"invalid_request"_s, u"client_id and client_secret must be given"_s));
    const User* client = clientOf(services, presented);
    if (const auto refused = client ? std::nullopt : braked(services, failures, *call))
        return done(*refused);
    if (!client)
        return done(oauthError(401, u"invalid_client"_s, u"The client is unknown or its secret is wrong"_s)
                        .with("WWW-Authenticate", "Basic realm=\"gatehouse\""));
    const QJsonObject claims{{u"sub"_s, client->username},
                             {u"role"_s, client->role},
                             {u"azp"_s, client->username},
                             {u"iat"_s, services.nowSeconds()},
                             {u"exp"_s, services.nowSeconds() + tokenSeconds},
                             {u"jti"_s, newId()}};
    const Result<QByteArray> signedToken = crypto::signJwt(claims, services.keys);
    if (!signedToken)
        return done(Reply::from(signedToken.error()));
    done(Reply::raw(200, {{u"access_token"_s, QString::fromLatin1(*signedToken)},
                          {u"token_type"_s, u"Bearer"_s},
                          {u"expires_in"_s, tokenSeconds},
                          {u"scope"_s, u"admin"_s}})
             .with("Cache-Control", "no-store"));
}

void live(Services& services, const Call&, const Done& done)
{
    done(Reply::raw(200, {{u"status"_s, u"ok"_s}, {u"version"_s, services.version}}));
}

} // namespace tokens_calls
} // namespace

void registerTokens(Registry& registry, Services& services)
{
    using namespace tokens_calls;
    const auto failures = std::make_shared<AddressLimiter>(services.clock);
    registry.on(CallId::V1Token, [&services, failures](const Call& call, Done done) {
        token(services, *failures, call, done);
    });
    onAll(registry, services, {CallId::V1Live}, live);
}

} // namespace gatehouse::admin::v1
