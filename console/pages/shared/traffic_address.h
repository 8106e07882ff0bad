// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/page.h"

#include <QUrl>

namespace gatehouse::console {

/// Where the traffic of the present gateway goes in: as the user set it for this connection; else, where the
/// console talks to the admin listener itself, the same host with scheme and port of the public one, as the
/// gateway tells them; else the address of the connection.
QUrl trafficAddress(const PageContext& context);
void setTrafficAddress(const PageContext& context, const QUrl& address);

} // namespace gatehouse::console
