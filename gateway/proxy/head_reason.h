// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/head_error.h"
#include "gateway/proxy/reason.h"

namespace gatehouse::proxy {

/// What a refused request head is called in logs and answers.
Reason reasonOf(http::HeadError error);

} // namespace gatehouse::proxy
