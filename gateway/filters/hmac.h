// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/caller_filter.h"
#include "gateway/shared_state/replay_set.h"

#include <vector>

namespace gatehouse::filters {

struct HmacConfig : CallerConfig {
    std::int64_t skewSeconds = 300;         ///< how far the client's clock may be off, both ways
    bool unsignedBodies = false;            ///< X-Content-SHA256 may be UNSIGNED, for bodies that stream
    std::vector<std::string> signedHeaders; ///< lower case; each must be among those the client signed
    std::shared_ptr<shared_state::ReplaySet> replays;
};

/// Requests signed with a shared secret. What is signed is documented in docs/authentication.md:
///
///     Authorization: HMAC-SHA256 key="ID", timestamp="SECONDS", nonce="TEXT", headers="host x-a",
///                    signature="BASE64"
///     X-Content-SHA256: hex digest of the body; without a body it may be left out
///
/// The digest is part of what is signed; the body is collected and compared with it before it goes on.
class HmacFilter final : public CallerFilter {
public:
    explicit HmacFilter(HmacConfig config);
    std::uint8_t hooks() const override
    {
        return proxy::HookRequest | proxy::HookRequestBody | proxy::HookRecheck;
    }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    proxy::Verdict requestBody(proxy::Exchange& exchange) const override;
    proxy::Verdict recheck(proxy::Exchange& exchange) const override;

    struct Claim {
        std::string_view key, timestamp, nonce, headers, signature, digest;
    };
    /// The text that is signed.
    static std::string canonical(const proxy::Exchange& exchange, const Claim& claim);

private:
    /// Empty when all is well; else why not.
    std::string_view read(proxy::Exchange& exchange, std::string_view parameters, Claim& claim) const;
    std::string_view faultOf(const proxy::Exchange& exchange, const Claim& claim) const;
    proxy::Verdict refuseSignature(proxy::Exchange& exchange, bool missing, std::string_view why) const;

    HmacConfig m_config;
};

} // namespace gatehouse::filters
