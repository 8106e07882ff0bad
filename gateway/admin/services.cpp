// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/services.h"

#include "common/model/access.h"

namespace gatehouse::admin {

std::shared_ptr<const Role> Services::roleOf(const QString& name) const
{
    const auto roles = documents().of<Role>();
    const Role* role = roles.first(control::By::NaturalKey, control::naturalKeyOf(QStringList{name}));
    return role ? roles.find(role->id) : nullptr;
}

} // namespace gatehouse::admin
