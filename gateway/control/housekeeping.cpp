// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/housekeeping.h"

#include "common/model/access.h"
#include "common/model/alerting.h"

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

void endCredential(const Credential& credential, qint64 nowMs, ChangeSet& changes)
{
    if (!credential.previous || !credential.expiresAt.isSet() || credential.expiresAt.ms > nowMs)
        return;
    const bool isKept =
        credential.type == CredentialKind::ApiKey && credential.expiresAt.ms + endedKeyKeptMs > nowMs;
    if (!isKept)
        changes.remove(Kind::Credential, credential.id);
    else if (credential.state == CredentialState::Active)
        changes.put(endedKey(credential, nowMs));
}

} // namespace

Credential endedKey(const Credential& key, qint64 nowMs)
{
    Credential ended = key;
    ended.previous = true;
    ended.state = CredentialState::Revoked;
    if (!ended.expiresAt.isSet() || ended.expiresAt.ms > nowMs)
        ended.expiresAt = {nowMs};
    return ended;
}

ChangeSet expireChanges(const Documents& documents, qint64 nowMs)
{
    ChangeSet changes(u"gateway.expire"_s);
    changes.trust(); // an old fault elsewhere in a document must not keep it alive
    documents.of<Subscription>().forEach([&](const Subscription& subscription) {
        if (subscription.state != SubscriptionState::Active || subscription.isUsable(nowMs))
            return;
        Subscription expired = subscription;
        expired.state = SubscriptionState::Expired;
        changes.put(std::move(expired));
    });
    documents.of<Revocation>().forEach([&](const Revocation& revocation) {
        if (!revocation.revokeAll && revocation.expiresAt > 0 && revocation.expiresAt * 1000 <= nowMs)
            changes.remove(Kind::Revocation, revocation.id);
    });
    documents.of<Credential>().forEach(
        [&](const Credential& credential) { endCredential(credential, nowMs, changes); });
    constexpr qint64 keptMs = 30LL * 86'400'000; // so that people can see what was silenced
    documents.of<Silence>().forEach([&](const Silence& silence) {
        if (silence.endsAt.ms + keptMs <= nowMs)
            changes.remove(Kind::Silence, silence.id);
    });
    return changes;
}

} // namespace gatehouse::control
