// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/policy.h"
#include "gateway/admin/v1/v1.h"

namespace gatehouse::admin::v1 {

/// A policy with its header and binding_count; a policy without bindings covers its whole tenant.
QJsonObject policyJson(const Services& services, const Policy& policy);
QJsonObject bindingJson(const Policy& policy, const PolicyBinding& binding);
/// The policy that `id` names, when the caller may see it; else null, and `refused` says why.
std::shared_ptr<const Policy> policyOf(const Services& services, const Request& request, const QString& id,
                                       Reply& refused);
/// Why the caller may not change a policy of this tenant; those of the whole platform (empty) belong to
/// callers without a tenant.
std::optional<Reply> refusalFor(const Services& services, const Request& request, const QString& tenant);
/// Why the policy may not be bound so: what is named does not exist for the caller, or is another tenant's.
std::optional<Reply> bindingRefusal(const Services& services, const Request& request, const Policy& policy,
                                    const PolicyBinding& binding);
/// The part of a name that a person recognises in an audit line: "default/my-limit".
QString policyName(const Policy& policy);

} // namespace gatehouse::admin::v1
