// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/admin/reply.h"
#include "gateway/admin/request.h"

#include <functional>
#include <memory>

namespace gatehouse::admin {

using Call = std::shared_ptr<const Request>;
/// Answers the call; exactly once, on the control thread, now or later.
using Done = std::function<void(Reply)>;
using Handler = std::function<void(const Call&, Done)>;

} // namespace gatehouse::admin
