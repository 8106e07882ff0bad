// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/order.h"
#include "gateway/filters/soap_envelope.h"

namespace gatehouse::protocols {

/// Whether a caller who has passed the limits may call what he asks for: only GET and POST (405), and only
/// registered endpoints (GTW002, GTW003; data-plane 3 and 4). What stands before the envelope is looked at as
/// it passes: document type declarations and encodings that could hide one are refused (400 GTW011), whether
/// or not anything else reads the body. One object serves all APIs.
class SoapCallFilter final : public filters::TableFilter {
public:
    SoapCallFilter()
        : TableFilter(filters::FilterId::SoapCall)
    {
    }
    std::uint8_t hooks() const override { return proxy::HookRequest; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
};

/// How a SOAP request goes to the upstream (data-plane 12): always by POST, with a Content-Type, and with a
/// SOAPAction when it is 1.1. The body is looked into only when nothing else tells the version: the API does
/// not fix it and the caller sends no Content-Type of SOAP.
class SoapHeadersFilter final : public filters::TableFilter {
public:
    /// `version`: api_soap_version; Unknown: found per request.
    explicit SoapHeadersFilter(filters::SoapVersion version)
        : TableFilter(filters::FilterId::SoapHeaders)
        , m_version(version)
    {
    }
    std::uint8_t hooks() const override
    {
        const int body = m_version == filters::SoapVersion::Unknown ? int(proxy::HookRequestBody) : 0;
        return std::uint8_t(proxy::HookRequest | body);
    }
    bool needsBody() const override { return false; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    proxy::Verdict requestBody(proxy::Exchange& exchange) const override;

private:
    filters::SoapVersion versionByHead(const proxy::Exchange& exchange) const;

    filters::SoapVersion m_version;
};

} // namespace gatehouse::protocols
