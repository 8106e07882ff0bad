// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/fetched.h"
#include "gateway/filters/order.h"
#include "gateway/protocols/grpc_access.h"
#include "gateway/protocols/grpc_request.h"
#include "gateway/protocols/proto_schema.h"

#include <cstddef>
#include <memory>
#include <string>

namespace gatehouse::proxy {
class Exchange;
}

namespace gatehouse::protocols {

struct GrpcBridgeConfig {
    GrpcAccess access;
    std::shared_ptr<const ProtoSchema> schema; ///< null: no proto file was uploaded
    /// What the server tells about itself, in the place of `schema`; null: nobody asks it.
    std::shared_ptr<filters::Fetched<ProtoSchema>> reflected;
    std::string api;                          ///< "name/version", for messages
    std::string package;                      ///< api_grpc_package
    std::string ownPackage;                   ///< name_version, as packages of default proto files are called
    bool byHttp = false;                      ///< the upstream takes the JSON itself, at POST /grpc
    bool strict = false;                      ///< STRICT_RESPONSE_ENVELOPE
    std::size_t maxMessage = 4 * 1024 * 1024; ///< bytes of one answered message
    std::size_t maxAnswer = 16 * 1024 * 1024; ///< bytes of all answered messages together
};

/// gRPC for callers who speak JSON over HTTP (data-plane 14): the request names the method and brings its
/// message, the filter makes the gRPC call of it, and of its outcome the JSON answer. The route leads to an
/// upstream over HTTP/2; everything else about the call is the proxy's.
class GrpcBridgeFilter final : public filters::TableFilter {
public:
    explicit GrpcBridgeFilter(GrpcBridgeConfig config)
        : TableFilter(filters::FilterId::ProtocolAnswer)
        , m_config(std::move(config))
    {
    }
    std::uint8_t hooks() const override
    {
        return proxy::HookRequest | proxy::HookRequestBody | proxy::HookAnswer | proxy::HookAnswerBody;
    }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    proxy::Verdict requestBody(proxy::Exchange& exchange) const override;
    void answer(proxy::Exchange& exchange) const override;
    void answerBody(proxy::Exchange& exchange) const override;

private:
    using Schema = std::shared_ptr<const ProtoSchema>;

    proxy::Verdict forwardJson(proxy::Exchange& exchange) const;
    bool waitForTypes(proxy::Exchange& exchange) const;
    proxy::Verdict start(proxy::Exchange& exchange, const GrpcRequest& call, Schema schema) const;
    const ProtoMethod* methodOf(proxy::Exchange& exchange, const GrpcRequest& call,
                                const ProtoSchema* schema) const;
    void noTypes(proxy::Exchange& exchange) const;
    bool read(proxy::Exchange& exchange, GrpcRequest& call) const;

    GrpcBridgeConfig m_config;
};

} // namespace gatehouse::protocols
