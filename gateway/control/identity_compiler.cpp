// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/identity_compiler.h"

#include "common/model/access.h"
#include "common/model/api.h"
#include "common/model/credit.h"
#include "gateway/control/header_text.h"
#include "gateway/control/urls.h"
#include "gateway/filters/key_fault.h"

#include <algorithm>
#include <map>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

bool allTokensRevoked(const Documents& documents, const QString& username)
{
    const auto revocations = documents.of<Revocation>().with(By::Principal, username);
    return std::any_of(revocations.begin(), revocations.end(),
                       [](const Revocation* revocation) { return revocation->revokeAll; });
}

void sortUnique(std::vector<proxy::Symbol>& symbols)
{
    std::sort(symbols.begin(), symbols.end());
    symbols.erase(std::unique(symbols.begin(), symbols.end()), symbols.end());
    symbols.shrink_to_fit();
}

/// The id of the API a subscription is for; empty when there is no such API. An API that was deleted and made
/// again is found by its tenant, name and version.
QString apiOf(const Documents& documents, const Subscription& subscription)
{
    if (documents.table(Kind::Api).contains(subscription.apiId))
        return subscription.apiId;
    const Api* api = documents.apiIn(subscription.tenant, subscription.api.section(u'/', 0, -2),
                                     subscription.api.section(u'/', -1));
    return api ? api->id : QString();
}

filters::KeyFault stopOf(SubscriptionState state)
{
    switch (state) {
    case SubscriptionState::Active:
        return filters::KeyFault::None;
    case SubscriptionState::Pending:
        return filters::KeyFault::SubscriptionPending;
    case SubscriptionState::Suspended:
        return filters::KeyFault::SubscriptionSuspended;
    case SubscriptionState::Revoked:
        return filters::KeyFault::SubscriptionRevoked;
    case SubscriptionState::Expired:
        return filters::KeyFault::SubscriptionExpired;
    case SubscriptionState::Rejected:
        return filters::KeyFault::SubscriptionRejected;
    }
    return filters::KeyFault::SubscriptionGone;
}

/// Why the key is refused, whatever the time; the nearest to the key first.
filters::KeyFault stopOf(const Credential& key, const Consumer* consumer, bool active,
                         const Subscription* subscription)
{
    using filters::KeyFault;
    if (key.state != CredentialState::Active)
        return key.previous ? KeyFault::RotatedOut : KeyFault::Revoked;
    if (!active)
        return consumer && consumer->status == ConsumerStatus::Blocked ? KeyFault::ConsumerBlocked
                                                                       : KeyFault::ConsumerSuspended;
    if (key.subscriptionId.isEmpty())
        return KeyFault::None;
    return subscription ? stopOf(subscription->state) : KeyFault::SubscriptionGone;
}

} // namespace

void IdentityCompiler::addSubscriptions(const Documents& documents, const QString& principal,
                                        PrincipalKind kind, proxy::Identity& identity)
{
    // What expires is taken out by a change of its own (see expireChanges()); the clock plays no part here.
    for (const Subscription* subscription : documents.of<Subscription>().with(By::Principal, principal)) {
        if (subscription->principalKind != kind || subscription->state != SubscriptionState::Active)
            continue;
        if (const QString api = apiOf(documents, *subscription); !api.isEmpty())
            identity.subscriptions.push_back(m_symbols.of(Symbols::Space::Api, api));
    }
    sortUnique(identity.subscriptions);
}

void IdentityCompiler::addGroups(const QStringList& groups, proxy::Identity& identity)
{
    for (const QString& group : groups)
        identity.groups.push_back(m_symbols.of(Symbols::Space::Group, group));
    sortUnique(identity.groups);
}

void IdentityCompiler::addCredits(const Documents& documents, const QString& username,
                                  proxy::Identity& identity)
{
    const auto* balances = documents.of<CreditBalance>().first(By::Principal, username);
    if (!balances)
        return;
    for (auto at = balances->credits.cbegin(); at != balances->credits.cend(); ++at) {
        proxy::CreditAccount account;
        account.group = m_symbols.of(Symbols::Space::CreditGroup, at.key());
        account.cell = m_credits.cell(username, at.key(), at->available);
        // A key that cannot be opened is none: the caller then pays with the group's, as without one.
        const Result<QString> key = m_secrets.open(at->userApiKey);
        account.ownKey = key ? headerText(*key) : std::string();
        identity.credits.push_back(std::move(account));
    }
}

