// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/ws_security.h"

#include "common/crypto/random.h"
#include "gateway/filters/body_text.h"
#include "gateway/filters/soap_envelope.h"
#include "gateway/filters/xml_prolog.h"
#include "gateway/filters/xml_reader.h"
#include "gateway/proxy/exchange.h"

#include <QCryptographicHash>
#include <QLoggingCategory>

#include <array>
#include <ctime>

namespace gatehouse::protocols {

using proxy::Verdict;

namespace {

Q_LOGGING_CATEGORY(soapLog, "gateway.soap", QtInfoMsg)

constexpr std::string_view wsuNamespace =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
constexpr std::string_view tokenProfile =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#";
constexpr std::string_view base64Type =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";

/// xsd:dateTime in UTC with milliseconds.
std::string timeText(std::int64_t ms)
{
    const std::time_t seconds = ms / 1000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S.", &parts);
    const std::string fraction = std::to_string(1000 + ms % 1000); // its first digit only fills up
    return std::string(text.data(), size) + fraction.substr(1) + "Z";
}

std::string base64(const QByteArray& bytes)
{
    return bytes.toBase64().toStdString();
}

std::string_view typeNameOf(PasswordType type)
{
    switch (type) {
    case PasswordType::Text:
        return "PasswordText";
    case PasswordType::Digest:
        return "PasswordDigest";
    case PasswordType::DigestSha256:
        return "PasswordDigestSHA256";
    }
    return {};
}

std::string passwordOf(const WsSecurityConfig& config, const QByteArray& nonce, const std::string& created)
{
    if (config.passwordType == PasswordType::Text) {
        std::string text;
        filters::appendXmlText(text, config.password);
        return text;
    }
    const bool sha256 = config.passwordType == PasswordType::DigestSha256;
    QCryptographicHash hash(sha256 ? QCryptographicHash::Sha256 : QCryptographicHash::Sha1);
    hash.addData(nonce);
    hash.addData(QByteArrayView(created.data(), qsizetype(created.size())));
    hash.addData(QByteArrayView(config.password.data(), qsizetype(config.password.size())));
    return base64(hash.result());
}

void appendToken(std::string& out, const WsSecurityConfig& config, const QByteArray& nonce,
                 const std::string& created)
{
    out.append("<wsse:UsernameToken><wsse:Username>");
    filters::appendXmlText(out, config.username);
    out.append("</wsse:Username><wsse:Password Type=\"").append(tokenProfile);
    out.append(typeNameOf(config.passwordType)).append("\">");
    out.append(passwordOf(config, nonce, created)).append("</wsse:Password>");
    out.append("<wsse:Nonce EncodingType=\"").append(base64Type).append("\">").append(base64(nonce));
    out.append("</wsse:Nonce><wsu:Created>").append(created);
    out.append("</wsu:Created></wsse:UsernameToken>");
}

} // namespace

std::string securityHeader(const WsSecurityConfig& config, std::int64_t nowMs, const QByteArray& nonce)
{
    const std::string created = timeText(nowMs);
    std::string out = "<wsse:Security xmlns:wsse=\"";
    out.append(filters::wsseNamespace).append("\" xmlns:wsu=\"").append(wsuNamespace).append("\">");
    if (config.timestamp) {
        out.append("<wsu:Timestamp><wsu:Created>").append(created).append("</wsu:Created><wsu:Expires>");
        out.append(timeText(nowMs + config.lifeMs)).append("</wsu:Expires></wsu:Timestamp>");
    }
    if (!config.username.empty())
        appendToken(out, config, nonce, created);
    return out.append("</wsse:Security>");
}

WsSecurityFilter::WsSecurityFilter(WsSecurityConfig config)
    : TableFilter(filters::FilterId::WsSecurity)
    , m_config(std::move(config))
{
}

void WsSecurityFilter::tell(std::int64_t nowNs, const char* why) const
{
    constexpr std::int64_t minute = 60'000'000'000;
    std::int64_t told = m_toldNs.load(std::memory_order_relaxed);
    if ((told != 0 && nowNs - told < minute) || !m_toldNs.compare_exchange_strong(told, nowNs))
        return;
    qCWarning(soapLog, "%s: a request went on without WS-Security header: %s", m_config.api.c_str(), why);
}

namespace {

Verdict refuseEnvelope(proxy::Exchange& exchange, std::string_view fault)
{
    constexpr std::size_t longest = 255; // of a text in an error body
    exchange.failAs(proxy::Reason::Invalid, 0, {},
                    exchange.arena().concat({"400: Invalid SOAP envelope: ", fault}).substr(0, longest));
    return Verdict::Respond;
}

/// The type as it goes on, which must not speak of UTF-16 any more.
void tellUtf8(proxy::Exchange& exchange)
{
    const std::string_view* const edited = exchange.upstreamEdits().find("Content-Type");
    const std::string_view type = edited ? *edited : exchange.header(http::HeaderId::ContentType);
    const std::string_view charset = filters::mediaParameter(type, "charset");
    if (charset.empty())
        return;
    const auto at = std::size_t(charset.data() - type.data());
    exchange.upstreamEdits().set("Content-Type", exchange.arena().concat({type.substr(0, at), "utf-8",
                                                                          type.substr(at + charset.size())}));
}

} // namespace

/// Compressed bodies and UTF-16 go on plain and in UTF-8, because something is written into them.
Verdict WsSecurityFilter::requestBody(proxy::Exchange& exchange) const
{
    std::string& body = exchange.body();
    if (body.empty()) {
        tell(exchange.nowNs(), "it has no body");
        return Verdict::Continue;
    }
    if (!filters::unpackBody(exchange))
        return Verdict::Respond;
    const bool wide = filters::hasWideMark(body);
    const std::optional<std::string> narrow = wide ? filters::narrowXml(body) : std::nullopt;
    if (wide && !narrow)
        return refuseEnvelope(exchange, "the body is no UTF-16");
    const std::string& document = narrow ? *narrow : body;
    const filters::SoapOutlineRead read = filters::outlineOf(document);
    if (read.fault)
        return refuseEnvelope(exchange, *read.fault);
    if (read.outline.version == filters::SoapVersion::Unknown) {
        tell(exchange.nowNs(), "its body is no SOAP envelope that can be written into");
        return Verdict::Continue;
    }
    constexpr int nonceBytes = 16;
    body = filters::withSecurity(
        document, read.outline, securityHeader(m_config, exchange.wallMs(), crypto::randomBytes(nonceBytes)));
    if (narrow)
        tellUtf8(exchange);
    return Verdict::Continue;
}

} // namespace gatehouse::protocols
