// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/order.h"

#include <QByteArray>

#include <atomic>
#include <cstdint>
#include <string>

namespace gatehouse::protocols {

enum class PasswordType : std::uint8_t { Text, Digest, DigestSha256 };

/// What is put into the envelopes of an API (api_ws_security).
struct WsSecurityConfig {
    std::string api;      ///< for the log: "orders/v1"
    std::string username; ///< empty: no UsernameToken
    std::string password;
    PasswordType passwordType = PasswordType::Text;
    bool timestamp = true;
    std::int64_t lifeMs = 300'000; ///< Expires - Created
};

/// The wsse:Security element of one message: Timestamp and UsernameToken as OASIS Web Services Security 1.0
/// and its Username Token Profile 1.0 say. `nonce`: raw bytes. PasswordDigest is the base64 of SHA-1 over
/// nonce, Created and password (profile, section 3.1); PasswordDigestSHA256 the same with SHA-256.
std::string securityHeader(const WsSecurityConfig& config, std::int64_t nowMs, const QByteArray& nonce);

/// Puts a security header into SOAP envelopes (data-plane 12). What is no envelope goes on unchanged, which
/// the log tells once a minute; what is no XML, or XML that SOAP forbids, is refused with 400 GTW011.
class WsSecurityFilter final : public filters::TableFilter {
public:
    explicit WsSecurityFilter(WsSecurityConfig config);
    std::uint8_t hooks() const override { return proxy::HookRequestBody; }
    proxy::Verdict requestBody(proxy::Exchange& exchange) const override;

private:
    void tell(std::int64_t nowNs, const char* why) const;

    WsSecurityConfig m_config;
    mutable std::atomic<std::int64_t> m_toldNs{0};
};

} // namespace gatehouse::protocols
