// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/llhttp_fence.h"

#include "gateway/http/syntax.h"

#include <llhttp.h>

namespace gatehouse::http {

namespace {

struct Collector {
    HeaderTable* headers = nullptr; // null: they are counted only
    std::string_view url;
    std::string_view name;
    std::string_view value;
    std::size_t fields = 0;
    unsigned flags = 0;
    bool complete = false;
};

Collector& collectorOf(llhttp_t* parser)
{
    return *static_cast<Collector*>(parser->data);
}

// The pieces of one span lie next to each other, because the head is contiguous.
void extend(std::string_view& span, const char* at, std::size_t length)
{
    span = span.empty() ? std::string_view(at, length) : std::string_view(span.data(), span.size() + length);
}

int onUrl(llhttp_t* parser, const char* at, std::size_t length)
{
    extend(collectorOf(parser).url, at, length);
    return 0;
}

int onName(llhttp_t* parser, const char* at, std::size_t length)
{
    extend(collectorOf(parser).name, at, length);
    return 0;
}

int onValue(llhttp_t* parser, const char* at, std::size_t length)
{
    extend(collectorOf(parser).value, at, length);
    return 0;
}

int onValueComplete(llhttp_t* parser)
{
    Collector& collector = collectorOf(parser);
    std::string_view value = trimmed(collector.value);
    if (value.empty())
        value = {collector.name.data() + collector.name.size(),
                 0}; // inside the buffer, so that it can be moved along
    const bool added = collector.headers->add(collector.name, value);
    collector.name = {};
    collector.value = {};
    return added ? 0 : -1;
}

int onFieldCounted(llhttp_t* parser)
{
    ++collectorOf(parser).fields;
    return 0;
}

int onHeadersComplete(llhttp_t* parser)
{
    collectorOf(parser).complete = true;
    collectorOf(parser).flags = parser->flags;
    return 2; // the body is not llhttp's business: stop here
}

llhttp_settings_t makeCounting()
{
    llhttp_settings_t settings;
    llhttp_settings_init(&settings);
    settings.on_url = onUrl;
    settings.on_header_value_complete = onFieldCounted;
    settings.on_headers_complete = onHeadersComplete;
    return settings;
}

llhttp_settings_t makeCollecting()
{
    llhttp_settings_t settings = makeCounting();
    settings.on_header_field = onName;
    settings.on_header_value = onValue;
    settings.on_header_value_complete = onValueComplete;
    return settings;
}

const llhttp_settings_t& settingsFor(const Collector& collector)
{
    static const llhttp_settings_t collecting = makeCollecting();
    static const llhttp_settings_t counting = makeCounting();
    return collector.headers ? collecting : counting;
}

// llhttp names the framing faults by the header that came last; we say what is wrong with the pair.
HeadError framingError(const Collector& collector, HeadError otherwise)
{
    const HeadError duplicate = HeadError::LengthDuplicate;
    const HeaderId last = headerIdOf(collector.name);
    const bool length = collector.headers->has(HeaderId::ContentLength) || last == HeaderId::ContentLength;
    const bool coding =
        collector.headers->has(HeaderId::TransferEncoding) || last == HeaderId::TransferEncoding;
    if (length && coding)
        return HeadError::LengthAndChunked;
    return length && collector.headers->has(HeaderId::ContentLength) ? duplicate : otherwise;
}

HeadError errorOf(const llhttp_t& parser, const Collector& collector)
{
    switch (llhttp_get_errno(&parser)) {
    case HPE_UNEXPECTED_CONTENT_LENGTH:
        return framingError(collector, HeadError::LengthDuplicate);
    case HPE_INVALID_TRANSFER_ENCODING:
        return framingError(collector, HeadError::TransferCodingInvalid);
    case HPE_INVALID_CONTENT_LENGTH:
        return HeadError::LengthInvalid;
    case HPE_INVALID_URL:
        return HeadError::BadTarget;
    case HPE_INVALID_VERSION:
        return HeadError::BadVersion;
    case HPE_INVALID_STATUS:
        return HeadError::BadStatusLine;
    case HPE_INVALID_HEADER_TOKEN:
        return collector.name.empty() || !isToken(collector.name) ? HeadError::BadHeaderName
                                                                  : HeadError::BadHeaderValue;
    case HPE_USER:
    case HPE_CB_HEADER_VALUE_COMPLETE:
        return HeadError::TooManyHeaders;
    default:
        return HeadError::Rejected;
    }
}

HeadError run(llhttp_type_t type, std::string_view first, std::string_view bytes, Collector& collector)
{
    llhttp_t parser;
    llhttp_init(&parser, type, &settingsFor(collector));
    parser.data = &collector;
    llhttp_errno_t result = HPE_OK;
    if (!first.empty())
        result = llhttp_execute(&parser, first.data(), first.size());
    if (result == HPE_OK)
        result = llhttp_execute(&parser, bytes.data(), bytes.size());
    if (collector.complete && (result == HPE_OK || result == HPE_PAUSED_UPGRADE))
        return HeadError::None;
    if (result == HPE_OK || !collector.headers)
        return HeadError::Rejected;
    return errorOf(parser, collector);
}

bool hasRead(const Collector& collector, const HeaderTable& headers)
{
    return collector.fields == headers.size() &&
           ((collector.flags & F_CHUNKED) != 0) == headers.has(HeaderId::TransferEncoding) &&
           ((collector.flags & F_CONTENT_LENGTH) != 0) == headers.has(HeaderId::ContentLength);
}

} // namespace

HeadError parseRequestWithLlhttp(std::string_view rest, std::string_view target, HeaderTable& headers)
{
    Collector collector;
    collector.headers = &headers;
    // Which method stands here changes nothing in how llhttp reads the rest, CONNECT apart, which never comes
    // here.
    const HeadError error = run(HTTP_REQUEST, "GET", rest, collector);
    if (error == HeadError::None && collector.url != target)
        return HeadError::BadTarget;
    return error;
}

HeadError parseResponseWithLlhttp(std::string_view head, HeaderTable& headers)
{
    Collector collector;
    collector.headers = &headers;
    return run(HTTP_RESPONSE, {}, head, collector);
}

bool llhttpConfirmsRequest(std::string_view rest, std::string_view target, const HeaderTable& headers)
{
    Collector collector;
    return run(HTTP_REQUEST, "GET", rest, collector) == HeadError::None && collector.url == target &&
           hasRead(collector, headers);
}

bool llhttpConfirmsResponse(std::string_view head, const HeaderTable& headers)
{
    Collector collector;
    return run(HTTP_RESPONSE, {}, head, collector) == HeadError::None && hasRead(collector, headers);
}

} // namespace gatehouse::http
