// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/grpc_web.h"

#include "gateway/proxy/exchange.h"
#include "gateway/proxy/forward_answer.h"
#include "gateway/proxy/forward_request.h"

#include <algorithm>
#include <memory>

namespace gatehouse::protocols {

namespace {

using http::GrpcMedia;
using http::GrpcStatus;
using http::HeaderId;
using proxy::Verdict;

class TextDecoder final : public proxy::RequestStage {
public:
    bool take(std::string_view piece, std::string& out) override { return m_decoder.take(piece, out); }
    bool end(std::string&) override { return m_decoder.complete(); }

private:
    http::Base64Decoder m_decoder;
};

bool isWeb(GrpcMedia media)
{
    return media == GrpcMedia::Web || media == GrpcMedia::WebText;
}

std::string codeOf(GrpcStatus status)
{
    return std::to_string(static_cast<unsigned>(status));
}

bool hasStatus(const http::Trailers& trailers)
{
    return std::any_of(trailers.begin(), trailers.end(),
                       [](const auto& field) { return http::equalsIgnoreCase(field.first, "grpc-status"); });
}

/// Metadata of the call, as far as the head of an answer can tell it from fields of HTTP.
bool isMetadata(const http::Header& field)
{
    constexpr std::string_view cors = "access-control-";
    const bool ofCors =
        field.name.size() > cors.size() && http::equalsIgnoreCase(field.name.substr(0, cors.size()), cors);
    const bool ofCoding = http::equalsIgnoreCase(field.name, "grpc-encoding") ||
                          http::equalsIgnoreCase(field.name, "grpc-accept-encoding");
    return field.id == HeaderId::GrpcStatus || (field.id == HeaderId::Unknown && !ofCors && !ofCoding);
}

/// An answer without messages may be a head alone, which then is the trailers ("Trailers-Only"): takes them
/// out of it.
http::Trailers trailersOfHead(proxy::Exchange& exchange)
{
    http::Trailers trailers;
    if (!exchange.answer().headers.has(HeaderId::GrpcStatus))
        return trailers;
    for (const http::Header& field : exchange.answer().headers) {
        if (!isMetadata(field) || !proxy::passesToClient(exchange.api(), field, exchange.answer().headers))
            continue;
        trailers.emplace_back(field.name, field.value);
        exchange.answerEdits().remove(field.name);
    }
    return trailers;
}

http::Trailers statusOfHttp(int status)
{
    return {{"grpc-status", codeOf(http::grpcStatusOfAnswer(status))},
            {"grpc-message", "the upstream answered HTTP " + std::to_string(status) + " and no gRPC"}};
}

} // namespace

Verdict GrpcFilter::request(proxy::Exchange& exchange) const
{
    const http::GrpcType type = http::grpcTypeOf(exchange.header(HeaderId::ContentType));
    if (m_config.webOnly && !isWeb(type.media)) {
        exchange.respond(415, "text/plain", "Invalid Content-Type");
        return Verdict::Respond;
    }
    if (isWeb(type.media) && !m_config.web) {
        refuseGrpcCall(exchange, "gRPC-Web disabled");
        return Verdict::Respond;
    }
    if (m_config.access.restricts() || isWeb(type.media)) {
        // Below /grpc-web the rest of the path is the method; else the published prefix may be part of it.
        const auto name = GrpcMethodName::ofPath(proxy::upstreamPathOf(exchange, exchange.arena()));
        if (!name) {
            exchange.fail(proxy::Reason::NoOperation, "the path is not /service/method");
            return Verdict::Respond;
        }
        if (!m_config.access.admit(exchange, *name))
            return Verdict::Respond;
    }
    if (type.media != GrpcMedia::None)
        takeGrpcDeadline(exchange);
    return isWeb(type.media) ? webRequest(exchange, type) : Verdict::Continue;
}

Verdict GrpcFilter::webRequest(proxy::Exchange& exchange, const http::GrpcType& type) const
{
    if (exchange.head().methodId != http::Method::Post) {
        exchange.answerEdits().set("Allow", "POST");
        exchange.fail(proxy::Reason::MethodNotAllowed);
        return Verdict::Respond;
    }
    proxy::HeaderEdits& edits = exchange.upstreamEdits();
    edits.set("Content-Type", exchange.arena().concat({"application/grpc", type.codec}));
    for (const std::string_view name : {"X-Grpc-Web", "X-User-Agent", "Accept", "Accept-Encoding"})
        edits.remove(name);
    if (type.media == GrpcMedia::WebText)
        exchange.setRequestStage(std::make_unique<TextDecoder>());
    return Verdict::Continue;
}

void GrpcFilter::answer(proxy::Exchange& exchange) const
{
    const http::GrpcType wanted = http::grpcTypeOf(exchange.header(HeaderId::ContentType));
    proxy::AnswerHead& head = exchange.answer();
    if (!isWeb(wanted.media) || head.local || exchange.answered())
        return;
    const bool text = wanted.media == GrpcMedia::WebText;
    const bool native =
        head.status == 200 &&
        http::grpcTypeOf(head.headers.value(HeaderId::ContentType)).media == GrpcMedia::Native;
    http::Trailers known = native ? trailersOfHead(exchange) : statusOfHttp(head.status);
    head.status = 200;
    head.reason = {};
    exchange.answerEdits().set(
        "Content-Type",
        exchange.arena().concat({text ? "application/grpc-web-text" : "application/grpc-web", wanted.codec}));
    exchange.answerEdits().remove("Content-Encoding");
    exchange.addAnswerStage(std::make_unique<GrpcWebStage>(exchange, text, !native, std::move(known)));
}

// --- the body of the answer

/// Knows where messages begin and end: trailers may only stand between two.
void GrpcWebStage::follow(std::string_view piece)
{
    while (!piece.empty()) {
        if (m_left > 0) {
            const std::uint64_t bytes = std::min<std::uint64_t>(m_left, piece.size());
            m_left -= bytes;
            piece.remove_prefix(bytes);
            continue;
        }
        m_length = m_prefix == 0 ? 0 : m_length << 8 | static_cast<unsigned char>(piece.front());
        piece.remove_prefix(1);
        if (++m_prefix == http::GrpcPrefixBytes) {
            m_prefix = 0;
            m_left = m_length;
        }
    }
}

void GrpcWebStage::write(std::string_view bytes, std::string& out)
{
    if (m_text)
        m_encoder.take(bytes, out);
    else
        out.append(bytes);
}

void GrpcWebStage::take(std::string_view piece, std::string& out)
{
    if (m_drop)
        return;
    follow(piece);
    write(piece, out);
}

void GrpcWebStage::pause(std::string& out)
{
    m_encoder.pause(out);
}

void GrpcWebStage::end(std::string& out)
{
    http::Trailers trailers = std::move(m_known);
    if (!m_drop) {
        const http::Trailers& late = m_exchange.answerTrailers();
        trailers.insert(trailers.end(), late.begin(), late.end());
    }
    if (!hasStatus(trailers)) {
        trailers.emplace_back("grpc-status", codeOf(GrpcStatus::Internal));
        trailers.emplace_back("grpc-message", "the upstream did not say how the call ended");
    }
    if (!betweenMessages()) // the client sees a message that ends early
        return pause(out);
    finish(trailers, out);
}

bool GrpcWebStage::fail(proxy::Reason reason, std::string_view, std::string& out)
{
    if (!betweenMessages())
        return false;
    const proxy::ReasonRow& row = proxy::row(reason);
    finish({{"grpc-status", codeOf(http::grpcStatusOfError(row.status))},
            {"grpc-message", http::encodeGrpcMessage(row.text)}},
           out);
    return true;
}

void GrpcWebStage::finish(const http::Trailers& trailers, std::string& out)
{
    for (const auto& [name, value] : trailers) {
        if (!http::equalsIgnoreCase(name, "grpc-status"))
            continue;
        const GrpcStatus status = http::parseGrpcStatus(value).value_or(GrpcStatus::Unknown);
        if (status != GrpcStatus::Ok)
            m_exchange.setRecordedStatus(http::httpStatusOf(status));
    }
    m_exchange.dropAnswerTrailers();
    std::string frame;
    http::appendGrpcTrailers(frame, trailers);
    write(frame, out);
    m_encoder.pause(out);
}

} // namespace gatehouse::protocols
