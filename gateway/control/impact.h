// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/subscription.h"
#include "gateway/control/compiler.h"
#include "gateway/control/concerns.h"

#include <QSet>

namespace gatehouse::control {

/// A user by name or a consumer by id.
struct PrincipalKey {
    PrincipalKind kind;
    QString name;
    friend bool operator==(const PrincipalKey&, const PrincipalKey&) = default;
};
inline size_t qHash(const PrincipalKey& key, size_t seed = 0)
{
    return qHashMulti(seed, int(key.kind), key.name);
}

/// The parts of a snapshot that changes touch. This is the one place that knows what depends on what.
struct Impact {
    QSet<QString> apis;    ///< ids: routes, operations, servers and chains
    QSet<QString> chains;  ///< ids: chains alone
    QSet<QString> tenants; ///< chains of all their APIs
    bool allChains = false;
    Concerns concerns; ///< which parts of the chains, but for those of `apis`
    bool guard = false;
    QSet<PrincipalKey> principals; ///< identity and keys
    QSet<QString> revocations;     ///< document ids
    QSet<QString> routings;        ///< client keys
};

Impact impactOf(const Documents& documents, const QList<Dirty>& changes);
Impact impactOfAll(const Documents& documents);

} // namespace gatehouse::control
