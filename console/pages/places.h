// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/page.h"

namespace gatehouse::console {

/// Every place of the navigation tree, one line each; the tree, the palette and --place show exactly these.
void registerPlaces(PlaceRegistry& registry);

} // namespace gatehouse::console
