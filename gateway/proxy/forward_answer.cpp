// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/forward_answer.h"

#include "gateway/http/framing.h"
#include "gateway/observe/json_text.h"
#include "gateway/proxy/forward_request.h"

#include <algorithm>
#include <array>

namespace gatehouse::proxy {

using http::HeaderId;

namespace {

struct SecurityHeader {
    http::FixedName name;
    std::string_view value;
};

constexpr http::FixedName PlatformIdName{"request_id", "request_id"};
constexpr http::FixedName DateName{"Date", "date"};

constexpr std::string_view DefaultPolicy =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; img-src 'self' data:; "
    "connect-src 'self';";

constexpr std::array<SecurityHeader, 6> SecurityHeaders{{
    {{"X-Content-Type-Options", "x-content-type-options"}, "nosniff"},
    {{"X-Frame-Options", "x-frame-options"}, "DENY"},
    {{"Referrer-Policy", "referrer-policy"}, "no-referrer"},
    {{"Permissions-Policy", "permissions-policy"}, "geolocation=(), microphone=(), camera=()"},
    {{"Content-Security-Policy", "content-security-policy"}, DefaultPolicy},
    {{"Strict-Transport-Security", "strict-transport-security"}, "max-age=31536000; includeSubDomains"},
}};
constexpr std::size_t PolicyRow = 4;
constexpr std::size_t TransportRow = 5;

/// Bit of a security header, 0 for any other name.
unsigned securityBit(std::string_view name)
{
    for (std::size_t i = 0; i < SecurityHeaders.size(); ++i) {
        const std::string_view own = SecurityHeaders[i].name.usual;
        if (name.size() == own.size() && http::equalsIgnoreCase(name, own))
            return 1U << i;
    }
    return 0;
}

std::string_view securityValue(std::size_t row, const AnswerSettings& settings)
{
    if (row == PolicyRow && !settings.contentSecurityPolicy.empty())
        return settings.contentSecurityPolicy;
    if (row == TransportRow && !settings.transportSecurity.empty())
        return settings.transportSecurity;
    return SecurityHeaders[row].value;
}

/// Strict-Transport-Security counts only when it arrives by https, and must not be sent otherwise (RFC 6797
/// section 7.2).
void writeSecurityHeaders(unsigned present, const Exchange& exchange, const AnswerSettings& settings,
                          http::FieldWriter& writer)
{
    if (!settings.httpsOnly || exchange.scheme() != "https")
        present |= 1U << TransportRow;
    for (std::size_t i = 0; i < SecurityHeaders.size(); ++i) {
        if (!(present & (1U << i)))
            writer.fixedHeader(SecurityHeaders[i].name, securityValue(i, settings));
    }
}

bool isRequestIdName(const http::Header& field)
{
    return field.id == HeaderId::XRequestId ||
           (field.name.size() == 10 && http::equalsIgnoreCase(field.name, "request_id"));
}

/// `naming`: the fields when their Connection names others, else null.
bool passes(const ApiRuntime* api, const http::Header& field, const http::HeaderTable* naming)
{
    if (http::isHopByHop(field.id) || field.id == HeaderId::ContentLength)
        return false;
    if (naming && naming->hasToken(HeaderId::Connection, field.name))
        return false;
    if (field.id == HeaderId::SecWebSocketAccept || field.id == HeaderId::SecWebSocketProtocol)
        return false; // belong to 101 alone and are written with it
    if (!api || api->forwardAllAnswerHeaders)
        return true;
    if (field.id == HeaderId::ContentType || field.id == HeaderId::ContentEncoding)
        return true; // without these the body cannot be read
    if (api->upstreamHttp2 && isGrpcName(field.name))
        return true; // how a call ended
    return std::any_of(
        api->allowedHeaders.begin(), api->allowedHeaders.end(),
        [&field](const std::string& name) { return http::equalsIgnoreCase(name, field.name); });
}

unsigned writeFields(const Exchange& exchange, http::FieldWriter& writer)
{
    const AnswerHead& answer = exchange.answer();
    const HeaderEdits& edits = exchange.answerEdits();
    const http::HeaderTable* const naming =
        http::connectionNamesFields(answer.headers) ? &answer.headers : nullptr;
    unsigned present = 0;
    for (const http::Header& field : answer.headers) {
        const bool shown = answer.local ? field.id != HeaderId::ContentLength && field.id != HeaderId::Upgrade
                                        : passes(exchange.api(), field, naming);
        if (!shown || isRequestIdName(field) || (!edits.empty() && edits.hides(field.name)))
            continue;
        if (field.id == HeaderId::Unknown)
            present |= securityBit(field.name);
        writer.header(field.name, field.value);
    }
    for (const HeaderEdit& edit : edits.all()) {
        if (edit.op == HeaderEdit::Op::Remove ||
            (edit.op == HeaderEdit::Op::Default && answer.headers.find(edit.name)))
            continue;
        present |= securityBit(edit.name);
        writer.header(edit.name, edit.value);
    }
    return present;
}

/// How long the upstream took to begin its answer, and everything else until now, in nanoseconds.
struct TimeSplit {
    std::int64_t upstream = 0;
    std::int64_t own = 0;
};

TimeSplit splitTime(const Exchange& exchange)
{
    const ExchangeTimes& times = exchange.times();
    TimeSplit split;
    if (times.upstreamSentNs != 0)
        split.upstream = std::max<std::int64_t>(times.upstreamHeadNs - times.upstreamSentNs, 0);
    split.own = std::max<std::int64_t>(exchange.nowNs() - times.startNs - split.upstream, 0);
    return split;
}

/// data-plane section 4: whole milliseconds, of forwarded requests.
void writeTimes(const Exchange& exchange, http::FieldWriter& writer)
{
    constexpr std::int64_t Millisecond = 1'000'000;
    if (exchange.times().upstreamSentNs == 0)
        return;
    const TimeSplit split = splitTime(exchange);
    writer.header("X-Gateway-Time", static_cast<std::uint64_t>(split.own / Millisecond));
    writer.header("X-Backend-Time", static_cast<std::uint64_t>(split.upstream / Millisecond));
}

/// W3C Server Timing: durations in milliseconds. What the upstream says of itself goes along in a field of
/// its own.
void writeServerTiming(const Exchange& exchange, http::FieldWriter& writer)
{
    const TimeSplit split = splitTime(exchange);
    constexpr std::string_view Own = "gateway;dur=";
    constexpr std::string_view Upstream = ", upstream;dur=";
    std::array<char, Own.size() + Upstream.size() + std::size_t{2} * 24> text;
    char* end = observe::writeMs(std::copy(Own.begin(), Own.end(), text.data()), split.own);
    if (exchange.times().upstreamSentNs != 0)
        end = observe::writeMs(std::copy(Upstream.begin(), Upstream.end(), end), split.upstream);
    writer.header("Server-Timing", {text.data(), static_cast<std::size_t>(end - text.data())},
                  {}); // copies it
}

void writeFraming(const AnswerPlan& plan, http::MessageWriter& writer)
{
    if (plan.framing == AnswerPlan::Framing::Length)
        writer.header("Content-Length", plan.length);
    else if (plan.framing == AnswerPlan::Framing::Chunked)
        writer.header("Transfer-Encoding", "chunked");
    if (!plan.keepAlive)
        writer.header("Connection", "close");
    else if (plan.sayKeepAlive)
        writer.header("Connection", "keep-alive");
}

/// RFC 6455 sections 4.2.2 and 4.4. Only the header rules of the API could have kept these fields back.
void writeUpgrade(const AnswerHead& answer, http::MessageWriter& writer)
{
    writer.header("Connection", "Upgrade");
    writer.header("Upgrade", "websocket");
    if (answer.status == 101 && !answer.local)
        writer.header("Sec-WebSocket-Accept", answer.headers.value(HeaderId::SecWebSocketAccept));
    writeWebSocketFields(answer, writer);
}

} // namespace

bool passesToClient(const ApiRuntime* api, const http::Header& field, const http::HeaderTable& all)
{
    return passes(api, field, http::connectionNamesFields(all) ? &all : nullptr);
}

void writeAnswerFields(const Exchange& exchange, const AnswerSettings& settings, std::string_view date,
                       http::FieldWriter& writer)
{
    const AnswerHead& answer = exchange.answer();
    const ApiRuntime* const api = exchange.api();
    const bool platform = !api || api->surface == Surface::Platform;
    const unsigned present = writeFields(exchange, writer);
    writer.singleHeader(http::RequestIdName, exchange.requestId());
    if (platform)
        writer.singleHeader(PlatformIdName, exchange.requestId());
    if (api && platform)
        writeTimes(exchange, writer);
    else if (api && settings.serverTiming)
        writeServerTiming(exchange, writer);
    if (platform || answer.local)
        writeSecurityHeaders(present, exchange, settings, writer);
    if (answer.local || !answer.headers.has(HeaderId::Date) || (api && !api->forwardAllAnswerHeaders))
        writer.fixedHeader(DateName, date);
}

void writeWebSocketFields(const AnswerHead& answer, http::FieldWriter& writer)
{
    if (answer.status == 426 && answer.local)
        writer.header("Sec-WebSocket-Version", "13");
    if (answer.status == 101 && !answer.local && answer.headers.has(HeaderId::SecWebSocketProtocol))
        writer.header("Sec-WebSocket-Protocol", answer.headers.value(HeaderId::SecWebSocketProtocol));
}

void writeAnswerHead(const Exchange& exchange, const AnswerPlan& plan, const AnswerSettings& settings,
                     std::string_view date, http::MessageWriter& writer)
{
    const AnswerHead& answer = exchange.answer();
    writer.statusLine(answer.status, answer.local ? std::string_view() : answer.reason);
    writeAnswerFields(exchange, settings, date, writer);
    writeFraming(plan, writer);
    if (answer.status == 101 || answer.status == 426)
        writeUpgrade(answer, writer);
    writer.endHead();
}

} // namespace gatehouse::proxy
