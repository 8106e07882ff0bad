// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/forward_request.h"

#include "gateway/http/framing.h"
#include "gateway/http/uri.h"
#include "gateway/proxy/client_address.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <limits>
#include <string>

namespace gatehouse::proxy {

using http::HeaderId;

namespace {

/// Why a field of the caller is left out, or let through although nobody asked for it.
enum Treatment : std::uint8_t {
    Replaced = 1,      ///< written by the gateway itself
    Credential = 2,    ///< of the caller, cookies as well (data-plane 7, "never forwarded")
    ForwardedInfo = 4, ///< about the way the request came
    Basic = 8,         ///< always allowed on REST and SOAP (data-plane 7)
    OfBody = 16,       ///< without it the body, which goes on as it came, cannot be read
    ToldByGateway = 32 ///< of ForwardedInfo, where the API wants it
};

constexpr std::string_view MaxForwards = "Max-Forwards";

/// One look-up per field instead of a row of comparisons.
constexpr auto buildTreatments()
{
    std::array<std::uint8_t, static_cast<std::size_t>(HeaderId::Count)> table{};
    const auto mark = [&table](Treatment treatment, std::initializer_list<HeaderId> ids) {
        for (const HeaderId id : ids)
            table[static_cast<std::size_t>(id)] |= treatment;
    };
    mark(Replaced, {HeaderId::Host, HeaderId::ContentLength, HeaderId::Expect, HeaderId::XRequestId});
    mark(Credential,
         {HeaderId::Authorization, HeaderId::ProxyAuthorization, HeaderId::WwwAuthenticate, HeaderId::XApiKey,
          HeaderId::ApiKey, HeaderId::Cookie, HeaderId::SetCookie, HeaderId::XCsrfToken});
    mark(ForwardedInfo, {HeaderId::XForwardedFor, HeaderId::XForwardedHost, HeaderId::XForwardedProto,
                         HeaderId::XRealIp, HeaderId::CfConnectingIp, HeaderId::Forwarded});
    mark(ToldByGateway, {HeaderId::XForwardedFor, HeaderId::XForwardedHost, HeaderId::XForwardedProto});
    mark(Basic, {HeaderId::SoapAction, HeaderId::ContentType, HeaderId::Accept, HeaderId::UserAgent,
                 HeaderId::AcceptEncoding});
    mark(OfBody, {HeaderId::ContentEncoding});
    return table;
}

constexpr auto treatments = buildTreatments();

bool is(HeaderId id, unsigned treatment)
{
    return (treatments[static_cast<std::size_t>(id)] & treatment) != 0;
}

/// Of a WebSocket handshake: written by the gateway itself. Extensions are never offered: a message that is
/// dropped for its limit would break the shared compression state of all later ones (RFC 7692 section 7.2.1),
/// and neither size nor text of a compressed message can be checked.
bool isHandshakeField(HeaderId id)
{
    switch (id) {
    case HeaderId::Origin:
    case HeaderId::SecWebSocketAccept:
    case HeaderId::SecWebSocketExtensions:
    case HeaderId::SecWebSocketKey:
    case HeaderId::SecWebSocketProtocol:
    case HeaderId::SecWebSocketVersion:
        return true;
    default:
        return false;
    }
}

/// RFC 6455 section 4.1. Servers look at Origin, so it is told whatever the header rules say.
void writeHandshake(const http::HeaderTable& fields, http::MessageWriter& writer)
{
    writer.header("Connection", "Upgrade");
    writer.header("Upgrade", "websocket");
    writer.header("Sec-WebSocket-Version", "13");
    writer.header("Sec-WebSocket-Key", fields.value(HeaderId::SecWebSocketKey));
    for (const http::Header& field : fields) {
        if (field.id == HeaderId::SecWebSocketProtocol || field.id == HeaderId::Origin)
            writer.header(field.name, field.value);
    }
}

/// Names without an id that only the gateway may say.
bool isReservedName(std::string_view name)
{
    using http::equalsIgnoreCase;
    switch (name.size()) {
    case 12:
        return equalsIgnoreCase(name, "X-User-Email");
    case 10:
        return equalsIgnoreCase(name, "csrf-token");
    case 14:
        return equalsIgnoreCase(name, "X-Doorman-User");
    default:
        return false;
    }
}

bool isListed(const ApiRuntime& api, std::string_view name)
{
    return std::any_of(api.allowedHeaders.begin(), api.allowedHeaders.end(),
                       [name](const std::string& allowed) { return http::equalsIgnoreCase(allowed, name); });
}

/// Of what is said about the way of a request only a trusted peer is believed, and what the gateway tells
/// itself it tells alone.
bool passesForwarded(const Exchange& exchange, const http::Header& field)
{
    const ApiRuntime& api = *exchange.api();
    if (api.forwardAllRequestHeaders || !exchange.trustsPeer())
        return false;
    return !(api.addForwardedFor && is(field.id, ToldByGateway)) && isListed(api, field.name);
}

/// `naming`: the fields when their Connection names others, else null.
bool passes(const Exchange& exchange, const http::Header& field, const http::HeaderTable* naming)
{
    const ApiRuntime& api = *exchange.api();
    const HeaderId id = field.id;
    if (is(id, Replaced | Credential) || http::isHopByHop(id))
        return false;
    if (id == HeaderId::Unknown && isReservedName(field.name))
        return false;
    if (naming && naming->hasToken(HeaderId::Connection, field.name))
        return false;
    if (is(id, ForwardedInfo))
        return passesForwarded(exchange, field);
    if (api.forwardAllRequestHeaders)
        return true;
    const bool basics = api.protocol == Protocol::Rest || api.protocol == Protocol::Soap;
    const bool typed =
        api.protocol == Protocol::Grpc && (id == HeaderId::ContentType || id == HeaderId::UserAgent);
    return is(id, OfBody) || (basics && is(id, Basic)) || typed ||
           (api.upstreamHttp2 && isGrpcName(field.name)) || isListed(api, field.name);
}

/// What the upstream gets of a value of the caller's.
std::string_view sentValue(const ApiRuntime& api, std::string_view value, Arena& arena)
{
    return api.surface == Surface::Platform ? cleanHeaderValue(value, arena) : value;
}

void writeEdits(const Exchange& exchange, http::FieldWriter& writer)
{
    for (const HeaderEdit& edit : exchange.upstreamEdits().all()) {
        if (edit.op == HeaderEdit::Op::Remove)
            continue;
        if (edit.op == HeaderEdit::Op::Default && !exchange.header(edit.name).empty())
            continue;
        writer.header(edit.name, edit.value);
    }
}

/// All hops that were told, of several fields too (RFC 9110 section 5.3), with ", " at the end; or empty.
std::string_view hopsBefore(Exchange& exchange)
{
    const http::HeaderTable& fields = exchange.head().headers;
    std::string_view hops;
    const http::Header* field = fields.find(HeaderId::XForwardedFor);
    for (; field; field = fields.next(*field)) {
        if (!field->value.empty())
            hops = exchange.arena().concat({hops, field->value, ", "});
    }
    return hops;
}

void writeForwarded(Exchange& exchange, const TrustSettings& trust, http::FieldWriter& writer)
{
    const std::string_view before =
        isTrustedPeer(trust, exchange.peer()) ? hopsBefore(exchange) : std::string_view();
    if (!before.empty())
        writer.header("X-Forwarded-For", before, exchange.peerText());
    else
        writer.header("X-Forwarded-For", exchange.peerText());
    writer.header("X-Forwarded-Proto", exchange.scheme());
    if (!exchange.head().host.empty())
        writer.header("X-Forwarded-Host", exchange.head().host);
}

/// Fills the parameters of `to` with the segments that `from` matched in `path`.
std::string rewritten(std::string_view from, std::string_view to, std::string_view path)
{
    const auto parameter = [&](std::string_view name) {
        http::SegmentIterator names(from, false);
        http::SegmentIterator values(path, false);
        std::string_view wanted;
        std::string_view value;
        while (names.next(wanted) && values.next(value)) {
            if (wanted == name)
                return value;
        }
        return std::string_view();
    };
    std::string result;
    http::SegmentIterator segments(to, false);
    for (std::string_view segment; segments.next(segment);) {
        result += '/';
        const bool isParameter = segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
        result += isParameter ? parameter(segment) : segment;
    }
    return result;
}

} // namespace

std::string_view cleanHeaderValue(std::string_view value, Arena& arena)
{
    constexpr std::size_t MaxValue = 8192;
    constexpr std::string_view Mark = "...[TRUNCATED]";
    if (value.size() <= MaxValue && value.find('<') == std::string_view::npos)
        return value;
    std::string clean;
    for (std::size_t at = 0; at < value.size();) {
        const std::size_t end = value[at] == '<' ? value.find('>', at) : std::string_view::npos;
        if (end != std::string_view::npos) {
            at = end + 1;
            continue;
        }
        clean += value[at++];
    }
    if (clean.size() > MaxValue) {
        clean.resize(MaxValue);
        clean += Mark;
    }
    return arena.copy(clean);
}

std::string_view upstreamHostOf(const Exchange& exchange, const UpstreamTarget& target)
{
    // A caller of HTTP/1.0 may have told none.
    const std::string_view asked = exchange.head().host;
    return exchange.api()->preserveHost && !asked.empty() ? asked : std::string_view(target.hostHeader);
}

bool passesToUpstream(const Exchange& exchange, const http::Header& field)
{
    const http::HeaderTable& all = exchange.head().headers;
    return passes(exchange, field, http::connectionNamesFields(all) ? &all : nullptr);
}

std::optional<std::uint32_t> forwardsLeft(const Exchange& exchange)
{
    if (exchange.upstreamMethod() != "OPTIONS")
        return std::nullopt;
    const std::string_view told = exchange.header(MaxForwards);
    if (told.empty() || told.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    std::uint32_t left = 0;
    if (std::from_chars(told.data(), told.data() + told.size(), left).ec == std::errc::result_out_of_range)
        return std::numeric_limits<std::uint32_t>::max();
    return left;
}

http::Trailers upstreamTrailers(Exchange& exchange, const http::Trailers& trailers)
{
    const ApiRuntime& api = *exchange.api();
    const HeaderEdits& edits = exchange.upstreamEdits();
    http::Trailers passing;
    for (const auto& [name, value] : trailers) {
        const http::Header field{name, value, http::headerIdOf(name)};
        if (passesToUpstream(exchange, field) && !is(field.id, ForwardedInfo) && !edits.names(name))
            passing.emplace_back(name, sentValue(api, value, exchange.arena()));
    }
    return passing;
}

std::string_view upstreamPathOf(const Exchange& exchange, Arena& arena)
{
    if (!exchange.upstreamPath().empty())
        return exchange.upstreamPath();
    const Operation* operation = exchange.operation();
    if (operation && !operation->upstreamTemplate.empty())
        return arena.copy(rewritten(operation->uriTemplate, operation->upstreamTemplate, exchange.subPath()));
    if (!exchange.route()->stripPrefix)
        return exchange.head().path;
    return exchange.subPath();
}

void writeUpstreamFields(Exchange& exchange, const TrustSettings& trust, http::FieldWriter& writer)
{
    const HeaderEdits& edits = exchange.upstreamEdits();
    const ApiRuntime& api = *exchange.api();
    const http::HeaderTable& fields = exchange.head().headers;
    const http::HeaderTable* const naming = http::connectionNamesFields(fields) ? &fields : nullptr;
    const std::optional<std::uint32_t> forwards = forwardsLeft(exchange);
    if (forwards && *forwards > 0 && !edits.names(MaxForwards)) // the next hop counts on, whatever is listed
        writer.header(MaxForwards, std::uint64_t{*forwards - 1});
    for (const http::Header& field : fields) {
        if (forwards && http::equalsIgnoreCase(field.name, MaxForwards))
            continue;
        if (!passes(exchange, field, naming) || (!edits.empty() && edits.hides(field.name)) ||
            (exchange.wantsWebSocket() && isHandshakeField(field.id)))
            continue;
        writer.header(field.name, sentValue(api, field.value, exchange.arena()));
    }
    if (!edits.empty())
        writeEdits(exchange, writer);
    writer.singleHeader(http::RequestIdName, exchange.requestId());
    if (api.addForwardedFor)
        writeForwarded(exchange, trust, writer);
}

void writeUpstreamHead(Exchange& exchange, const UpstreamTarget& target, const RequestBodyPlan& body,
                       const TrustSettings& trust, http::MessageWriter& writer)
{
    writer.raw(exchange.upstreamMethod());
    writer.raw(" ");
    writer.raw(target.basePath);
    writer.raw(upstreamPathOf(exchange, exchange.arena()));
    if (exchange.hasUpstreamQuery()) {
        writer.raw("?");
        writer.raw(exchange.upstreamQuery());
    }
    writer.raw(" HTTP/1.1\r\n");
    writer.header("Host", upstreamHostOf(exchange, target));
    writeUpstreamFields(exchange, trust, writer);
    if (exchange.wantsWebSocket())
        writeHandshake(exchange.head().headers, writer);
    if (body.kind == RequestBodyPlan::Kind::Length)
        writer.header("Content-Length", body.bytes);
    else if (body.kind == RequestBodyPlan::Kind::Chunked)
        writer.header("Transfer-Encoding", "chunked");
    writer.endHead();
}

} // namespace gatehouse::proxy
