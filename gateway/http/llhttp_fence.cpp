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

class Run {
public:
    Run(llhttp_type_t type, Collector& collector)
        : m_collector(collector)
    {
        llhttp_init(&m_parser, type, &settingsFor(collector));
        m_parser.data = &collector;
    }

    /// What follows the bytes given before.
    void read(std::string_view bytes)
    {
        if (m_result == HPE_OK)
            m_result = llhttp_execute(&m_parser, bytes.data(), bytes.size());
    }

    bool accepted() const
    {
        return m_collector.complete && (m_result == HPE_OK || m_result == HPE_PAUSED_UPGRADE);
    }
    HeadError error() const
    {
        if (accepted())
            return HeadError::None;
        return m_result == HPE_OK ? HeadError::Rejected : errorOf(m_parser, m_collector);
    }

private:
    llhttp_t m_parser;
    Collector& m_collector;
    llhttp_errno_t m_result = HPE_OK;
};

// All that llhttp could tell of a plain head, which has no Upgrade. Other lines have no meaning to it,
// Connection apart, which is not its to judge; and readPlainFields() has shown that they are a token, a colon
// and a value without control characters, in which it would find nothing.
bool tellsBody(HeaderId id)
{
    return id == HeaderId::ContentLength || id == HeaderId::TransferEncoding;
}

// `head`: from the first line, or what is left of it, to the empty line.
bool confirms(Run& run, const Collector& collector, std::string_view head, const HeaderTable& headers)
{
    const char* const end = head.data() + head.size() - 2;
    const auto lineOf = [&](const Header& header) {
        const char* const next = &header + 1 == headers.end() ? end : (&header + 1)->name.data();
        return std::string_view(header.name.data(), static_cast<std::size_t>(next - header.name.data()));
    };
    const char* const fields = headers.empty() ? end : headers[0].name.data();
    run.read(head.substr(0, static_cast<std::size_t>(fields - head.data())));
    std::size_t read = 0;
    for (const Header& header : headers) {
        if (!tellsBody(header.id))
            continue;
        run.read(lineOf(header));
        ++read;
    }
    run.read({end, 2});
    return run.accepted() && collector.fields == read &&
           ((collector.flags & F_CHUNKED) != 0) == headers.has(HeaderId::TransferEncoding) &&
           ((collector.flags & F_CONTENT_LENGTH) != 0) == headers.has(HeaderId::ContentLength);
}

} // namespace

HeadError parseRequestWithLlhttp(std::string_view rest, std::string_view target, HeaderTable& headers)
{
    Collector collector;
    collector.headers = &headers;
    Run run(HTTP_REQUEST, collector);
    // Which method stands here changes nothing in how llhttp reads the rest, CONNECT apart, which never comes
    // here.
    run.read("GET");
    run.read(rest);
    if (run.accepted() && collector.url != target)
        return HeadError::BadTarget;
    return run.error();
}

HeadError parseResponseWithLlhttp(std::string_view head, HeaderTable& headers)
{
    Collector collector;
    collector.headers = &headers;
    Run run(HTTP_RESPONSE, collector);
    run.read(head);
    return run.error();
}

bool llhttpConfirmsRequest(std::string_view rest, std::string_view target, const HeaderTable& headers)
{
    Collector collector;
    Run run(HTTP_REQUEST, collector);
    run.read("GET");
    return confirms(run, collector, rest, headers) && collector.url == target;
}

bool llhttpConfirmsResponse(std::string_view head, const HeaderTable& headers)
{
    Collector collector;
    Run run(HTTP_RESPONSE, collector);
    return confirms(run, collector, head, headers);
}

} // namespace gatehouse::http
