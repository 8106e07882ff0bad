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
        {u"type"_s, toWire(credential.type)},     {u"login"_s, credential.login},
        {u"consumer_id"_s, credential.principal}, {u"status"_s, toWire(credential.state)},
        {u"label"_s, textJson(credential.label)}, {u"expires_at"_s, timeJson(credential.expiresAt)}};
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

void store(Services& services, const Call& call, const Done& done, const Credential& credential,
           const QString& shownOnce)
{
    ChangeSet changes(u"consumer.credential_create"_s);
    changes.put(credential, control::Expected::absent());
    apply(services, call, changes, done, [&services, id = credential.id, shownOnce](const auto&) {
        const auto stored = services.documents().of<Credential>().find(id);
        if (!stored)
            return notFound(u"Credential"_s);
        QJsonObject object = credentialJson(*stored);
        object.insert(u"secret"_s, shownOnce);
        return Reply::raw(201, object);
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
    Credential credential = fresh(*request, *consumer);
    const QString secret =
        request->secret.isEmpty() ? QString::fromLatin1(crypto::randomToken()) : request->secret;
    if (request->type == LoginKind::Hmac) {
        credential.sealed = services.secrets.seal(secret).toUtf8();
        return store(services, call, done, credential, secret);
    }
    const QString shownOnce = request->secret.isEmpty() ? secret : QString();
    runAside(
        &services.control, [secret] { return crypto::hashPassword(secret); },
        [&services, call, done, credential, shownOnce](const Result<QByteArray>& hash) mutable {
            if (!hash)
                return done(Reply::from(hash.error()));
            credential.hash = *hash;
            store(services, call, done, credential, shownOnce);
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

void remove(Services& services, const Call& call, const Done& done)
{
    Reply refused = notFound({});
    const auto consumer = consumerOf(services, *call, refused);
    if (!consumer)
        return done(refused);
    const auto credential = services.documents().of<Credential>().find(call->param(u"credential"_s));
    if (!credential || credential->principal != consumer->id || !isLogin(*credential))
        return done(notFound(u"Credential %1"_s.arg(call->param(u"credential"_s))));
    ChangeSet changes(u"consumer.credential_delete"_s);
    changes.remove(Kind::Credential, credential->id);
    apply(services, call, changes, done, [](const auto&) { return Reply::noContent(); });
}

} // namespace

void registerConsumerCredentials(Registry& registry, Services& services)
{
    onAll(registry, services, {CallId::ConsumerCredentialCreate}, create);
    onAll(registry, services, {CallId::ConsumerCredentialList}, list);
    onAll(registry, services, {CallId::ConsumerCredentialDelete}, remove);
}

} // namespace gatehouse::admin::v1
