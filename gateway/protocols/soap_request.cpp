// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/soap_request.h"

#include "gateway/filters/body_text.h"
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
/// streams. A compressed body is unpacked so far as it has to be looked at, and goes on as it is.
class PrologStage final : public proxy::RequestStage {
public:
    PrologStage(proxy::Exchange& exchange, filters::BodyCoding coding)
        : m_exchange(exchange)
        , m_prolog(exchange.header(HeaderId::ContentType))
    {
        if (coding != filters::BodyCoding::Plain)
            m_inflater = std::make_unique<filters::Inflater>(coding);
    }
    bool take(std::string_view piece, std::string& out) override
    {
        const State state = m_inflater ? unpack(piece) : m_prolog.take(piece);
        if (state == State::Undecided)
            m_held.append(piece);
        else if (state == State::Passes)
            out.append(std::exchange(m_held, {})).append(piece);
        return state != State::Refused || refuse();
    }
    bool end(std::string& out) override
    {
        if (m_inflater && !m_held.empty() && m_prolog.state() == State::Undecided)
            m_fault = m_inflater->faultAtEnd();
        out.append(std::exchange(m_held, {}));
        return (m_fault.empty() && m_prolog.end() != State::Refused) || refuse();
    }
    bool keepsLength() const override { return true; }
    bool done() const override { return m_prolog.state() == State::Passes; }

private:
    using State = filters::XmlProlog::State;

    /// Little comes out of some codings, however much goes in: what is held has its own bound.
    State unpack(std::string_view piece)
    {
        constexpr std::size_t mostHeld = 4 * filters::XmlProlog::Longest;
        std::string plain;
        const filters::Inflater::State coded =
            m_inflater->take(piece, plain, filters::XmlProlog::Longest); // more is no longer the prolog
        const State state = m_prolog.take(plain);
        if (state != State::Undecided)
            return state;
        if (coded > filters::Inflater::State::Ended)
            m_fault = m_inflater->faultAtEnd();
        else if (m_held.size() + piece.size() > mostHeld)
            m_fault = "no element begins within the first 65536 bytes of the compressed body";
        return m_fault.empty() ? state : State::Refused;
    }
    bool refuse()
    {
        const std::string_view fault = m_fault.empty() ? m_prolog.fault() : m_fault;
        m_exchange.failAs(proxy::Reason::Invalid, 0, {},
                          m_exchange.arena().concat({"400: Invalid SOAP envelope: ", fault}));
        return false;
    }

    proxy::Exchange& m_exchange;
    filters::XmlProlog m_prolog;
    std::unique_ptr<filters::Inflater> m_inflater; ///< null: the body comes as it is
    std::string_view m_fault;                      ///< of the coding
    std::string m_held; ///< what must not go on before it is known how it continues
};

/// The type of SOAP for a body that says only that it is XML, in the encoding that it has.
std::string_view xmlTypeOf(proxy::Exchange& exchange)
{
    const std::string_view told = filters::mediaParameter(exchange.header(HeaderId::ContentType), "charset");
    if (!told.empty())
        return exchange.arena().concat(
            {"text/xml; charset=", proxy::cleanHeaderValue(told, exchange.arena())});
    return filters::hasWideMark(filters::bodyTextOf(exchange).text) ? "text/xml; charset=utf-16" : xmlType;
}

Verdict watchProlog(proxy::Exchange& exchange)
{
    const filters::BodyCoding coding = filters::bodyCodingOf(exchange);
    if (coding == filters::BodyCoding::Unknown) {
        filters::failBody(exchange, filters::unknownCoding(exchange));
        return Verdict::Respond;
    }
    exchange.setRequestStage(std::make_unique<PrologStage>(exchange, coding));
    return Verdict::Continue;
}

void setHeaders(proxy::Exchange& exchange, SoapVersion version)
{
    proxy::HeaderEdits& edits = exchange.upstreamEdits();
    const std::string_view type = exchange.header(HeaderId::ContentType);
    if (isPlainXml(type))
        edits.set("Content-Type", xmlTypeOf(exchange));
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
        return exchange.head().framing == http::BodyFraming::None ? Verdict::Continue : watchProlog(exchange);
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
    if (versionByHead(exchange) != SoapVersion::Unknown)
        return Verdict::Continue;
    const filters::BodyText whole = filters::bodyTextOf(exchange);
    if (whole.fault) {
        filters::failBody(exchange, *whole.fault);
        return Verdict::Respond;
    }
    setHeaders(exchange, filters::soapVersionOf(whole.text));
    return Verdict::Continue;
}

} // namespace gatehouse::protocols
