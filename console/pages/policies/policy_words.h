// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace gatehouse::console {

/// What people call a type: "Rate limit".
QString policyTypeText(const QString& wire);
/// One sentence on what a policy of the type does.
QString policyTypeHelp(const QString& wire);
/// The settings of a policy in words: "100 per minute, 10 at once, per consumer". Empty for a type without
/// words.
QString policySummary(const QJsonObject& policy);

} // namespace gatehouse::console
