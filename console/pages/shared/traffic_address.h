// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/page.h"

#include <QUrl>

namespace gatehouse::console {

/// Where the traffic of the present gateway goes in: as the user set it for this connection; else the host of
/// the connection with port 3001 where the console talks to the admin port, or the same address where it
/// talks to the public one.
QUrl trafficAddress(const PageContext& context);
void setTrafficAddress(const PageContext& context, const QUrl& address);

} // namespace gatehouse::console
