// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/grpc_bridge.h"

#include "gateway/filters/scratch.h"
#include "gateway/http/grpc.h"
#include "gateway/protocols/grpc_answer.h"
#include "gateway/proxy/exchange.h"

namespace gatehouse::protocols {

namespace {

using filters::Slot;
using http::HeaderId;
using proxy::Verdict;

Verdict refuse(proxy::Exchange& exchange, std::string_view text, std::string_view detail = {})
{
    exchange.failAs(proxy::Reason::Invalid, 0, {}, text, detail);
    return Verdict::Respond;
}

bool notFound(proxy::Exchange& exchange, const std::string& text)
{
    exchange.failAs(proxy::Reason::NoOperation, 404, "GTW012", text);
    return false;
}

/// The call between the hooks of one exchange. Owned by the exchange, found again through its slot.
struct Call final : proxy::FilterState {
    explicit Call(const ProtoMethod& theMethod, std::uint32_t items)
        : method(theMethod)
        , maxItems(items)
    {
    }
    const ProtoMethod& method; ///< of the snapshot, which the exchange keeps
    std::uint32_t maxItems;
};

Call* callOf(proxy::Exchange& exchange)
{
    return reinterpret_cast<Call*>(static_cast<std::uintptr_t>(filters::slot(exchange, Slot::GrpcCall)));
}

/// A stream that answers more than the caller wants is left after that.
class ItemWatch final : public proxy::AnswerWatch {
public:
    explicit ItemWatch(std::uint32_t items)
        : m_items(items)
    {
    }
    bool enough(std::string_view collected) override
    {
        http::GrpcFrames frames(collected.substr(m_seen));
        while (m_count < m_items && frames.next() == http::GrpcFrames::Step::Frame)
            ++m_count;
        m_seen += frames.position();
        return m_count >= m_items;
    }

private:
    std::size_t m_seen = 0;
    std::uint32_t m_items;
    std::uint32_t m_count = 0;
};

} // namespace

Verdict GrpcBridgeFilter::request(proxy::Exchange& exchange) const
{
    if (exchange.head().methodId == http::Method::Get)
        return refuse(exchange, "Invalid request body format");
    if (exchange.head().methodId != http::Method::Post) {
        exchange.fail(proxy::Reason::MethodNotAllowed);
        return Verdict::Respond;
    }
    if (exchange.subPath() != "/") {
        exchange.fail(proxy::Reason::NoOperation);
        return Verdict::Respond;
    }
    takeGrpcDeadline(exchange);
    return Verdict::Continue;
}

/// The order of complaints is that of data-plane 14.
Verdict GrpcBridgeFilter::requestBody(proxy::Exchange& exchange) const
{
    GrpcRequest call;
    if (const std::string_view fault = GrpcRequest::read(exchange.body(), call); !fault.empty())
        return refuse(exchange, fault);
    if (call.package.empty() || !m_config.package.empty())
        call.package = m_config.package;
    if (m_config.byHttp)
        return forwardJson(exchange);
    const ProtoMethod* const method = methodOf(exchange, call);
    if (!method)
        return Verdict::Respond;
    if (call.messages.empty() && !method->clientStreams)
        return refuse(exchange, "Missing message in request body");
    if (!encode(exchange, *method, call))
        return Verdict::Respond;
    proxy::HeaderEdits& edits = exchange.upstreamEdits();
    edits.set("Content-Type", "application/grpc");
    edits.set("grpc-accept-encoding", "identity");
    for (const std::string_view name : {"grpc-encoding", "Accept", "Accept-Encoding", "Content-Encoding"})
        edits.remove(name);
    exchange.setUpstreamPath(method->path);
    exchange.setUpstreamQuery({});
    if (!call.idempotent || (method->clientStreams && !call.idempotentGiven))
        exchange.forbidRetries();
    auto state = std::make_unique<Call>(*method, call.maxItems);
    filters::slot(exchange, Slot::GrpcCall) = reinterpret_cast<std::uintptr_t>(state.get());
    exchange.keep(std::move(state));
    return Verdict::Continue;
}

Verdict GrpcBridgeFilter::forwardJson(proxy::Exchange& exchange) const
{
    exchange.setUpstreamPath("/grpc");
    exchange.upstreamEdits().set("Content-Type", "application/json");
    exchange.upstreamEdits().set("Accept", "application/json");
    return Verdict::Continue;
}

/// The method that may be called and exists; null when the exchange has failed.
const ProtoMethod* GrpcBridgeFilter::methodOf(proxy::Exchange& exchange, const GrpcRequest& call) const
{
    const std::string& real = m_config.schema ? m_config.schema->package() : call.package;
    // Allow-lists may have been written for the name that packages without a proto file had.
    const bool named = call.package.empty() || call.package == m_config.ownPackage;
    const GrpcMethodName name{named ? std::string_view(real) : std::string_view(call.package), call.service,
                              call.method};
    if (!m_config.access.admit(exchange, name,
                               named ? std::string_view(m_config.ownPackage) : std::string_view()))
        return nullptr;
    const auto none = [&](const std::string& text) {
        notFound(exchange, text);
        return nullptr;
    };
    if (!m_config.schema)
        return none("Proto file not found for API: " + m_config.api);
    if (!named && call.package != real)
        return none("Generated gRPC modules not found for package: " + call.package);
    const ProtoMethod* const method = m_config.schema->find(call.service, call.method);
    if (!method)
        return none("Method " + call.service + '.' + call.method + " is not in the proto file of API " +
                    m_config.api);
    return method;
}

bool GrpcBridgeFilter::encode(proxy::Exchange& exchange, const ProtoMethod& method,
                              const GrpcRequest& call) const
{
    if (call.messages.size() > 1 && !method.clientStreams) {
        refuse(exchange, "The method takes one message");
        return false;
    }
    std::string frames;
    for (const std::string_view json : call.messages) {
        std::string why;
        const auto binary = m_config.schema->fromJson(method.input, json, why);
        if (!binary) {
            refuse(exchange, exchange.arena().concat({"Message does not fit ", method.input, ": ", why}));
            return false;
        }
        http::appendGrpcFrame(frames, 0, *binary);
    }
    exchange.body() = std::move(frames);
    return true;
}

void GrpcBridgeFilter::answer(proxy::Exchange& exchange) const
{
    const Call* const call = callOf(exchange);
    if (!call || exchange.answer().local)
        return;
    exchange.bufferAnswer(m_config.maxAnswer);
    if (call->method.serverStreams)
        exchange.watchAnswer(std::make_unique<ItemWatch>(call->maxItems));
}

void GrpcBridgeFilter::answerBody(proxy::Exchange& exchange) const
{
    const Call* const call = callOf(exchange);
    if (!call || exchange.answer().local)
        return;
    GrpcOutcome outcome = outcomeOf(exchange, call->method, call->maxItems, m_config.maxMessage);
    std::string body = outcome.ok() ? answerOf(*m_config.schema, call->method, outcome) : std::string();
    writeOutcome(exchange, outcome, std::move(body), m_config.strict);
}

} // namespace gatehouse::protocols
