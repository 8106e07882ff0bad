// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/crypto/stored_secrets.h"
#include "common/model/plan.h"
#include "common/model/principal.h"
#include "common/model/subscription.h"
#include "gateway/control/credit_ledger.h"
#include "gateway/control/documents.h"
#include "gateway/control/key_use.h"
#include "gateway/control/symbols.h"

#include <optional>
#include <string>

namespace gatehouse::control {

using IdentityPointer = std::shared_ptr<const proxy::Identity>;

/// Users, consumers and their keys as the data path needs them.
class IdentityCompiler {
public:
    /// All outlive the compiler; without `keyUse` keys get no mark.
    IdentityCompiler(Symbols& symbols, CreditLedger& credits, const crypto::StoredSecrets& secrets,
                     KeyUse* keyUse)
        : m_symbols(symbols)
        , m_credits(credits)
        , m_secrets(secrets)
        , m_keyUse(keyUse)
    {
    }

    IdentityPointer user(const Documents& documents, const User& user);
    IdentityPointer consumer(const Documents& documents, const Consumer& consumer);
    /// `identity`: of the credential's principal. Nothing for credentials that are no API keys.
    std::optional<proxy::CredentialEntry> credential(const Documents& documents, const Credential& credential,
                                                     const IdentityPointer& identity);
    /// What a consumer is known by besides its keys, callerKey() -> entry, and why it may not call what it
    /// cannot, filters::stopKey() -> entry.
    using Names = std::vector<std::pair<std::string, std::shared_ptr<const proxy::CredentialEntry>>>;
    Names names(const Documents& documents, const Consumer& consumer, const IdentityPointer& identity);
    /// The key under which a credential is filed: 32 raw bytes; empty when its hash is none.
    static std::string keyOf(const Credential& credential);

private:
    void addSubscriptions(const Documents& documents, const QString& principal, PrincipalKind kind,
                          proxy::Identity& identity);
    void addGroups(const QStringList& groups, proxy::Identity& identity);
    void addPlans(const Documents& documents, const Consumer& consumer, proxy::Identity& identity);
    void addStops(const Documents& documents, const Consumer& consumer, const IdentityPointer& identity,
                  Names& names);
    std::string verifierOf(const Credential& credential) const;

    void addCredits(const Documents& documents, const QString& username, proxy::Identity& identity);

    Symbols& m_symbols;
    CreditLedger& m_credits;
    const crypto::StoredSecrets& m_secrets;
    KeyUse* m_keyUse;
};

/// The limits of a principal: its own, and those of its tier or plan.
std::shared_ptr<const proxy::PrincipalLimits> limitsOfUser(const Documents& documents, const User& user);
std::shared_ptr<const proxy::PrincipalLimits>
limitsOfConsumer(const Documents& documents, const Consumer& consumer, const QString& subscriptionPlan);

std::shared_ptr<const proxy::PrincipalLimits> limitsOfPlan(const Plan& plan);
/// The plan of users without one (is_default); null when there is none.
const Plan* defaultPlan(const Documents& documents);

} // namespace gatehouse::control
