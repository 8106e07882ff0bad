// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/grpc_answer.h"

#include "gateway/filters/error_body.h"
#include "gateway/filters/json_text.h"
#include "gateway/proxy/exchange.h"

#include <algorithm>

namespace gatehouse::protocols {

namespace {

using http::GrpcStatus;
using http::HeaderId;

/// A field about the end of the call: a trailer, or in the head when nothing else came.
std::string_view endField(const proxy::Exchange& exchange, std::string_view name)
{
    for (const auto& [trailer, value] : exchange.answerTrailers()) {
        if (http::equalsIgnoreCase(trailer, name))
            return value;
    }
    return exchange.answer().headers.value(name);
}

/// False when the call is known to have failed.
bool readStatus(const proxy::Exchange& exchange, bool cutShort, GrpcOutcome& outcome)
{
    const proxy::AnswerHead& head = exchange.answer();
    const bool native =
        head.status == 200 &&
        http::grpcTypeOf(head.headers.value(HeaderId::ContentType)).media == http::GrpcMedia::Native;
    if (!native) {
        outcome.fail(http::grpcStatusOfAnswer(head.status),
                     "the upstream answered HTTP " + std::to_string(head.status) + " and no gRPC");
        return false;
    }
    const std::string_view told = endField(exchange, "grpc-status");
    if (told.empty() && cutShort)
        return true; // the gateway itself left: it had enough
    const auto status = http::parseGrpcStatus(told);
    if (!status) {
        outcome.fail(GrpcStatus::Internal, "the upstream did not say how the call ended");
        return false;
    }
    if (*status != GrpcStatus::Ok)
        outcome.fail(*status, http::decodeGrpcMessage(endField(exchange, "grpc-message")));
    return outcome.ok();
}

/// False when a frame is nothing the bridge can read.
bool readMessages(std::string_view body, std::uint32_t most, std::size_t maxMessage, GrpcOutcome& outcome)
{
    http::GrpcFrames frames(body);
    for (auto step = frames.next(); step != http::GrpcFrames::Step::End; step = frames.next()) {
        if (outcome.messages.size() == most)
            return true;
        if (step == http::GrpcFrames::Step::More) {
            outcome.fail(GrpcStatus::Internal, "a message of the answer is cut short");
            return false;
        }
        if (frames.flags() != 0) {
            outcome.fail(GrpcStatus::Internal,
                         "the upstream compressed a message though it was asked not to");
            return false;
        }
        if (frames.payload().size() > maxMessage) {
            outcome.fail(GrpcStatus::ResourceExhausted,
                         "a message of the answer is larger than " + std::to_string(maxMessage) + " bytes");
            return false;
        }
        outcome.messages.push_back(frames.payload());
    }
    return true;
}

std::uint64_t retriesOf(const proxy::Exchange& exchange)
{
    return exchange.attempts() > 1 ? exchange.attempts() - 1U : 0U;
}

} // namespace

GrpcOutcome outcomeOf(proxy::Exchange& exchange, const ProtoMethod& method, std::uint32_t maxItems,
                      std::size_t maxMessage)
{
    GrpcOutcome outcome;
    const std::uint32_t most = method.serverStreams ? maxItems : 2;
    GrpcOutcome read;
    const bool readable = readMessages(
        exchange.answer().status == 200 ? exchange.answerBody() : std::string_view(), most, maxMessage, read);
    const bool cutShort = method.serverStreams && read.messages.size() == most;
    if (!readStatus(exchange, cutShort, outcome))
        return outcome;
    if (readable && !method.serverStreams && read.messages.size() != 1)
        read.fail(GrpcStatus::Internal, read.messages.empty() ? "the answer has no message"
                                                              : "the answer has more than one message");
    return read;
}

std::string answerOf(const ProtoSchema& schema, const ProtoMethod& method, GrpcOutcome& outcome)
{
    std::string list;
    for (const std::string_view message : outcome.messages) {
        std::string why;
        auto json = schema.toJson(method.output, message, why);
        if (!json) {
            outcome.fail(GrpcStatus::Internal, "the answer is no " + method.output + ": " + why);
            return {};
        }
        if (!method.serverStreams)
            return std::move(*json);
        list.append(list.empty() ? "" : ",").append(*json);
    }
    return "{\"items\":[" + list + "]}";
}

void writeOutcome(proxy::Exchange& exchange, const GrpcOutcome& outcome, std::string body, bool strict)
{
    proxy::HeaderEdits& edits = exchange.answerEdits();
    proxy::Arena& arena = exchange.arena();
    for (const std::string_view name :
         {"grpc-status", "grpc-message", "grpc-status-details-bin", "grpc-encoding", "grpc-accept-encoding"})
        edits.remove(name);
    exchange.dropAnswerTrailers();
    edits.set("Content-Type", "application/json");
    edits.set("X-Retry-Count", arena.number(retriesOf(exchange)));
    std::uint16_t status = http::httpStatusOf(outcome.status);
    if (outcome.ok()) {
        edits.set("X-Retry-Final", "OK");
        if (strict)
            body = filters::JsonObjectText()
                       .add("status_code", std::int64_t{200})
                       .addRaw("response", body)
                       .take();
    } else {
        edits.set("X-GRPC-Status", http::nameOf(outcome.status));
        edits.set("X-GRPC-Code", arena.number(static_cast<unsigned>(outcome.status)));
        exchange.setRecordedStatus(status);
        filters::ErrorFacts facts;
        facts.strict = strict;
        facts.status = status;
        facts.code = "GTW006";
        facts.text = outcome.details.empty() ? std::string_view("gRPC call failed") : outcome.details;
        filters::ErrorBody error = filters::makeErrorBody(facts);
        status = error.status;
        body = std::move(error.json);
    }
    exchange.answer().status = status;
    exchange.answer().reason = {};
    exchange.answerBody() = std::move(body);
}

} // namespace gatehouse::protocols
