// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/jwt.h"

#include "common/crypto/base64url.h"
#include "common/crypto/json_scan.h"

#include <QJsonDocument>
#include <QUtf8StringView>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::crypto {

namespace {

constexpr std::size_t kMaxToken = 16 * 1024;

using Step = JsonScan::Step;

struct Parts {
    std::string_view header;
    std::string_view payload;
    std::string_view signature;
    std::string_view signedInput;
};

std::optional<Parts> split(std::string_view token)
{
    const std::size_t first = token.find('.');
    const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (token.size() > kMaxToken || second == std::string_view::npos ||
        token.find('.', second + 1) != std::string_view::npos)
        return std::nullopt;
    return Parts{token.substr(0, first), token.substr(first + 1, second - first - 1),
                 token.substr(second + 1), token.substr(0, second)};
}

bool decode(std::string_view encoded, std::string& out)
{
    out.resize(std::size_t(decodedSize(qsizetype(encoded.size()))));
    return fromBase64Url(encoded, reinterpret_cast<unsigned char*>(out.data())) >= 0;
}

bool isText(const std::string& bytes)
{
    return QUtf8StringView(bytes.data(), qsizetype(bytes.size())).isValidUtf8();
}

struct Header {
    std::optional<std::string> algorithm;
    std::optional<std::string> kid;
};

/// Sets `slot` from a string; false when it is another kind or came twice.
bool setOnce(std::optional<std::string>& slot, const JsonScan::Value& value)
{
    if (slot)
        return false;
    slot = JsonScan::text(value);
    return slot.has_value();
}

JwtFault readHeader(std::string_view encoded, Header& header)
{
    std::string json;
    if (!decode(encoded, json) || !isText(json))
        return JwtFault::Malformed;
    JsonScan scan = JsonScan::object(json);
    std::string key;
    JsonScan::Value value;
    for (;;) {
        const Step step = scan.next(key, value);
        if (step == Step::End)
            return header.algorithm ? JwtFault::None : JwtFault::Malformed;
        if (step == Step::Malformed)
            return JwtFault::Malformed;
        if (key == "crit")
            return JwtFault::Critical; // no extension is understood, so RFC 7515 4.1.11 says no
        if ((key == "alg" && !setOnce(header.algorithm, value)) ||
            (key == "kid" && !setOnce(header.kid, value)))
            return JwtFault::Malformed;
    }
}

bool readAudience(const JsonScan::Value& value, std::vector<std::string>& out)
{
    if (auto one = JsonScan::text(value)) {
        out.push_back(std::move(*one));
        return true;
    }
    if (value.kind != JsonScan::Kind::Array)
        return false;
    JsonScan scan = JsonScan::array(value.raw);
    std::string unused;
    JsonScan::Value element;
    Step step;
    while ((step = scan.next(unused, element)) == Step::Member) {
        auto text = JsonScan::text(element);
        if (!text)
            return false;
        out.push_back(std::move(*text));
    }
    return step == Step::End;
}

/// The registered claims while they are being collected; each may come once.
struct Collector {
    JwtClaims& claims;
    unsigned seen = 0;

