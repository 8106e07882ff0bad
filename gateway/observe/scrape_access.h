// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace gatehouse::observe {

/// Who may scrape (metrics-logs.md 1). Pure; the caller looks up addresses.
struct ScrapeAccess {
    bool enabled = true;
    bool isPublic = false;
    std::string_view configuredToken;
    std::string_view presentedToken; ///< bearer token or X-Prometheus-Token
    bool allowlistConfigured = false;
    bool addressOnAllowlist = false;
    bool addressIsLoopback = false;
};
struct ScrapeDecision {
    int status = 200;      ///< 200, 403 or 503
    std::string_view body; ///< of a refusal
};
ScrapeDecision decideScrape(const ScrapeAccess& access);

} // namespace gatehouse::observe
