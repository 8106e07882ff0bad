// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/diagnostics.h"

#include "console/app/gateway_link.h"
#include "console/settings/settings.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QSslSocket>
#include <QStringList>
#include <QSysInfo>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

QString diagnosticsText(const Settings& settings, GatewayLink& link)
{
    QStringList lines;
    lines.append(u"Gatehouse console "_s + QCoreApplication::applicationVersion());
    lines.append(u"Qt %1, %2, %3"_s.arg(QString::fromLatin1(qVersion()),
                                        QSslSocket::sslLibraryVersionString(),
                                        QSysInfo::prettyProductName()));
    lines.append(
        u"Platform %1, scale %2"_s.arg(QGuiApplication::platformName()).arg(qGuiApp->devicePixelRatio()));
    const ConnectionProfile& profile = link.profile();
    lines.append(u"Gateway %1, %2%3"_s.arg(profile.url.toString(QUrl::RemoveUserInfo),
                                           nameOf(profile.environment),
                                           profile.readOnly ? u", read-only"_s : QString()));
    lines.append(u"Gateway version "_s + link.gatewayInfo().value(u"version"_s).toString());
    lines.append(u"State %1, latency %2 ms, last answer %3"_s.arg(static_cast<int>(link.machine().state()))
                     .arg(link.machine().latencyMs())
                     .arg(link.machine().lastAnswer().toString(Qt::ISODate)));
    lines.append(u"Reason: "_s + link.machine().reason());
    lines.append(u"Events: mode %1, revision %2"_s.arg(static_cast<int>(link.events().mode()))
                     .arg(link.events().revision()));
    for (const SettingInfo& info : Settings::table()) {
        if (*info.label && !settings.isDefault(info.setting))
            lines.append(QLatin1StringView(info.key) + u" = "_s + settings.text(info.setting));
    }
    return lines.join(u'\n');
}

} // namespace gatehouse::console