    bool once(unsigned bit)
    {
        const bool first = (seen & (1u << bit)) == 0;
        seen |= 1u << bit;
        return first;
    }
    bool text(unsigned bit, std::string& slot, const JsonScan::Value& value)
    {
        auto content = JsonScan::text(value);
        if (!once(bit) || !content)
            return false;
        slot = std::move(*content);
        return true;
    }
    bool time(unsigned bit, std::optional<std::int64_t>& slot, const JsonScan::Value& value)
    {
        slot = JsonScan::wholeNumber(value);
        return once(bit) && slot.has_value();
    }
    bool take(const std::string& key, const JsonScan::Value& value)
    {
        if (key == "sub")
            return text(0, claims.subject, value);
        if (key == "jti")
            return text(1, claims.id, value);
        if (key == "iss")
            return text(2, claims.issuer, value);
        if (key == "aud")
            return once(3) && readAudience(value, claims.audience);
        if (key == "exp")
            return time(4, claims.expires, value);
        if (key == "nbf")
            return time(5, claims.notBefore, value);
        if (key == "iat")
            return time(6, claims.issuedAt, value);
        if (key == "role" && value.kind == JsonScan::Kind::String)
            return text(7, claims.role, value);
        if (key == "scope" && value.kind == JsonScan::Kind::String)
            return text(8, claims.scope, value);
        return true;
    }
};

bool readClaims(std::string_view encoded, JwtClaims& claims)
{
    if (!decode(encoded, claims.payload) || !isText(claims.payload))
        return false;
    JsonScan scan = JsonScan::object(claims.payload);
    Collector collector{claims};
    std::string key;
    JsonScan::Value value;
    Step step;
    while ((step = scan.next(key, value)) == Step::Member) {
        if (!collector.take(key, value))
            return false;
    }
    return step == Step::End;
}

JwtFault checkTimes(const JwtClaims& claims, const JwtTimes& times)
{
    if (!claims.expires && times.needsExpiry)
        return JwtFault::Claims;
    if (claims.expires && *claims.expires <= times.nowSeconds - times.leewaySeconds)
        return JwtFault::Expired;
    if (claims.notBefore && *claims.notBefore > times.nowSeconds + times.leewaySeconds)
        return JwtFault::NotYetValid;
    return JwtFault::None;
}

JwtFault checkSignature(const Parts& parts, const KeySet& keys)
{
    Header header;
    if (const JwtFault fault = readHeader(parts.header, header); fault != JwtFault::None)
        return fault;
    const auto algorithm = jwtAlgorithm(*header.algorithm);
    if (!algorithm)
        return JwtFault::Algorithm;
    const JwtKey* const key =
        keys.find(header.kid ? std::optional<std::string_view>(*header.kid) : std::nullopt);
    if (!key)
        return JwtFault::UnknownKey;
    if (key->algorithm() != *algorithm)
        return JwtFault::Algorithm;
    std::string signature;
    if (!decode(parts.signature, signature))
        return JwtFault::Malformed;
    return key->verify(parts.signedInput, signature) ? JwtFault::None : JwtFault::Signature;
}

} // namespace

QJsonObject JwtClaims::all() const
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(payload)).object();
}

std::string_view nameOf(JwtFault fault)
{
    switch (fault) {
    case JwtFault::None:
        return "none";
    case JwtFault::Malformed:
        return "malformed";
    case JwtFault::Algorithm:
        return "algorithm";
    case JwtFault::Critical:
        return "critical";
    case JwtFault::UnknownKey:
        return "unknown_key";
    case JwtFault::Signature:
        return "signature";
    case JwtFault::Claims:
        return "claims";
    case JwtFault::Expired:
        return "expired";
    case JwtFault::NotYetValid:
        return "not_yet_valid";
    }
    return "malformed";
}

JwtFault verifyJwt(std::string_view token, const KeySet& keys, const JwtTimes& times, JwtClaims& claims)
{
    const auto parts = split(token);
    if (!parts)
        return JwtFault::Malformed;
    if (const JwtFault fault = checkSignature(*parts, keys); fault != JwtFault::None)
        return fault;
    JwtClaims read;
    if (!readClaims(parts->payload, read))
        return JwtFault::Claims;
    const JwtFault fault = checkTimes(read, times);
    if (fault == JwtFault::None)
        claims = std::move(read);
    return fault;
}

Result<QByteArray> signJwt(const QJsonObject& claims, const KeySet& keys)
{
    const JwtKey* const key = keys.signer();
    if (!key)
        return Error::unavailable(u"no key can sign tokens"_s);
    const std::string_view name = nameOf(key->algorithm());
    const QJsonObject header{{u"alg"_s, QLatin1StringView(name.data(), qsizetype(name.size()))},
                             {u"kid"_s, QString::fromStdString(key->kid())},
                             {u"typ"_s, u"JWT"_s}};
    const QByteArray input = toBase64Url(QJsonDocument(header).toJson(QJsonDocument::Compact)) + '.' +
                             toBase64Url(QJsonDocument(claims).toJson(QJsonDocument::Compact));
    const auto signature = key->sign({input.constData(), size_t(input.size())});
    if (!signature)
        return signature.error();
    return input + '.' + toBase64Url(*signature);
}

} // namespace gatehouse::crypto
