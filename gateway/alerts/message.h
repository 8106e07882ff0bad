// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/alerting.h"
#include "gateway/observe/alert_engine.h"

#include <QJsonObject>

namespace gatehouse::alerts {

/// "High error rate: 12.5 % above 5 %", with the subject when there is one.
QString summaryOf(const observe::Alert& alert);
/// "12.5 %", "down", "3 days".
QString valueText(const observe::Alert& alert, double value);

/// What a rule does, in words: "share of 5xx above 5 % over 300 s, for 300 s, with at least 20 requests".
QString summaryOf(const AlertRule& rule);

/// One message about everything that happened to alerts: {event, title, text, severity, alerts}. `event` is
/// alert.fired, alert.resolved or alert.reminder, and alert.changed when it tells of several kinds.
QJsonObject alertMessage(const std::vector<observe::AlertEvent>& events, const QString& gateway);
/// What a test sends.
QJsonObject testMessage(const QString& channel, const QString& by, const QString& gateway);
/// For subscriptions: {event, title, text, subscription}.
QJsonObject subscriptionMessage(const QString& event, const QJsonObject& subscription,
                                const QString& gateway);

} // namespace gatehouse::alerts
