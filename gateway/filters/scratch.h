// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/exchange.h"

#include <cstdint>

namespace gatehouse::filters {

/// Who uses which number of an exchange (Exchange::scratch). All are zero at the start.
enum class Slot : std::uint8_t {
    ErrorShape,        ///< ErrorShape of the failed exchange
    CredentialSource,  ///< CredentialSource that named the caller
    PreflightAnswered, ///< 1: this is the answer to a preflight
    DryRunReason,      ///< Reason of the first dry-run filter that would have refused
    ReportedLimit,     ///< 1 + remaining of the limit that the X-RateLimit fields describe
    LimitMax,          ///< of the limit that refused
    LimitResetSec,     ///< seconds since 1970
    LimitRetrySec,
    LimitUnit,       ///< proxy::WindowUnit
    TierUnits,       ///< units of the tier windows being asked for, four bits each, plus one
    CacheAttempt,    ///< pointer to what the cache keeps between its hooks
    GrpcCall,        ///< address of what the gRPC bridge keeps for the exchange
    TierQueuedSince, ///< 1 + monotonic nanoseconds when the request began to wait for its plan
    BodyText,        ///< address of the unpacked request body
    Count_
};
static_assert(static_cast<std::size_t>(Slot::Count_) <= proxy::Exchange::ScratchSlots);

inline std::uint64_t& slot(proxy::Exchange& exchange, Slot which)
{
    return exchange.scratch(static_cast<std::size_t>(which));
}

/// How the caller showed who he is.
enum class CredentialSource : std::uint64_t { None, Cookie, Authorization, ApiKey };

} // namespace gatehouse::filters
