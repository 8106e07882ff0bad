// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

namespace gatehouse {

/// What calls that name an API by name and version take for the name: tenants name their APIs each for
/// itself, so the tenant comes before it, "tenant:name", unless it is the default one. Names have no colon.
inline QString addressedName(const QString& tenant, const QString& name)
{
    return tenant.isEmpty() || tenant == QLatin1StringView("default") ? name : tenant + u':' + name;
}
/// Of an API as the platform shows it.
inline QString addressedName(const QJsonObject& api)
{
    return addressedName(api.value(QLatin1StringView("api_tenant")).toString(),
                         api.value(QLatin1StringView("api_name")).toString());
}

} // namespace gatehouse
