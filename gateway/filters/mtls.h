// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/caller_filter.h"
#include "gateway/observe/request_record.h"

namespace gatehouse::filters {

/// The client certificate of the TLS connection names the consumer: by its fingerprint, else by its subject.
/// The handshake has verified the certificate already (TLS_CLIENT_CA).
class MtlsFilter final : public CallerFilter {
public:
    explicit MtlsFilter(CallerConfig config)
        : CallerFilter(FilterId::Authenticate, std::move(config))
    {
    }
    std::uint8_t hooks() const override { return proxy::HookRequest | proxy::HookRecheck; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    proxy::Verdict recheck(proxy::Exchange& exchange) const override;

private:
    proxy::Verdict refuseCertificate(proxy::Exchange& exchange, observe::CertificateCheck found,
                                     std::string_view why) const;
};

} // namespace gatehouse::filters
