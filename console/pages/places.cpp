// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/places.h"

namespace gatehouse::console {

void registerPlaces(PlaceRegistry&) {}

} // namespace gatehouse::console
