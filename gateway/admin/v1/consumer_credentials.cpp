// SPDX-License-Identifier: GPL-3.0-or-later
// What consumers show besides API keys: passwords for HTTP Basic, shared secrets for signed requests.
#include "common/api/v1_requests.h"
#include "common/core/ids.h"
#include "common/crypto/password.h"
#include "common/crypto/random.h"
#include "gateway/admin/aside.h"
#include "gateway/admin/v1/consumer_json.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace consumer_credentials_calls {

using control::By;
using control::ChangeSet;

/// bcrypt reads no more than 72 bytes; whatever the client sends is generated as often as chosen.
constexpr crypto::PasswordPolicy passwordPolicy{.minLength = 12, .maxLength = 72, .needsKinds = false};

bool isLogin(const Credential& credential)
{
    return credential.principalKind == PrincipalKind::Consumer &&
           (credential.type == CredentialKind::Basic || credential.type == CredentialKind::Hmac);
}

QJsonObject credentialJson(const Credential& credential)
{
    QJsonObject object{
        {u"type"_s, toWire(credential.type)},           {u"login"_s, credential.login.toString()},
        {u"consumer_id"_s, credential.principal},       {u"status"_s, toWire(credential.state)},
        {u"label"_s, textJson(credential.label)},       {u"expires_at"_s, timeJson(credential.expiresAt)},
        {u"previous"_s, credential.previous},           {u"created_at"_s, timeJson(credential.createdAt)},
        {u"rotation_count"_s, credential.rotationCount}};
    addHeader(object, credential);
    return object;
}

Credential fresh(const CredentialRequest& request, const Consumer& consumer)
{
    Credential credential;
    credential.id = newId();
    credential.type = request.type == LoginKind::Basic ? CredentialKind::Basic : CredentialKind::Hmac;
    credential.principal = consumer.id;
    credential.login = request.login;
    if (credential.login.isEmpty())
        credential.login = request.type == LoginKind::Basic ? consumer.externalId
                                                            : QString::fromLatin1(crypto::randomToken(12));
    credential.label = request.label;
    credential.expiresAt = request.expiresAt;
    return credential;
}

/// Stores the credential on top of `changes`. The answer shows it with `more`, which holds its secret.
void store(Services& services, const Call& call, const Done& done, ChangeSet changes,
           const Credential& credential, const QJsonObject& more)
{
    changes.put(credential, control::Expected::absent());
    apply(services, call, changes, done, [&services, id = credential.id, more](const auto&) {
        const auto stored = services.documents().of<Credential>().find(id);
        if (!stored)
            return notFound(u"Credential"_s);
        QJsonObject object = credentialJson(*stored);
        for (auto it = more.begin(); it != more.end(); ++it)
            object.insert(it.key(), it.value());
        return Reply::raw(201, object);
    });
}

/// Puts `secret` into the credential, as a hash or sealed, and then calls `then`; hashing takes a while.
void keepSecret(Services& services, const Done& done, const Credential& credential, const QString& secret,
                std::function<void(const Credential&)> then)
{
    if (credential.type == CredentialKind::Hmac) {
        Credential sealed = credential;
        sealed.sealed = services.secrets.seal(secret).toUtf8();
        return then(sealed);
    }
    runAside(
        &services.control, [secret] { return crypto::hashPassword(secret); },
        [done, credential, then = std::move(then)](const Result<QByteArray>& hash) {
            if (!hash)
                return done(Reply::from(hash.error()));
            Credential hashed = credential;
            hashed.hash = *hash;
            then(hashed);
        });
}

Faults faultsOf(const CredentialRequest& request)
{
    if (request.secret.isEmpty())
        return {};
    if (request.type == LoginKind::Basic)
        return crypto::passwordFaults(request.secret, passwordPolicy, u"secret"_s);
    if (request.secret.size() < 32)
        return {{u"secret"_s, u"length"_s, u"must have at least 32 characters"_s}};
    return {};
}

void create(Services& services, const Call& call, const Done& done)
{
    Reply refused = notFound({});
    const auto consumer = consumerOf(services, *call, refused);
    if (!consumer)
        return done(refused);
    const Result<CredentialRequest> request = bodyAs<CredentialRequest>(*call);
    if (!request)
        return done(Reply::from(request.error()));
    if (const Faults faults = faultsOf(*request); !faults.isEmpty())
        return done(Reply::from(Error::invalid(faults)));
    const QString secret =
        request->secret.isEmpty() ? QString::fromLatin1(crypto::randomToken()) : request->secret;
    const bool known = request->type == LoginKind::Basic && !request->secret.isEmpty();
    const QJsonObject more{{u"secret"_s, known ? QString() : secret}};
    keepSecret(services, done, fresh(*request, *consumer), secret,
               [&services, call, done, more](const Credential& credential) {
                   store(services, call, done, ChangeSet(u"consumer.credential_create"_s), credential, more);
               });
}

