// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"
#include "common/model/api.h"
#include "common/model/policy.h"
#include "gateway/filters/transform.h"

namespace gatehouse::control {

/// The transforms of an API's documents (data-plane 8), read and checked: what is wrong is added to `faults`
/// with its field and left out. Each of the two fields may hold its rules directly or under "request" and
/// "response".
filters::TransformConfig transformsOf(const Api& api, Faults& faults);

/// The same of a transform policy's settings; fields start with "config.".
filters::TransformConfig transformsOf(const TransformConfig& stored, Faults& faults);

} // namespace gatehouse::control
