// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/alert_watch.h"

#include <QObject>
#include <QPointer>

class QSystemTrayIcon;
class QWidget;

namespace gatehouse::console {

class GatewayLink;
class Navigation;
class Settings;
class Toasts;

/// Brings alerts to whoever is at the desk: the badge in the navigation, a toast when one fires or ends, and
/// notifications of the desktop for critical ones, for messages of desktop channels and when the gateway
/// cannot be reached. The latter are off until switched on in the preferences, and need a tray.
class AlertNews : public QObject {
    Q_OBJECT
public:
    AlertNews(GatewayLink& link, Navigation& navigation, Toasts& toasts, Settings& settings, QWidget* window);
    const AlertWatch& watch() const { return m_watch; }

Q_SIGNALS:
    /// For tests: what a notification of the desktop says.
    void notified(const QString& title, const QString& text);

private:
    void connectionChanged();
    void showBadge();
    void take(const QString& type, const QJsonObject& data);
    void notify(const QString& title, const QString& text);
    GatewayLink& m_link;
    Navigation& m_navigation;
    Toasts& m_toasts;
    Settings& m_settings;
    AlertWatch m_watch;
    QPointer<QSystemTrayIcon> m_tray; ///< made when first needed
    QString m_profile;                ///< whose alerts are watched
    bool m_wasConnected = false;
};

} // namespace gatehouse::console
