// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace gatehouse::console {

class GatewayLink;
class Settings;

/// Versions, connection state and settings without secrets, for a report.
QString diagnosticsText(const Settings& settings, GatewayLink& link);

} // namespace gatehouse::console
