// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/document_header.h"
#include "common/model/field.h"

namespace gatehouse {

/// For information: what a group offers.
struct CreditTier {
    QString name;
    qint64 credits = 0;
    qint64 inputLimit = 0;
    qint64 outputLimit = 0;
    QString resetFrequency;
};
template <>
const EntityTable& tableOf<CreditTier>();

/// A credit definition: which key the gateway shows upstream for callers that pay with this group's credits.
struct CreditGroup : DocumentHeader {
    static constexpr Kind kKind = Kind::CreditGroup;

    QString group;
    QString apiKey; ///< "enc:..." when an encryption key is set
    QString apiKeyHeader;
    QList<CreditTier> tiers;
    QString apiKeyNew;
    TimeMs rotationExpires; ///< afterwards only apiKeyNew counts
};
template <>
const EntityTable& tableOf<CreditGroup>();

/// What one user has left in one group.
struct Balance {
    QString tierName;
    qint64 available = 0;
    QString resetDate;
    QString userApiKey; ///< encrypted at rest
};
template <>
const EntityTable& tableOf<Balance>();

/// All balances of one user.
struct CreditBalance : DocumentHeader {
    static constexpr Kind kKind = Kind::CreditBalance;

    QString username;
    QMap<QString, Balance> credits; ///< by group
};
template <>
const EntityTable& tableOf<CreditBalance>();

} // namespace gatehouse
