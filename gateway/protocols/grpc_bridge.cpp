// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/grpc_bridge.h"

#include "gateway/filters/body_text.h"
#include "gateway/filters/scratch.h"
#include "gateway/http/grpc.h"
#include "gateway/protocols/grpc_answer.h"
#include "gateway/proxy/exchange.h"

#include <algorithm>
#include <functional>
#include <span>

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

const ProtoMethod* none(proxy::Exchange& exchange, const std::string& text)
{
    exchange.failAs(proxy::Reason::NoOperation, 404, "GTW012", text);
    return nullptr;
}

/// The call between the hooks of one exchange. Owned by the exchange, found again through its slot.
struct Call final : proxy::FilterState {
    Call(std::shared_ptr<const ProtoSchema> theSchema, const ProtoMethod& theMethod, std::uint32_t items)
        : schema(std::move(theSchema))
        , method(theMethod)
        , maxItems(items)
    {
    }
    std::shared_ptr<const ProtoSchema> schema; ///< reflection may bring another one meanwhile
    const ProtoMethod& method;
    std::uint32_t maxItems;
};

Call* callOf(proxy::Exchange& exchange)
{
    return reinterpret_cast<Call*>(static_cast<std::uintptr_t>(filters::slot(exchange, Slot::GrpcCall)));
}

/// Makes the messages the body of the call; false when the exchange has failed.
bool encode(proxy::Exchange& exchange, const ProtoSchema& schema, const ProtoMethod& method,
            const GrpcRequest& call)
{
    if (call.messages.size() > 1 && !method.clientStreams) {
        refuse(exchange, "The method takes one message");
        return false;
    }
    std::string frames;
    for (const std::string_view json : call.messages) {
        std::string why;
        const auto binary = schema.fromJson(method.input, json, why);
        if (!binary) {
            refuse(exchange, exchange.arena().concat({"Message does not fit ", method.input, ": ", why}));
            return false;
        }
        http::appendGrpcFrame(frames, 0, *binary);
    }
    exchange.body() = std::move(frames);
    return true;
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
        exchange.answerEdits().set("Allow", "POST");
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

/// The request with the package that counts; false when the exchange has failed.
bool GrpcBridgeFilter::read(proxy::Exchange& exchange, GrpcRequest& call) const
{
    const filters::BodyText whole = filters::bodyTextOf(exchange);
    if (whole.fault) {
        filters::failBody(exchange, *whole.fault);
        return false;
    }
    if (const std::string fault = GrpcRequest::read(whole.text, call); !fault.empty()) {
        refuse(exchange, fault);
        return false;
    }
    if (call.package.empty() || !m_config.package.empty())
        call.package = m_config.package;
    return true;
}

Verdict GrpcBridgeFilter::requestBody(proxy::Exchange& exchange) const
{
    GrpcRequest call;
    if (!read(exchange, call))
        return Verdict::Respond;
    if (m_config.byHttp)
        return forwardJson(exchange);
    if (!m_config.reflected)
        return start(exchange, call, m_config.schema);
    Schema schema = m_config.reflected->value();
    if ((!schema || !schema->find(call.service, call.method)) && waitForTypes(exchange))
        return Verdict::Wait;
    return start(exchange, call, std::move(schema));
}

/// The server may be newer than what is known of it: it is asked again, but not for every guess.
bool GrpcBridgeFilter::waitForTypes(proxy::Exchange& exchange) const
{
    return m_config.reflected->refresh([&]() -> std::function<void()> {
        auto resumer = std::make_shared<proxy::Resumer>(exchange.resumer());
        return [this, resumer] {
            // Runs only while the exchange lives, and with it the snapshot that owns this filter.
            resumer->resume([this](proxy::Exchange& waiting) {
                GrpcRequest call;
                return read(waiting, call) ? start(waiting, call, m_config.reflected->value())
                                           : Verdict::Respond;
            });
        };
    });
}

/// The order of complaints is that of data-plane 14.
Verdict GrpcBridgeFilter::start(proxy::Exchange& exchange, const GrpcRequest& call, Schema schema) const
{
    const ProtoMethod* const method = methodOf(exchange, call, schema.get());
    if (!method)
        return Verdict::Respond;
    if (call.messages.empty() && !method->clientStreams)
        return refuse(exchange, "Missing message in request body");
    if (!encode(exchange, *schema, *method, call))
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
    auto state = std::make_unique<Call>(std::move(schema), *method, call.maxItems);
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

/// Nobody has uploaded the types, and the server has not told them.
void GrpcBridgeFilter::noTypes(proxy::Exchange& exchange) const
{
    if (!m_config.reflected) {
        none(exchange, "Proto file not found for API: " + m_config.api);
        return;
    }
    const std::string why = m_config.reflected->why();
    const std::string text = "The types of API " + m_config.api + " cannot be read by reflection: " +
                             (why.empty() ? "its server is still being asked" : why);
    exchange.failAs(proxy::Reason::UpstreamBadBody, 502, "GTW012", text, text);
}

/// The method that may be called and exists; null when the exchange has failed.
const ProtoMethod* GrpcBridgeFilter::methodOf(proxy::Exchange& exchange, const GrpcRequest& call,
                                              const ProtoSchema* schema) const
{
    // Allow-lists may have been written for the name that packages without a proto file had.
    const bool any = call.package.empty() || call.package == m_config.ownPackage;
    const auto all = schema ? schema->all(call.service, call.method) : std::span<const ProtoMethod>();
    const auto found = std::find_if(all.begin(), all.end(), [&](const ProtoMethod& method) {
        return any || method.package == call.package;
    });
    const std::string& real = found != all.end() ? found->package : schema ? schema->package() : call.package;
    const GrpcMethodName name{any ? std::string_view(real) : std::string_view(call.package), call.service,
                              call.method};
    if (!m_config.access.admit(exchange, name,
                               any ? std::string_view(m_config.ownPackage) : std::string_view()))
        return nullptr;
    if (!schema) {
        noTypes(exchange);
        return nullptr;
    }
    if (!any && !schema->hasPackage(call.package))
        return none(exchange, "Generated gRPC modules not found for package: " + call.package);
    const std::string told = call.service + '.' + call.method;
    if (found == all.end())
        return none(exchange, "Method " + told +
                                  (m_config.reflected ? " is not among the services of API "
                                                      : " is not in the proto file of API ") +
                                  m_config.api);
    if (any && all.size() > 1) {
        refuse(exchange, exchange.arena().concat({"Method ", told, " is in the packages ", all[0].package,
                                                  " and ", all[1].package, ". Name the package."}));
        return nullptr;
    }
    return &*found;
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
    std::string body = outcome.ok() ? answerOf(*call->schema, call->method, outcome) : std::string();
    writeOutcome(exchange, outcome, std::move(body), m_config.strict);
}

} // namespace gatehouse::protocols
