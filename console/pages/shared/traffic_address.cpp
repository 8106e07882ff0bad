// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/traffic_address.h"

#include "console/client/api_client.h"
#include "console/settings/settings.h"

#include <QJsonObject>

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
    url.setPath({});
    const QJsonObject told = context.gatewayInfo();
    if (url.port() == told[u"admin_port"_s].toInt(adminPort)) {
        url.setScheme(told[u"traffic"_s][u"scheme"_s].toString(url.scheme()));
        url.setPort(told[u"traffic"_s][u"port"_s].toInt(publicPort));
    }
    return url;
}

void setTrafficAddress(const PageContext& context, const QUrl& address)
{
    QVariantMap all = context.settings.value(Setting::TrafficAddresses).toMap();
    all.insert(context.client.profile().id, address.toString());
    context.settings.setValue(Setting::TrafficAddresses, all);
}

} // namespace gatehouse::console
