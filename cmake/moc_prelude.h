// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Qt 6.4's moc cannot read libstdc++'s <concepts> when that is the first standard header it meets (through
// <array> or <compare>), because the macros of <cstddef> are not known to it then.
#include <cstddef>
