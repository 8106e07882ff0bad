// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/soap_request.h"

#include "gateway/filters/xml_prolog.h"
#include "gateway/proxy/exchange.h"
#include "gateway/proxy/forward_request.h"

#include <memory>
#include <string>
#include <utility>

namespace gatehouse::protocols {

using filters::SoapVersion;
using http::HeaderId;
using proxy::Verdict;

namespace {

constexpr std::string_view xmlType = "text/xml; charset=utf-8";

bool isMediaType(std::string_view contentType, std::string_view type)
{
    std::string_view told = contentType.substr(0, contentType.find(';'));
    while (!told.empty() && (told.back() == ' ' || told.back() == '\t'))
        told.remove_suffix(1);
    return http::equalsIgnoreCase(told, type);
}

/// application/xml says nothing of SOAP (data-plane 12: "application/xml*").
bool isPlainXml(std::string_view contentType)
{
    constexpr std::string_view plain = "application/xml";
    return http::equalsIgnoreCase(contentType.substr(0, plain.size()), plain);
}

/// The action as a quoted parameter (RFC 3902); the caller may have named it by SOAPAction.
std::string contentType12(proxy::Exchange& exchange)
{
    std::string_view action =
        proxy::cleanHeaderValue(exchange.header(HeaderId::SoapAction), exchange.arena());
    if (action.size() >= 2 && action.front() == '"' && action.back() == '"')
        action = action.substr(1, action.size() - 2);
    std::string type = "application/soap+xml; charset=utf-8";
    if (action.empty() || action.find_first_of("\"\\") != std::string_view::npos)
        return type;
    return type.append("; action=\"").append(action).append(1, '"');
}

/// Refuses what XML must not say to an upstream, whose parser may be less careful; the rest of the body
/// streams.
class PrologStage final : public proxy::RequestStage {
public:
    explicit PrologStage(proxy::Exchange& exchange)
        : m_exchange(exchange)
        , m_prolog(exchange.header(HeaderId::ContentType))
    {
    }
    bool take(std::string_view piece, std::string& out) override
    {
        const auto state = m_prolog.take(piece);
        if (state == filters::XmlProlog::State::Undecided)
            m_held.append(piece);
        else if (state == filters::XmlProlog::State::Passes)
            out.append(std::exchange(m_held, {})).append(piece);
        return state != filters::XmlProlog::State::Refused || refuse();
    }
    bool end(std::string& out) override
    {
        out.append(std::exchange(m_held, {}));
        return m_prolog.end() != filters::XmlProlog::State::Refused || refuse();
    }
    bool keepsLength() const override { return true; }
    bool done() const override { return m_prolog.state() == filters::XmlProlog::State::Passes; }

private:
    bool refuse()
    {
        m_exchange.failAs(proxy::Reason::Invalid, 0, {},
                          m_exchange.arena().concat({"400: Invalid SOAP envelope: ", m_prolog.fault()}));
        return false;
    }

    proxy::Exchange& m_exchange;
    filters::XmlProlog m_prolog;
    std::string m_held; ///< what must not go on before it is known how it continues
};

void setHeaders(proxy::Exchange& exchange, SoapVersion version)
{
    proxy::HeaderEdits& edits = exchange.upstreamEdits();
    const std::string_view type = exchange.header(HeaderId::ContentType);
    if (isPlainXml(type))
        edits.set("Content-Type", xmlType);
    else if (type.empty() && version == SoapVersion::V12)
        edits.set("Content-Type", exchange.arena().copy(contentType12(exchange)));
    else if (type.empty())
        edits.set("Content-Type", xmlType);
    if (version != SoapVersion::V12 && !exchange.head().headers.has(HeaderId::SoapAction))
        edits.set("SOAPAction", "\"\"");
}

} // namespace

Verdict SoapCallFilter::request(proxy::Exchange& exchange) const
{
    using http::Method;
    const Method method = exchange.head().methodId;
    if (method != Method::Get && method != Method::Post) {
        exchange.answerEdits().set("Allow", "GET, POST, OPTIONS");
        exchange.fail(proxy::Reason::MethodNotAllowed);
        return Verdict::Respond;
    }
    const proxy::ApiRuntime& api = *exchange.api();
    if (exchange.operation() || !api.registeredOnly) {
        if (exchange.head().framing != http::BodyFraming::None)
            exchange.setRequestStage(std::make_unique<PrologStage>(exchange));
        return Verdict::Continue;
    }
    if (api.operations.empty())
        exchange.failAs(proxy::Reason::NoOperation, 0, "GTW002", "No endpoints found for the requested API");
    else
        exchange.fail(proxy::Reason::NoOperation);
    return Verdict::Respond;
}

SoapVersion SoapHeadersFilter::versionByHead(const proxy::Exchange& exchange) const
{
    if (m_version != SoapVersion::Unknown)
        return m_version;
    const std::string_view type = exchange.header(HeaderId::ContentType);
    if (isMediaType(type, "application/soap+xml"))
        return SoapVersion::V12;
    return type.empty() || isPlainXml(type) ? SoapVersion::Unknown : SoapVersion::V11;
}

Verdict SoapHeadersFilter::request(proxy::Exchange& exchange) const
{
    if (exchange.head().methodId != http::Method::Post)
        exchange.setUpstreamMethod("POST");
    const SoapVersion version = versionByHead(exchange);
    if (version == SoapVersion::Unknown)
        exchange.bufferBody();
    else
        setHeaders(exchange, version);
    return Verdict::Continue;
}

Verdict SoapHeadersFilter::requestBody(proxy::Exchange& exchange) const
{
    if (versionByHead(exchange) == SoapVersion::Unknown)
        setHeaders(exchange, filters::soapVersionOf(exchange.body()));
    return Verdict::Continue;
}

} // namespace gatehouse::protocols