bool isKey(const Credential& credential)
{
    return credential.principalKind == PrincipalKind::Consumer && credential.type == CredentialKind::ApiKey;
}

/// The consumer's credential that the path names, if it is of such a kind; answers when there is none.
std::shared_ptr<const Credential> credentialOf(Services& services, const Call& call, const Done& done,
                                               bool (*isWanted)(const Credential&))
{
    Reply refused = notFound({});
    const auto consumer = consumerOf(services, *call, refused);
    if (!consumer) {
        done(refused);
        return nullptr;
    }
    const auto credential = services.documents().of<Credential>().find(call->param(u"credential"_s));
    if (credential && credential->principal == consumer->id && isWanted(*credential))
        return credential;
    done(notFound(u"Credential %1"_s.arg(call->param(u"credential"_s))));
    return nullptr;
}

/// A new one of the same kind. A shared secret gets a key id of its own, so that both can work for a while.
Credential successorOf(const Credential& old, qint64 nowMs)
{
    Credential fresh = old;
    static_cast<DocumentHeader&>(fresh) = DocumentHeader();
    fresh.id = newId();
    fresh.rotatedAt = {nowMs};
    fresh.rotationCount = old.rotationCount + 1;
    if (old.type == CredentialKind::Hmac)
        fresh.login = QString::fromLatin1(crypto::randomToken(12));
    return fresh;
}

/// When the old one ends, which is put into `changes`.
TimeMs endOf(const Credential& old, qint64 nowMs, int graceHours, ChangeSet& changes)
{
    constexpr qint64 hourMs = 3'600'000;
    if (graceHours == 0) {
        changes.remove(Kind::Credential, old.id);
        return {nowMs};
    }
    Credential previous = old;
    previous.previous = true;
    const TimeMs ends{nowMs + graceHours * hourMs};
    if (!previous.expiresAt.isSet() || ends < previous.expiresAt)
        previous.expiresAt = ends;
    changes.put(previous);
    return previous.expiresAt;
}

/// Of one name only one password is accepted, so an old password ends at once.
void rotate(Services& services, const Call& call, const Done& done)
{
    const Result<RotateRequest> request = bodyAs<RotateRequest>(*call);
    if (!request)
        return done(Reply::from(request.error()));
    const auto old = credentialOf(services, call, done, isLogin);
    if (!old)
        return;
    if (old->previous)
        return done(wrongState(u"The credential was rotated already"_s));
    if (old->type == CredentialKind::Basic && request->gracePeriodHours != 0)
        return done(Reply::from(
            Error::invalid(u"grace_period_hours"_s, u"range"_s,
                           u"must be 0 for a password: of one name only one password is accepted"_s)));
    const qint64 now = services.clock.wallMs();
    ChangeSet changes(u"consumer.credential_rotate"_s);
    const TimeMs ends = endOf(*old, now, request->gracePeriodHours, changes);
    const QString secret = QString::fromLatin1(crypto::randomToken());
    const QJsonObject more{{u"secret"_s, secret}, {u"old_expires_at"_s, timeJson(ends)}};
    keepSecret(services, done, successorOf(*old, now), secret,
               [&services, call, done, more, changes](const Credential& credential) {
                   store(services, call, done, changes, credential, more);
               });
}

void list(Services& services, const Call& call, const Done& done)
{
    Reply refused = notFound({});
    const auto consumer = consumerOf(services, *call, refused);
    if (!consumer)
        return done(refused);
    QJsonArray items;
    for (const Credential* each : services.documents().of<Credential>().with(By::Principal, consumer->id)) {
        if (isLogin(*each))
            items.append(credentialJson(*each));
    }
    done(Reply::raw(200, {{u"items"_s, items}, {u"total"_s, items.size()}}));
}

/// The present key of a subscription stays with it: without a key a subscription would let nobody in and say
/// that it is active.
void remove(Services& services, const Call& call, const Done& done)
{
    const auto credential = credentialOf(services, call, done,
                                         [](const Credential& each) { return isLogin(each) || isKey(each); });
    if (!credential)
        return;
    if (isKey(*credential) && !credential->previous)
        return done(wrongState(u"The key is the present one of subscription %1: revoke that, or rotate the "
                               "key first"_s.arg(credential->subscriptionId)));
    ChangeSet changes(u"consumer.credential_delete"_s);
    changes.remove(Kind::Credential, credential->id);
    apply(services, call, changes, done, [](const auto&) { return Reply::noContent(); });
}

} // namespace consumer_credentials_calls
} // namespace

void registerConsumerCredentials(Registry& registry, Services& services)
{
    using namespace consumer_credentials_calls;
    onAll(registry, services, {CallId::ConsumerCredentialCreate}, create);
    onAll(registry, services, {CallId::ConsumerCredentialList}, list);
    onAll(registry, services, {CallId::ConsumerCredentialDelete}, remove);
    onAll(registry, services, {CallId::ConsumerCredentialRotate}, rotate);
}

} // namespace gatehouse::admin::v1
