// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/services.h"

#include "common/model/access.h"
#include "common/model/principal.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

std::shared_ptr<const Role> Services::roleOf(const QString& name) const
{
    const auto roles = documents().of<Role>();
    const Role* role = roles.first(control::By::NaturalKey, control::naturalKeyOf(QStringList{name}));
    return role ? roles.find(role->id) : nullptr;
}

bool Services::isAdminRole(const QString& name) const
{
    const auto role = roleOf(name);
    return isAdminRoleName(name) || (role && role->isAdmin());
}

bool Services::isAdminUser(const User& user) const
{
    return user.username == u"admin"_s || isAdminRole(user.role);
}

} // namespace gatehouse::admin
