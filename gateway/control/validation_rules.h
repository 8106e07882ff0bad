// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"
#include "common/model/operation.h"
#include "gateway/filters/validate.h"

namespace gatehouse::control {

/// The rules of an endpoint validation as the data path applies them; what cannot be applied is added to
/// `faults` and left out.
filters::ValidateConfig validateConfigOf(const EndpointValidation& validation, Faults& faults);

} // namespace gatehouse::control
