// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/order.h"

namespace gatehouse::filters {

/// A switched-off API answers 403 GTW012 before anybody is asked who he is (unified model: disabled comes
/// with route). It reads the API's flag, so one object serves all.
class ActiveFilter final : public TableFilter {
public:
    ActiveFilter()
        : TableFilter(FilterId::ActiveCheck)
    {
    }
    std::uint8_t hooks() const override { return proxy::HookRequest; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
};

} // namespace gatehouse::filters
