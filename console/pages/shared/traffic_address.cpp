// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/traffic_address.h"

#include "console/client/api_client.h"
#include "console/settings/settings.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {
constexpr int adminPort = 8000;
constexpr int publicPort = 3001;
} // namespace

QUrl trafficAddress(const PageContext& context)
{
    const ConnectionProfile& profile = context.client.profile();
    const QString set =
        context.settings.value(Setting::TrafficAddresses).toMap().value(profile.id).toString();
    if (!set.isEmpty())
        return QUrl(set);
    QUrl url = profile.url;
    if (url.port() == adminPort)
        url.setPort(publicPort);
    url.setPath({});
    return url;
}

void setTrafficAddress(const PageContext& context, const QUrl& address)
{
    QVariantMap all = context.settings.value(Setting::TrafficAddresses).toMap();
    all.insert(context.client.profile().id, address.toString());
    context.settings.setValue(Setting::TrafficAddresses, all);
}

} // namespace gatehouse::console
