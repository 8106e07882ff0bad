// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"

#include <QByteArrayView>

namespace gatehouse::admin {

/// A fault for every name that an object of `json` has twice, by its place ("api_jwt.issuer"): which of the
/// two is meant is open. `json` must be valid. Time is linear; at most 20 faults.
Faults repeatedNames(QByteArrayView json);

} // namespace gatehouse::admin
