// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/client_address.h"
#include "gateway/filters/enforcement.h"

#include <optional>

namespace gatehouse::filters {

/// Global IP policy: a whitelist without match is SEC010, then a blacklist match is SEC011, both with RAW
/// bodies (data-plane 17). Also sets the effective client address for everything after it.
struct GlobalIpConfig {
    Enforcement enforcement;
    proxy::TrustSettings trust;
    bool localhostBypass = true;       ///< LOCAL_HOST_IP_BYPASS
    bool inDocker = false;             ///< DOORMAN_IN_DOCKER
    net::CidrSet whitelist, blacklist; ///< compiled
};

class GlobalIpFilter final : public EnforcingFilter {
public:
    explicit GlobalIpFilter(GlobalIpConfig config);
    std::uint8_t hooks() const override { return proxy::HookRequest | proxy::HookRecheck; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    proxy::Verdict recheck(proxy::Exchange& exchange) const override { return request(exchange); }

private:
    GlobalIpConfig m_config;
};

/// IP policy of one API: a blacklist match is API011, then in whitelist mode no match is API010 (data-plane
/// 17). An ip_filter policy compiles to the same: mode allow is a whitelist, mode deny a blacklist.
struct ApiIpConfig {
    Enforcement enforcement;
    bool whitelistMode = false;
    bool localhostBypass = true;
    bool inDocker = false;
    std::optional<proxy::TrustSettings> trust; ///< when the API has its own; else the global address stands
    net::CidrSet whitelist, blacklist;         ///< compiled
};

class ApiIpFilter final : public EnforcingFilter {
public:
    explicit ApiIpFilter(ApiIpConfig config);
    std::uint8_t hooks() const override { return proxy::HookRequest | proxy::HookRecheck; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    proxy::Verdict recheck(proxy::Exchange& exchange) const override { return request(exchange); }

private:
    ApiIpConfig m_config;
};

} // namespace gatehouse::filters