IdentityPointer IdentityCompiler::user(const Documents& documents, const User& user)
{
    auto identity = std::make_shared<proxy::Identity>();
    identity->kind = user.serviceClient ? proxy::PrincipalKind::Client : proxy::PrincipalKind::User;
    identity->id = user.id.toStdString();
    identity->name = user.username.toStdString();
    identity->counterKey = stableKey(identity->id);
    if (!user.tenant.isEmpty())
        identity->tenant = m_symbols.of(Symbols::Space::Tenant, user.tenant);
    identity->role = m_symbols.of(Symbols::Space::Role, user.role);
    const Role* role = documents.of<Role>().first(By::NaturalKey, user.role);
    identity->roleBits = role ? role->permissions : 0;
    identity->admin = role ? role->isAdmin() : isAdminRoleName(user.role);
    identity->active = user.active;
    identity->allTokensRevoked = allTokensRevoked(documents, user.username);
    addGroups(user.groups, *identity);
    addSubscriptions(documents, user.username, PrincipalKind::User, *identity);
    identity->limits = limitsOfUser(documents, user);
    addCredits(documents, user.username, *identity);
    return identity;
}

IdentityPointer IdentityCompiler::consumer(const Documents& documents, const Consumer& consumer)
{
    auto identity = std::make_shared<proxy::Identity>();
    identity->kind = proxy::PrincipalKind::Consumer;
    identity->id = consumer.id.toStdString();
    identity->name = consumer.externalId.toStdString();
    identity->counterKey = stableKey(identity->id);
    identity->tenant = m_symbols.of(Symbols::Space::Tenant, consumer.tenant);
    identity->active = consumer.status == ConsumerStatus::Active;
    addGroups(consumer.groups, *identity);
    addSubscriptions(documents, consumer.id, PrincipalKind::Consumer, *identity);
    identity->limits = limitsOfConsumer(documents, consumer, {});
    addPlans(documents, consumer, *identity);
    return identity;
}

/// A caller that is not known by the key of a subscription has the plan of its subscription all the same.
void IdentityCompiler::addPlans(const Documents& documents, const Consumer& consumer,
                                proxy::Identity& identity)
{
    const proxy::Identity plain = identity;
    for (const Subscription* subscription : documents.of<Subscription>().with(By::Principal, consumer.id)) {
        if (subscription->principalKind != PrincipalKind::Consumer || subscription->planId.isEmpty() ||
            subscription->state != SubscriptionState::Active)
            continue;
        auto own = std::make_shared<proxy::Identity>(plain);
        own->limits = limitsOfConsumer(documents, consumer, subscription->planId);
        own->counterKey = stableKey(subscription->id.toStdString()); // as with the key of the subscription
        identity.perApi.emplace_back(m_symbols.of(Symbols::Space::Api, apiOf(documents, *subscription)),
                                     std::move(own));
    }
}

std::string IdentityCompiler::verifierOf(const Credential& credential) const
{
    if (credential.type == CredentialKind::Basic)
        return credential.hash.toUtf8().toStdString();
    const Result<QString> secret = m_secrets.open(credential.sealed.toString());
    return secret ? secret->toStdString() : std::string(); // one that cannot be opened signs nothing
}

IdentityCompiler::Names IdentityCompiler::names(const Documents& documents, const Consumer& consumer,
                                                const IdentityPointer& identity)
{
    Names names;
    const std::string tenant = consumer.tenant.toStdString();
    const auto add = [&](proxy::CallerName by, const QString& name, const Credential* credential) {
        if (name.isEmpty())
            return;
        auto entry = std::make_shared<proxy::CredentialEntry>();
        const std::string text = name.toStdString();
        entry->identity = identity;
        entry->isName = !credential;
        entry->texts = {{}, text, credential ? verifierOf(*credential) : std::string()};
        if (credential) {
            entry->expiresAtMs = credential->expiresAt.ms;
            entry->usable = credential->state == CredentialState::Active;
        }
        names.emplace_back(proxy::callerKey(by, tenant, text), std::move(entry));
    };
    add(proxy::CallerName::ExternalId, consumer.externalId, nullptr);
    add(proxy::CallerName::ProviderId, consumer.keycloakUserId, nullptr);
    add(proxy::CallerName::Fingerprint, QString::fromLatin1(consumer.certificateFingerprint.toLower()),
        nullptr);
    add(proxy::CallerName::Subject, consumer.certificateSubject, nullptr);
    for (const Credential* credential : documents.of<Credential>().with(By::Principal, consumer.id)) {
        if (credential->principalKind != PrincipalKind::Consumer)
            continue;
        if (credential->type == CredentialKind::Basic)
            add(proxy::CallerName::Login, credential->login, credential);
        else if (credential->type == CredentialKind::Hmac)
            add(proxy::CallerName::SigningKey, credential->login, credential);
    }
    addStops(documents, consumer, identity, names);
    return names;
}

