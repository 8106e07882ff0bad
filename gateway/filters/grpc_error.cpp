// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/grpc_error.h"

#include "gateway/http/base64_stream.h"
#include "gateway/http/grpc.h"
#include "gateway/proxy/exchange.h"

namespace gatehouse::filters {

namespace {

using http::GrpcMedia;
using http::GrpcStatus;

GrpcStatus statusOf(const proxy::Exchange& exchange)
{
    if (exchange.reason() == proxy::Reason::NoUpstream)
        return GrpcStatus::Unavailable;
    return http::grpcStatusOfError(exchange.errorStatus());
}

/// Data-plane 14 gives some of them short names.
std::string_view textOf(const proxy::Exchange& exchange)
{
    switch (exchange.reason()) {
    case proxy::Reason::NoRoute:
        return "API not found";
    case proxy::Reason::NoUpstream:
        return "No upstream";
    default:
        return exchange.errorText();
    }
}

} // namespace

bool renderGrpcError(proxy::Exchange& exchange)
{
    const http::GrpcType type = http::grpcTypeOf(exchange.header(http::HeaderId::ContentType));
    if (type.media == GrpcMedia::None ||
        (type.media == GrpcMedia::Native && exchange.head().majorVersion != 2))
        return false;
    const std::string code = std::to_string(static_cast<unsigned>(statusOf(exchange)));
    const std::string message = http::encodeGrpcMessage(textOf(exchange));
    exchange.setRecordedStatus(exchange.errorStatus());
    proxy::Arena& arena = exchange.arena();
    if (type.media == GrpcMedia::Native) {
        exchange.answerEdits().set("grpc-status", arena.copy(code));
        exchange.answerEdits().set("grpc-message", arena.copy(message));
        exchange.respond(200, arena.concat({"application/grpc", type.codec}), {});
        return true;
    }
    std::string body;
    http::appendGrpcTrailers(body, {{"grpc-status", code}, {"grpc-message", message}});
    const std::uint16_t status = exchange.reason() == proxy::Reason::BadBody ? 400 : 200; // data-plane 14
    if (type.media == GrpcMedia::Web) {
        exchange.respond(status, arena.concat({"application/grpc-web", type.codec}), body);
        return true;
    }
    std::string text;
    http::Base64Encoder encoder;
    encoder.take(body, text);
    encoder.pause(text);
    exchange.respond(status, arena.concat({"application/grpc-web-text", type.codec}), text);
    return true;
}

} // namespace gatehouse::filters
