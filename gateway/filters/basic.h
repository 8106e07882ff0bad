// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/caller_filter.h"
#include "gateway/filters/password_checker.h"

namespace gatehouse::filters {

struct BasicConfig : CallerConfig {
    std::shared_ptr<PasswordChecker> passwords;
};

/// HTTP Basic (RFC 7617): name and password of a consumer's credential. The first request with a password
/// waits for its slow hash, off the worker; the next ones do not.
class BasicFilter final : public CallerFilter {
public:
    explicit BasicFilter(BasicConfig config);
    std::uint8_t hooks() const override { return proxy::HookRequest | proxy::HookRecheck; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    proxy::Verdict recheck(proxy::Exchange& exchange) const override;

private:
    proxy::Verdict decide(proxy::Exchange& exchange, std::string_view name, bool good) const;
    proxy::Verdict ask(proxy::Exchange& exchange, std::string_view hash, std::string_view name,
                       std::string_view password) const;
    proxy::Verdict refuseLogin(proxy::Exchange& exchange, bool missing, std::string_view why) const;

    std::shared_ptr<PasswordChecker> m_passwords;
};

} // namespace gatehouse::filters
