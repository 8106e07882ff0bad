// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/alert_news.h"

#include "console/app/gateway_link.h"
#include "console/app/navigation.h"
#include "console/client/connection_machine.h"
#include "console/client/event_stream.h"
#include "console/settings/settings.h"
#include "console/widgets/icons.h"
#include "console/widgets/toast.h"

#include <QSystemTrayIcon>
#include <QWidget>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

AlertNews::AlertNews(GatewayLink& link, Navigation& navigation, Toasts& toasts, Settings& settings,
                     QWidget* window)
    : QObject(window)
    , m_link(link)
    , m_navigation(navigation)
    , m_toasts(toasts)
    , m_settings(settings)
    , m_watch(u"alertBadge"_s, link.client(), link.events())
{
    connect(&m_watch, &AlertWatch::changed, this, &AlertNews::showBadge);
    connect(&link, &GatewayLink::ready, &m_watch, &AlertWatch::start);
    connect(&link, &GatewayLink::profileChanged, &m_watch, [this] {
        if (m_profile == m_link.profile().id)
            return; // only its name or version is new
        m_profile = m_link.profile().id;
        m_watch.stop();
        m_watch.clear();
    });
    connect(&link.events(), &EventStream::event, this, &AlertNews::take);
    connect(&link.machine(), &ConnectionMachine::stateChanged, this, &AlertNews::connectionChanged);
}

void AlertNews::showBadge()
{
    m_navigation.setBadge(u"alerts"_s, m_watch.open(), m_watch.critical() > 0,
                          tr("%n alert(s) nobody sees to", nullptr, m_watch.open()));
}

/// Whether the gateway can be reached is judged here, because it cannot tell of its own end.
void AlertNews::connectionChanged()
{
    const bool connected = m_link.machine().isConnected();
    if (m_wasConnected && !connected &&
        (m_link.machine().state() == ConnectionState::Reconnecting ||
         m_link.machine().state() == ConnectionState::Offline))
        notify(tr("%1 cannot be reached").arg(m_link.profile().displayName()), m_link.machine().reason());
    else if (!m_wasConnected && connected)
        m_watch.start();
    m_wasConnected = connected;
}

void AlertNews::take(const QString& type, const QJsonObject& data)
{
    if (type == u"notification"_s)
        return notify(data.value(u"title"_s).toString(), data.value(u"text"_s).toString());
    if (type != u"alert"_s)
        return;
    const QJsonObject alert = data.value(u"alert"_s).toObject();
    const QString what = data.value(u"what"_s).toString();
    const QString rule = alert.value(u"rule"_s).toString();
    const bool critical = alert.value(u"severity"_s).toString() == u"critical"_s;
    if (what == u"fired"_s)
        m_toasts.show(critical ? tokens::Tone::Bad : tokens::Tone::Warning, tr("%1 fires.").arg(rule));
    else if (what == u"resolved"_s)
        m_toasts.show(tokens::Tone::Good, tr("%1 has ended.").arg(rule));
    if (what == u"fired"_s && critical)
        notify(tr("%1 fires.").arg(rule), alert.value(u"summary"_s).toString());
}

void AlertNews::notify(const QString& title, const QString& text)
{
    if (!m_settings.value(Setting::DesktopNotifications).toBool())
        return;
    Q_EMIT notified(title, text);
    if (!QSystemTrayIcon::isSystemTrayAvailable())
        return;
    if (!m_tray) {
        auto* window = qobject_cast<QWidget*>(parent());
        m_tray = new QSystemTrayIcon(appIcon(), this);
        connect(m_tray, &QSystemTrayIcon::messageClicked, window, &QWidget::activateWindow);
        m_tray->show();
    }
    m_tray->showMessage(title, text, QSystemTrayIcon::Warning);
}

} // namespace gatehouse::console
