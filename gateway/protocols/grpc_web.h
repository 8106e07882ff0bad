// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/order.h"
#include "gateway/http/base64_stream.h"
#include "gateway/http/grpc.h"
#include "gateway/protocols/grpc_access.h"
#include "gateway/proxy/answer_stage.h"

namespace gatehouse::proxy {
class Exchange;
}

namespace gatehouse::protocols {

struct GrpcConfig {
    GrpcAccess access;
    bool web = false;     ///< gRPC-Web is translated; else it is refused
    bool webOnly = false; ///< the path is for gRPC-Web alone: /grpc-web/...
};

/// Calls in the name of gRPC, native or from browsers (PROTOCOL-WEB of gRPC): who may call what, and the
/// caller's deadline; requests of gRPC-Web become native ones, and their answers get the trailers at the end
/// of the body, as base64 where the client wants text. Bodies stream both ways, message by message.
class GrpcFilter final : public filters::TableFilter {
public:
    explicit GrpcFilter(GrpcConfig config)
        : TableFilter(filters::FilterId::ProtocolAnswer)
        , m_config(std::move(config))
    {
    }
    std::uint8_t hooks() const override { return proxy::HookRequest | proxy::HookAnswer; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    void answer(proxy::Exchange& exchange) const override;

private:
    proxy::Verdict webRequest(proxy::Exchange& exchange, const http::GrpcType& type) const;

    GrpcConfig m_config;
};

/// The body of a gRPC-Web answer: the upstream's messages, then a frame with its trailers. Made for one
/// exchange and dropped with it.
class GrpcWebStage final : public proxy::AnswerStage {
public:
    /// `known`: trailers that came with the head. `drop`: the body is no gRPC and is left out.
    GrpcWebStage(proxy::Exchange& exchange, bool text, bool drop, http::Trailers known)
        : m_exchange(exchange)
        , m_known(std::move(known))
        , m_text(text)
        , m_drop(drop)
    {
    }

    bool changesLength() const override { return true; }
    void take(std::string_view piece, std::string& out) override;
    void pause(std::string& out) override;
    void end(std::string& out) override;
    bool fail(proxy::Reason reason, std::string_view detail, std::string& out) override;

private:
    void follow(std::string_view piece);
    bool betweenMessages() const { return m_prefix == 0 && m_left == 0; }
    void write(std::string_view bytes, std::string& out);
    void finish(const http::Trailers& trailers, std::string& out);

    proxy::Exchange& m_exchange;
    http::Trailers m_known;
    http::Base64Encoder m_encoder;
    std::uint64_t m_left = 0;   ///< bytes of the message that are still to come
    std::uint32_t m_length = 0; ///< of the message, while its prefix is read
    std::uint8_t m_prefix = 0;  ///< bytes of the prefix so far
    bool m_text;
    bool m_drop;
};

} // namespace gatehouse::protocols
