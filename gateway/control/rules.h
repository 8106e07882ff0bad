// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/plan.h"
#include "gateway/control/stage.h"

namespace gatehouse {
struct AlertRule;
}

namespace gatehouse::control {

/// The rules between documents: unique keys, references, published paths. Looks only at what changed and at
/// what it can hurt. Every fault names the document that is in the way.
/// `actor`: who makes the change; some references are for their owners alone.
Faults checkRules(const Documents& documents, const QList<StagedChange>& changes, const QString& actor);

struct Dependent {
    Kind kind;
    QString id;
};
/// Documents that cannot exist without the given one, which has just left its table: operations of an API and
/// what consumers have for it, validations of an operation, subscriptions, keys, balances, vault entries and
/// assignments of a principal, keys of a subscription, assignments of a plan, silences of an alert rule.
QList<Dependent> dependentsOf(const Documents& documents, Kind kind, const void* entity);

/// Policies without their bindings to an API that has just left. One that loses its last binding is switched
/// off: without any it would apply to every API of its tenant.
QList<std::shared_ptr<void>> releasedBy(const Documents& documents, Kind kind, const void* entity);

/// Proto files that were uploaded before the API that has just come, now with it.
QList<std::shared_ptr<void>> adoptedBy(const Documents& documents, Kind kind, const void* entity);

/// Fills in what is made from other fields or documents, such as the path of an API.
void complete(Documents& documents, Kind kind, void* entity);

/// The plan meant by an id or by a slug; null when there is none. Of equal slugs the tenant's own comes
/// before the one for all; who belongs to no tenant is meant the one for all, else that of the first tenant
/// by name.
const Plan* planOf(const Documents& documents, const QString& reference, const QString& tenant);

/// The API that an alert rule looks at: one of its own tenant, if it has one. Null when there is none.
const Api* watchedApi(const Documents& documents, const AlertRule& rule);

} // namespace gatehouse::control
