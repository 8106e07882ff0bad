// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/hmac.h"

#include "common/crypto/base64url.h"
#include "common/crypto/hmac.h"
#include "common/crypto/sha256.h"
#include "gateway/filters/authorization_field.h"
#include "gateway/http/ascii.h"

#include <algorithm>
#include <charconv>

namespace gatehouse::filters {

namespace {

using proxy::Reason;
using proxy::Verdict;

constexpr std::string_view hmacChallenge = "HMAC-SHA256 realm=\"gatehouse\"";
constexpr std::string_view version = "gatehouse-hmac-1";
constexpr std::string_view digestField = "X-Content-SHA256";
constexpr std::string_view unsignedBody = "UNSIGNED";
constexpr std::string_view emptyDigest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr std::size_t minNonce = 8, maxNonce = 64;

QByteArrayView bytes(std::string_view text)
{
    return {text.data(), qsizetype(text.size())};
}

/// Takes the first word off a list with blanks.
std::string_view takeWord(std::string_view& list)
{
    list.remove_prefix(std::min(list.find_first_not_of(' '), list.size()));
    const std::string_view word = list.substr(0, std::min(list.find(' '), list.size()));
    list.remove_prefix(word.size());
    return word;
}

bool names(std::string_view list, std::string_view header)
{
    for (std::string_view word = takeWord(list); !word.empty(); word = takeWord(list)) {
        if (http::equalsIgnoreCase(word, header))
            return true;
    }
    return false;
}

bool isTwice(const proxy::Exchange& exchange, std::string_view name)
{
    const http::HeaderTable& fields = exchange.head().headers;
    return std::count_if(fields.begin(), fields.end(), [name](const http::Header& field) {
               return http::equalsIgnoreCase(field.name, name);
           }) > 1;
}

bool isSigned(const HmacFilter::Claim& claim, std::string_view secret, std::string_view text)
{
    std::array<unsigned char, 48> code{};
    if (claim.signature.size() != 44 || crypto::fromBase64(bytes(claim.signature), code.data()) != 32)
        return false;
    return crypto::HmacSha256(bytes(secret)).verify(bytes(text), QByteArrayView(code.data(), 32));
}

} // namespace

HmacFilter::HmacFilter(HmacConfig config)
    : CallerFilter(FilterId::Authenticate, config)
    , m_config(std::move(config))
{
}

std::string HmacFilter::canonical(const proxy::Exchange& exchange, const Claim& claim)
{
    std::string text;
    for (const std::string_view line : {version, exchange.head().method, exchange.head().path,
                                        exchange.head().query, claim.timestamp, claim.nonce, claim.digest})
        text.append(line).append(1, '\n');
    std::string_view list = claim.headers;
    for (std::string_view name = takeWord(list); !name.empty(); name = takeWord(list)) {
        std::transform(name.begin(), name.end(), std::back_inserter(text), http::toLower);
        // HTTP/2 has :authority in its place.
        const bool host = http::equalsIgnoreCase(name, "host");
        text.append(1, ':').append(host ? exchange.head().host : exchange.header(name)).append(1, '\n');
    }
    return text;
}

std::string_view HmacFilter::read(proxy::Exchange& exchange, std::string_view parameters, Claim& claim) const
{
    const auto take = [&](std::string_view& to, std::string_view name) {
        const auto value = authParameter(parameters, name);
        to = value.value_or(std::string_view());
        return value.has_value();
    };
    if (!take(claim.key, "key") || !take(claim.timestamp, "timestamp") || !take(claim.nonce, "nonce") ||
        !take(claim.signature, "signature"))
        return "key, timestamp, nonce or signature is missing";
    take(claim.headers, "headers");
    claim.digest = exchange.header(digestField);
    if (claim.digest.empty() && !exchange.head().hasBody())
        claim.digest = emptyDigest;
    return faultOf(exchange, claim);
}

std::string_view HmacFilter::faultOf(const proxy::Exchange& exchange, const Claim& claim) const
{
    std::int64_t seconds = 0;
    const char* const end = claim.timestamp.data() + claim.timestamp.size();
    const auto [stop, error] = std::from_chars(claim.timestamp.data(), end, seconds);
    if (error != std::errc() || stop != end)
        return "timestamp is not a number of seconds";
    const std::int64_t now = exchange.wallMs() / 1000;
    if (seconds < now - m_config.skewSeconds || seconds > now + m_config.skewSeconds)
        return "timestamp is too far from the gateway's clock";
    if (claim.nonce.size() < minNonce || claim.nonce.size() > maxNonce)
        return "nonce must have 8 to 64 characters";
    if (claim.digest.empty())
        return "X-Content-SHA256 is missing";
    if (claim.digest == unsignedBody && !m_config.unsignedBodies)
        return "the body must be signed";
    for (const std::string& header : m_config.signedHeaders) {
        if (!names(claim.headers, header))
            return "a header that must be signed is not";
    }
    std::string_view list = claim.headers;
    for (std::string_view name = takeWord(list); !name.empty(); name = takeWord(list)) {
        if (isTwice(exchange, name))
            return "a signed header is there more than once";
    }
    return {};
}

Verdict HmacFilter::request(proxy::Exchange& exchange) const
{
    if (!enabled())
        return Verdict::Continue;
    const auto parameters = afterScheme(exchange.header(http::HeaderId::Authorization), "HMAC-SHA256");
    if (!parameters)
        return optional() ? Verdict::Continue : refuseSignature(exchange, true, "no signature");
    Claim claim;
    if (const std::string_view why = read(exchange, *parameters, claim); !why.empty())
        return refuseSignature(exchange, false, why);
    const proxy::CredentialEntry* const entry = callerOf(exchange, proxy::CallerName::SigningKey, claim.key);
    if (!entry || entry->texts.verifier().empty() ||
        !isSigned(claim, entry->texts.verifier(), canonical(exchange, claim)))
        return refuseSignature(exchange, false, entry ? "signature does not match" : "unknown key");
    if (const std::string_view why = CallerFilter::faultOf(*entry, exchange.wallMs()); !why.empty())
        return refuseSignature(exchange, false, why);

    // Only what is signed can fill the memory of nonces. A timestamp may lie ahead by the skew, so a nonce
    // counts twice that long.
    using Seen = shared_state::ReplaySet::Seen;
    const std::string_view mark = exchange.arena().concat({claim.key, "\n", claim.nonce});
    switch (m_config.replays->mark(mark, 2'000 * m_config.skewSeconds + 1'000)) {
    case Seen::Before:
        return refuseSignature(exchange, false, "nonce was used before");
    case Seen::Full:
        return refuse(exchange, {.reason = Reason::Overloaded, .detail = "too many nonces to remember"});
    case Seen::New:
        break;
    }
    if (exchange.head().hasBody() && claim.digest != unsignedBody)
        exchange.bufferBody();
    else if (claim.digest != unsignedBody && claim.digest != emptyDigest)
        return refuseSignature(exchange, false, "body does not match X-Content-SHA256");
    return admit(exchange, *entry, true);
}

Verdict HmacFilter::requestBody(proxy::Exchange& exchange) const
{
    const std::string_view digest = exchange.header(digestField);
    if (!enabled() || !exchange.credential() || !exchange.head().hasBody() || digest == unsignedBody)
        return Verdict::Continue;
    const QByteArray found = crypto::sha256Hex(bytes(exchange.body()));
    if (http::equalsIgnoreCase({found.constData(), std::size_t(found.size())}, digest))
        return Verdict::Continue;
    return refuseSignature(exchange, false, "body does not match X-Content-SHA256");
}

Verdict HmacFilter::refuseSignature(proxy::Exchange& exchange, bool missing, std::string_view why) const
{
    return refuseCaller(exchange,
                        {.reason = Reason::Unauthenticated,
                         .code = missing ? "signature_missing" : "signature_invalid",
                         .text = missing ? "Signature is missing" : "Signature is not valid",
                         .detail = why},
                        hmacChallenge);
}

Verdict HmacFilter::recheck(proxy::Exchange& exchange) const
{
    if (!enabled() || !exchange.credential())
        return Verdict::Continue;
    return recheckCaller(exchange, proxy::CallerName::SigningKey, exchange.credential()->texts.prefix());
}

} // namespace gatehouse::filters