/// Keys tell from their own subscription; who comes by anything else is found here.
void IdentityCompiler::addStops(const Documents& documents, const Consumer& consumer,
                                const IdentityPointer& identity, Names& names)
{
    std::map<proxy::Symbol, filters::KeyFault> stops;
    if (!identity->active)
        stops[0] = consumer.status == ConsumerStatus::Blocked ? filters::KeyFault::ConsumerBlocked
                                                              : filters::KeyFault::ConsumerSuspended;
    for (const Subscription* subscription : documents.of<Subscription>().with(By::Principal, consumer.id)) {
        if (subscription->principalKind != PrincipalKind::Consumer ||
            subscription->state == SubscriptionState::Active)
            continue;
        const QString id = apiOf(documents, *subscription);
        const proxy::Symbol api = id.isEmpty() ? 0 : m_symbols.of(Symbols::Space::Api, id);
        if (api == 0 || std::ranges::binary_search(identity->subscriptions, api))
            continue;
        // Of several the one that may still come to life.
        const auto [at, isNew] = stops.emplace(api, stopOf(subscription->state));
        at->second = std::min(at->second, stopOf(subscription->state));
    }
    for (const auto& [api, fault] : stops) {
        auto entry = std::make_shared<proxy::CredentialEntry>();
        entry->identity = identity;
        entry->isName = true;
        entry->texts = {{}, {}, filters::KeyNote{fault, false}.text()};
        names.emplace_back(filters::stopKey(identity->id, api), std::move(entry));
    }
}

std::optional<proxy::CredentialEntry> IdentityCompiler::credential(const Documents& documents,
                                                                   const Credential& credential,
                                                                   const IdentityPointer& identity)
{
    if (credential.type != CredentialKind::ApiKey || !identity)
        return std::nullopt;
    const std::string subscriptionId = credential.subscriptionId.toStdString();
    const auto subscription = documents.of<Subscription>().find(credential.subscriptionId);
    const auto consumer = documents.of<Consumer>().find(credential.principal);
    const filters::KeyNote note{stopOf(credential, consumer.get(), identity->active, subscription.get()),
                                credential.previous};
    proxy::CredentialEntry entry;
    entry.texts = {subscriptionId, credential.prefix.toUtf8().toStdString(), note.text()};
    entry.identity = identity;
    entry.expiresAtMs = credential.expiresAt.ms;
    entry.usable = credential.state == CredentialState::Active;
    if (m_keyUse)
        entry.used = m_keyUse->mark(credential.id.toStdString());
    if (credential.subscriptionId.isEmpty())
        return entry;

    if (!subscription) {
        entry.usable = false;
        return entry;
    }
    const QString api = apiOf(documents, *subscription);
    entry.api = m_symbols.of(Symbols::Space::Api, api); // an unknown API matches no request
    entry.usable = entry.usable && subscription->state == SubscriptionState::Active;
    if (consumer && !subscription->planId.isEmpty()) {
        auto own = std::make_shared<proxy::Identity>(*identity);
        own->limits = limitsOfConsumer(documents, *consumer, subscription->planId);
        own->counterKey = stableKey(subscriptionId); // its plan, its counters
        entry.identity = std::move(own);
    }
    return entry;
}

std::string IdentityCompiler::keyOf(const Credential& credential)
{
    const QByteArray raw = QByteArray::fromHex(credential.hash.toUtf8());
    return raw.size() == 32 ? raw.toStdString() : std::string();
}

} // namespace gatehouse::control
