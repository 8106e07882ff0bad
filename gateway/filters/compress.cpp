// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/compress.h"

#include "gateway/filters/cache_control.h"
#include "gateway/http/event_stream.h"
#include "gateway/proxy/forward_answer.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace gatehouse::filters {

using http::HeaderId;

namespace {

/// The field as the client would get it; empty when it gets none.
std::string_view shown(const proxy::Exchange& exchange, std::string_view name)
{
    const proxy::HeaderEdits& edits = exchange.answerEdits();
    if (const std::string_view* const edited = edits.find(name))
        return *edited;
    const proxy::AnswerHead& head = exchange.answer();
    const http::Header* const field = edits.hides(name) ? nullptr : head.headers.find(name);
    return field && (head.local || proxy::passesToClient(exchange.api(), *field, head.headers))
               ? field->value
               : std::string_view();
}

/// The client must not take the other form's tag for this one's: it becomes weak (RFC 9110 section 8.8.1).
void weaken(proxy::Exchange& exchange)
{
    const std::string_view tag = shown(exchange, "ETag");
    if (!tag.empty() && !tag.starts_with("W/"))
        exchange.answerEdits().set("ETag", exchange.arena().concat({"W/", tag}));
}

void varyByEncoding(proxy::Exchange& exchange)
{
    bool said = false;
    const auto look = [&said](std::string_view name, std::string_view value) {
        if (http::equalsIgnoreCase(name, "Vary"))
            http::forEachToken(value, [&](std::string_view one) {
                said = said || one == "*" || http::equalsIgnoreCase(one, "Accept-Encoding");
            });
    };
    const proxy::AnswerHead& head = exchange.answer();
    for (const proxy::HeaderEdit& edit : exchange.answerEdits().all())
        look(edit.name, edit.value);
    if (!exchange.answerEdits().hides("Vary")) {
        for (const http::Header& field : head.headers) {
            if (head.local || proxy::passesToClient(exchange.api(), field, head.headers))
                look(field.name, field.value);
        }
    }
    if (!said)
        exchange.answerEdits().add("Vary", "Accept-Encoding");
}

/// Nothing when nobody knows yet.
std::optional<std::uint64_t> lengthOf(const proxy::Exchange& exchange)
{
    const proxy::AnswerHead& head = exchange.answer();
    if (head.local)
        return exchange.answerBody().size();
    if (exchange.buffersAnswer() || head.framing == http::BodyFraming::Chunked ||
        head.framing == http::BodyFraming::UntilClose)
        return std::nullopt;
    if (head.framing == http::BodyFraming::Length)
        return head.contentLength;
    const std::string_view told =
        head.headers.value(HeaderId::ContentLength); // of the one that HEAD leaves out
    std::uint64_t length = 0;
    if (std::from_chars(told.data(), told.data() + told.size(), length).ec != std::errc())
        return exchange.head().methodId == http::Method::Head ? std::nullopt
                                                              : std::optional<std::uint64_t>(0);
    return length;
}

bool forbidsChange(const proxy::Exchange& exchange)
{
    return CacheDirectives::of(exchange.answer().headers).noTransform ||
           exchange.answerHeader("Cache-Control").find("no-transform") != std::string_view::npos;
}

} // namespace

CompressFilter::CompressFilter(CompressConfig config)
    : TableFilter(FilterId::Compress)
    , m_config(std::move(config))
{
}

bool CompressFilter::isListed(std::string_view contentType) const
{
    const std::string_view type = contentType.substr(0, contentType.find_first_of("; \t"));
    return std::any_of(m_config.types.begin(), m_config.types.end(), [type](const std::string& listed) {
        if (!listed.ends_with("/*"))
            return http::equalsIgnoreCase(type, listed);
        const std::size_t start = listed.size() - 1;
        return type.size() > start && http::equalsIgnoreCase(type.substr(0, start), listed.substr(0, start));
    });
}

bool CompressFilter::isEligible(const proxy::Exchange& exchange) const
{
    const int status = exchange.answer().status;
    const std::string_view type = exchange.answerHeader("Content-Type");
    if (status < 200 || status == 204 || status == 205 || status == 206 || status == 304 ||
        !exchange.answerHeader("Content-Encoding").empty() || !exchange.answerHeader("Content-Range").empty())
        return false;
    return !http::isEventStream(type) && isListed(type) &&
           lengthOf(exchange).value_or(m_config.minBytes) >= m_config.minBytes && !forbidsChange(exchange);
}

void CompressFilter::answer(proxy::Exchange& exchange) const
{
    if (exchange.answer().status == 304) { // what it confirms may have been either form
        if (preferredCoding(exchange.head().headers) != Coding::Identity)
            weaken(exchange);
        return;
    }
    if (!isEligible(exchange))
        return;
    varyByEncoding(exchange); // also for those who get it as it is
    const Coding coding = preferredCoding(exchange.head().headers);
    auto encoder = makeEncoder(coding);
    if (!encoder)
        return;
    exchange.answerEdits().set("Content-Encoding", nameOf(coding));
    for (const std::string_view name :
         {"Content-MD5", "Content-Digest", "Repr-Digest", "Digest", "Accept-Ranges"})
        exchange.answerEdits().remove(name); // true of the other form only
    weaken(exchange);
    exchange.addAnswerStage(std::move(encoder));
}

} // namespace gatehouse::filters
