// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/body_text.h"

#include <memory>

namespace gatehouse::filters {

namespace {

/// Where an API has no limit of its own: a bomb must have one.
constexpr std::uint64_t mostBytes = 64ULL << 20U;

struct Unpacked final : proxy::FilterState {
    std::string bytes;
    BodyText text;
};

Refusal tooLarge(proxy::Exchange& exchange, std::uint64_t most)
{
    proxy::Arena& arena = exchange.arena();
    return {.reason = proxy::Reason::BodyTooLarge,
            .text = arena.concat({"Request entity too large when it is unpacked (max: ",
                                  arena.number(std::int64_t(most)), " bytes)"})};
}

void unpack(proxy::Exchange& exchange, Unpacked& into)
{
    const BodyCoding coding = bodyCodingOf(exchange);
    if (coding == BodyCoding::Unknown) {
        into.text.fault = unknownCoding(exchange);
        return;
    }
    const std::uint64_t limit = exchange.api() ? exchange.api()->bodyLimit : 0;
    const std::uint64_t most = limit != 0 ? limit : mostBytes;
    Inflater inflater(coding);
    const Inflater::State state = inflater.take(exchange.body(), into.bytes, most);
    if (state == Inflater::State::TooLarge)
        into.text.fault = tooLarge(exchange, most);
    else if (const std::string_view fault = inflater.faultAtEnd(); !fault.empty())
        into.text.fault = Refusal{.reason = proxy::Reason::Invalid,
                                  .text = exchange.arena().concat({"400: Invalid request body: ", fault})};
    if (into.text.fault)
        std::string().swap(into.bytes);
    into.text.text = into.bytes;
}

Unpacked& unpacked(proxy::Exchange& exchange)
{
    std::uint64_t& place = slot(exchange, Slot::BodyText);
    if (place == 0) {
        auto made = std::make_unique<Unpacked>();
        place = reinterpret_cast<std::uintptr_t>(made.get());
        unpack(exchange, *made);
        exchange.keep(std::move(made));
    }
    return *reinterpret_cast<Unpacked*>(static_cast<std::uintptr_t>(place));
}

bool isCoded(proxy::Exchange& exchange)
{
    return exchange.head().headers.has(http::HeaderId::ContentEncoding) && !exchange.body().empty() &&
           bodyCodingOf(exchange) != BodyCoding::Plain && !exchange.upstreamEdits().hides("Content-Encoding");
}

} // namespace

BodyCoding bodyCodingOf(proxy::Exchange& exchange)
{
    const http::HeaderTable& fields = exchange.head().headers;
    std::string_view values;
    for (auto* field = fields.find(http::HeaderId::ContentEncoding); field; field = fields.next(*field))
        values = values.empty() ? field->value : exchange.arena().concat({values, ",", field->value});
    return bodyCodingOf(values);
}

BodyText bodyTextOf(proxy::Exchange& exchange)
{
    if (!isCoded(exchange))
        return {exchange.body()};
    return unpacked(exchange).text;
}

bool unpackBody(proxy::Exchange& exchange)
{
    if (!isCoded(exchange))
        return true;
    Unpacked& body = unpacked(exchange);
    if (body.text.fault) {
        failBody(exchange, *body.text.fault);
        return false;
    }
    exchange.body() = std::move(body.bytes);
    exchange.upstreamEdits().remove("Content-Encoding");
    return true;
}

Refusal unknownCoding(proxy::Exchange& exchange)
{
    exchange.answerEdits().set("Accept-Encoding", "gzip, deflate, br");
    return {.reason = proxy::Reason::Invalid,
            .status = 415,
            .text = "Content-Encoding must be gzip, deflate or br here, and only one of them"};
}

void failBody(proxy::Exchange& exchange, const Refusal& fault)
{
    exchange.failAs(fault.reason, fault.status, fault.code, fault.text, fault.detail);
}

} // namespace gatehouse::filters
