// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/ids.h"
#include "common/model/api.h"
#include "gateway/admin/v1/contract_json.h"
#include "gateway/admin/v1/resource.h"

namespace gatehouse::admin::v1 {

/// The contract that the path names, when the caller may see it; else null, and `refused` says why.
std::shared_ptr<const Api> contractOf(const Services& services, const Request& request, Reply& refused);

constexpr Resource<Api> contracts{contractOf, contractJson};

} // namespace gatehouse::admin::v1
