// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/order.h"

#include <cstdint>
#include <optional>
#include <string>

namespace gatehouse::protocols {

/// The body that takes the place of the upstream's when answers are wrapped (data-plane 12); nothing: the
/// upstream's own. Pure.
std::optional<std::string> wrappedSoapBody(std::uint16_t status);

/// Gives SOAP answers the form that old callers know; only in the chains of APIs with api_wrap_response.
/// Everywhere else answers pass unchanged, faults included.
class SoapAnswerFilter final : public filters::TableFilter {
public:
    SoapAnswerFilter()
        : TableFilter(filters::FilterId::ProtocolAnswer)
    {
    }
    std::uint8_t hooks() const override { return proxy::HookAnswer; }
    void answer(proxy::Exchange& exchange) const override;
};

} // namespace gatehouse::protocols
