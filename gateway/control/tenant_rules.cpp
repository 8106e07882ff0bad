// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/tenant_rules.h"

#include "common/model/principal.h"
#include "gateway/control/owners.h"

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

Result<void> checkTenants(const Documents& documents, const QList<StagedChange>& changes, const Actor& actor)
{
    if (actor.source != u"api" && actor.source != u"console")
        return {}; // the gateway itself
    const User* const user = documents.user(actor.name);
    // Who is gone now, or changed, was somebody when the change began.
    QString tenant = user ? user->tenant : QString();
    for (const StagedChange& change : changes) {
        if (change.kind == Kind::User && change.before &&
            static_cast<const User*>(change.before.get())->username == actor.name)
            tenant = static_cast<const User*>(change.before.get())->tenant;
    }
    if (tenant.isEmpty())
        return {};
    const Owners owners(documents);
    for (const StagedChange& change : changes) {
        for (const AnyDocument& state : {change.before, change.after}) {
            const auto owner = state ? owners.of(change.kind, state.get()) : std::nullopt;
            if (owner && *owner != tenant)
                return Error::forbidden(u"You may only work with tenant %1"_s.arg(tenant), u"GH005"_s);
        }
    }
    return {};
}

} // namespace gatehouse::control
