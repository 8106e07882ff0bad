// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/enforcement.h"
#include "gateway/proxy/route.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::filters {

struct CorsConfig {
    Enforcement enforcement = {}; ///< a dry run only notes which origins it would not have let in
    /// Platform: every OPTIONS is answered here (data-plane 10). Contract: only a real preflight, with Origin
    /// and Access-Control-Request-Method (runbook 7.3).
    proxy::Surface surface = proxy::Surface::Platform;
    /// "*", "https://a.example" or "https://*.example" (same scheme, at least one more label).
    std::vector<std::string> origins{"*"};
    std::vector<std::string> methods{"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"};
    std::vector<std::string> headers{"*"};
    std::vector<std::string> expose;
    bool credentials = false;
    std::optional<std::uint32_t> maxAgeSec;
    /// Allow-Origin on a preflight only when method and headers are acceptable too (SOAP, GraphQL, gRPC).
    bool wholePreflight = false;
    /// STRICT_OPTIONS_405: a preflight for a path without operation is 405.
    bool strictOptions405 = false;
    /// Limit headers are exposed too, so that a browser can read them.
    bool exposeLimits = false;
};

/// Answers preflights before anybody is asked for a credential and before any counter moves, and puts the
/// CORS headers on every other answer, also on those the gateway makes itself. An upstream's own are
/// replaced.
class CorsFilter final : public TableFilter {
public:
    explicit CorsFilter(CorsConfig config);
    std::uint8_t hooks() const override
    {
        const int answers = m_config.enforcement.dryRun ? 0 : int(proxy::HookAnswer);
        return std::uint8_t(proxy::HookRequest | answers);
    }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    void answer(proxy::Exchange& exchange) const override;

    bool allowsOrigin(std::string_view origin) const;
    /// Somebody has written this origin down; "*" does not count.
    bool namesOrigin(std::string_view origin) const;
    bool allowsMethod(std::string_view method) const;
    /// `list`: comma-separated names.
    bool allowsHeaders(std::string_view list) const;

private:
    struct Suffix {
        std::string scheme; ///< with "://"
        std::string domain; ///< with a dot in front
    };
    bool isPreflight(const proxy::Exchange& exchange) const;
    void answerPreflight(proxy::Exchange& exchange) const;
    std::string_view headersFor(std::string_view wanted, proxy::Exchange& exchange) const;

    CorsConfig m_config;
    bool m_anyOrigin = false;
    bool m_anyHeader = false;
    std::vector<std::string> m_exact;
    std::vector<Suffix> m_suffixes;
    std::string m_methodList, m_headerList, m_exposeList, m_maxAge;
};

} // namespace gatehouse::filters
