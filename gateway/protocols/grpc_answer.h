// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/grpc.h"
#include "gateway/protocols/proto_schema.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::proxy {
class Exchange;
}

namespace gatehouse::protocols {

/// How a call of the bridge ended: its messages, or its status and what the service said about it.
struct GrpcOutcome {
    http::GrpcStatus status = http::GrpcStatus::Ok;
    std::string details;
    std::vector<std::string_view> messages; ///< of the collected answer

    bool ok() const { return status == http::GrpcStatus::Ok; }
    void fail(http::GrpcStatus why, std::string text)
    {
        status = why;
        details = std::move(text);
        messages.clear();
    }
};

/// Reads the collected answer of the exchange; for answerBody() hooks. Answers that are no gRPC, messages
/// that are compressed, too long, or missing become failures.
GrpcOutcome outcomeOf(proxy::Exchange& exchange, const ProtoMethod& method, std::uint32_t maxItems,
                      std::size_t maxMessage);

/// The JSON of a good outcome: the reply, or {"items":[..]} of a stream. Fails the outcome when a message is
/// not what the schema says.
std::string answerOf(const ProtoSchema& schema, const ProtoMethod& method, GrpcOutcome& outcome);

/// Makes the outcome the answer of the exchange: `body` when it is good, else GTW006 with the details
/// (data-plane 14). `strict`: in the envelope of the platform.
void writeOutcome(proxy::Exchange& exchange, const GrpcOutcome& outcome, std::string body, bool strict);

} // namespace gatehouse::protocols
