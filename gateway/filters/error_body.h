// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/error_renderer.h"
#include "gateway/proxy/reason.h"
#include "gateway/proxy/route.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::filters {

/// The wire form of an error answer.
enum class ErrorShape : std::uint8_t {
    Surface,  ///< as the surface of the route says: platform or contract
    RawIp,    ///< {"status_code","error_code","error_message"}, never in an envelope (data-plane 17)
    RawTier,  ///< body of the tier limiter, never in an envelope (data-plane 5.4)
    RateLimit ///< body of a rate policy (week-one runbook 7.2)
};

/// Everything an error body is made of.
struct ErrorFacts {
    ErrorShape shape = ErrorShape::Surface;
    proxy::Surface surface = proxy::Surface::Platform;
    bool strict = false;
    std::uint16_t status = 500;
    std::string_view reason; ///< word of the closed list
    std::string_view code;   ///< empty: the text stands in its place
    std::string_view text;
    std::string_view requestId;
    std::string_view policy;
    std::uint64_t limit = 0;
    std::int64_t resetSec = 0;
    std::int64_t retrySec = 0;
    std::string_view unit; ///< "minute", for RawTier
};

struct ErrorBody {
    std::uint16_t status = 500; ///< the HTTP status: 200 in a strict envelope
    std::string json;
};

/// The one place that knows how an error looks on the wire.
ErrorBody makeErrorBody(const ErrorFacts& facts);

/// The form of errors on SOAP paths (data-plane 12).
std::string xmlErrorBody(std::string_view code, std::string_view text);
/// Whether a failure for this reason has that form there: what the gateway says about the call and about the
/// upstream. What it says about the caller (who he is, how much he may) is JSON on every path, as is what is
/// said before the path counts.
bool isXmlOnSoapPaths(proxy::Reason reason);

/// Gives failed exchanges their body (application/json; on SOAP paths of the platform application/xml).
/// Shared by all workers.
class SurfaceErrorRenderer final : public proxy::ErrorRenderer {
public:
    void render(proxy::Exchange& exchange) const override;
    /// STRICT_RESPONSE_ENVELOPE; may change at any time.
    void setStrict(bool strict) { m_strict.store(strict, std::memory_order_relaxed); }
    bool strict() const { return m_strict.load(std::memory_order_relaxed); }

private:
    std::atomic<bool> m_strict{false};
};

} // namespace gatehouse::filters
