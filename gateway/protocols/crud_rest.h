// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/protocols/crud.h"
#include "gateway/proxy/exchange.h"

#include <optional>
#include <string>

namespace gatehouse::protocols {

/// A REST request as an operation of the storage, or how it is refused.
struct CrudRequest {
    std::optional<CrudCall> call;
    std::uint16_t status = 400;
    std::string_view code = "CRUD400";
    std::string text; ///< of the refusal
};

/// The path below the API says what is meant (data-plane 15): with two or more segments the last is the id.
CrudRequest restRequest(const proxy::Exchange& exchange, const CrudConfig& config);

} // namespace gatehouse::protocols
