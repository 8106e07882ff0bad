// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/xml_reader.h"

#include "common/core/owned.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <vector>

#include <expat.h>

namespace gatehouse::filters {

namespace {

constexpr char separator = '\n'; // between namespace, name and prefix; no address holds one

/// Expat's functions for memory carry no context, so the account of the reading under way is the thread's.
struct Account {
    std::size_t used = 0;
    std::size_t most = 0;
};
thread_local Account* account = nullptr;

constexpr std::size_t headSize = alignof(std::max_align_t);

std::size_t& sizeOf(void* block)
{
    return *static_cast<std::size_t*>(block);
}

void* resize(void* given, std::size_t size)
{
    void* const block = given ? static_cast<char*>(given) - headSize : nullptr;
    const std::size_t before = block ? sizeOf(block) : 0;
    if (size > account->most || account->used - before > account->most - size)
        return nullptr;
    void* const now = std::realloc(block, size + headSize);
    if (!now)
        return nullptr;
    account->used += size - before;
    sizeOf(now) = size;
    return static_cast<char*>(now) + headSize;
}

void* allocate(std::size_t size)
{
    return resize(nullptr, size);
}

void release(void* given)
{
    if (!given)
        return;
    void* const block = static_cast<char*>(given) - headSize;
    account->used -= sizeOf(block);
    std::free(block);
}

struct Name {
    std::string_view uri, local, prefix;
};

Name nameOf(const XML_Char* triplet)
{
    const std::string_view all = triplet;
    const std::size_t first = all.find(separator);
    if (first == std::string_view::npos)
        return {{}, all, {}};
    const std::size_t second = all.find(separator, first + 1);
    if (second == std::string_view::npos)
        return {all.substr(0, first), all.substr(first + 1), {}};
    return {all.substr(0, first), all.substr(first + 1, second - first - 1), all.substr(second + 1)};
}

class Reading {
public:
    Reading(XmlSink& sink, const XmlLimits& limits)
        : m_sink(sink)
        , m_limits(limits)
        , m_outer(account)
    {
        m_account.most = limits.memory;
        account = &m_account;
        const XML_Memory_Handling_Suite suite{allocate, resize, release};
        const XML_Char separatorText[] = {separator, 0};
        m_parser.reset(XML_ParserCreate_MM(nullptr, &suite, separatorText));
    }
    ~Reading()
    {
        m_parser.reset();
        account = m_outer;
    }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

    std::optional<std::string> run(std::string_view document);

private:
    static void onStart(void* self, const XML_Char* name, const XML_Char** attributes);
    static void onEnd(void* self, const XML_Char* name);
    static void onText(void* self, const XML_Char* text, int size);
    static void onDoctype(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int);
    static int onUnknownEncoding(void* self, const XML_Char* name, XML_Encoding*);

    std::size_t at() const { return std::size_t(XML_GetCurrentByteIndex(m_parser.get())); }
    std::size_t behind() const { return at() + std::size_t(XML_GetCurrentByteCount(m_parser.get())); }
    void stop() { XML_StopParser(m_parser.get(), XML_FALSE); }
    void refuse(std::string why);
    std::string place() const;

    XmlSink& m_sink;
    XmlLimits m_limits;
    Account* m_outer; ///< of a reading that a sink is in
    Account m_account;
    Owned<XML_ParserStruct, XML_ParserFree> m_parser;
    std::vector<XmlAttribute> m_attributes;
    std::string m_fault;
    std::size_t m_elements = 0;
    int m_depth = 0;
};

std::string Reading::place() const
{
    return " at line " + std::to_string(XML_GetCurrentLineNumber(m_parser.get())) + ", column " +
           std::to_string(XML_GetCurrentColumnNumber(m_parser.get()) + 1);
}

void Reading::refuse(std::string why)
{
    if (m_fault.empty())
        m_fault = std::move(why) + place();
    stop();
}

void Reading::onStart(void* self, const XML_Char* name, const XML_Char** attributes)
{
    Reading& reading = *static_cast<Reading*>(self);
    if (++reading.m_depth > reading.m_limits.depth)
        return reading.refuse("nested deeper than " + std::to_string(reading.m_limits.depth));
    if (++reading.m_elements > reading.m_limits.elements)
        return reading.refuse("more than " + std::to_string(reading.m_limits.elements) + " elements");
    reading.m_attributes.clear();
    for (const XML_Char** one = attributes; *one; one += 2) {
        const Name named = nameOf(one[0]);
        reading.m_attributes.push_back({named.uri, named.local, one[1]});
    }
    const Name named = nameOf(name);
    const XmlElement element{named.uri,    named.local,      named.prefix,   reading.m_attributes,
                             reading.at(), reading.behind(), reading.m_depth};
    if (!reading.m_sink.start(element))
        reading.stop();
}

void Reading::onEnd(void* self, const XML_Char*)
{
    Reading& reading = *static_cast<Reading*>(self);
    --reading.m_depth;
    if (!reading.m_sink.end(reading.behind()))
        reading.stop();
}

void Reading::onText(void* self, const XML_Char* text, int size)
{
    Reading& reading = *static_cast<Reading*>(self);
    if (!reading.m_sink.text({text, std::size_t(size)}))
        reading.stop();
}

void Reading::onDoctype(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int)
{
    static_cast<Reading*>(self)->refuse("a document type declaration is not allowed");
}

int Reading::onUnknownEncoding(void* self, const XML_Char* name, XML_Encoding*)
{
    Reading& reading = *static_cast<Reading*>(self);
    std::string why = "unknown encoding ";
    appendXmlText(why, std::string_view(name).substr(0, 40));
    if (reading.m_fault.empty())
        reading.m_fault = std::move(why);
    return XML_STATUS_ERROR;
}

std::optional<std::string> Reading::run(std::string_view document)
{
    XML_Parser const parser = m_parser.get();
    if (!parser)
        return "no memory to read it";
    XML_SetUserData(parser, this);
    XML_SetReturnNSTriplet(parser, 1);
    XML_SetElementHandler(parser, onStart, onEnd);
    XML_SetCharacterDataHandler(parser, onText);
    XML_SetStartDoctypeDeclHandler(parser, onDoctype);
    XML_SetUnknownEncodingHandler(parser, onUnknownEncoding, this);
    XML_SetParamEntityParsing(parser, XML_PARAM_ENTITY_PARSING_NEVER);
    // The library copies what it is given, and reads a tag from its begin again while its end is missing:
    // large pieces for few repetitions, but no more of them in memory than its bound allows.
    constexpr std::size_t piece = 256 * 1024;
    XML_Status status = XML_STATUS_OK;
    bool last = false;
    for (std::size_t at = 0; !last && status == XML_STATUS_OK; at += piece) {
        const std::string_view part = document.substr(at, piece);
        last = at + part.size() == document.size();
        status = XML_Parse(parser, part.data(), int(part.size()), last ? XML_TRUE : XML_FALSE);
    }
    if (!m_fault.empty())
        return m_fault;
    const XML_Error error = XML_GetErrorCode(parser);
    if (status == XML_STATUS_OK || error == XML_ERROR_ABORTED)
        return std::nullopt;
    if (error == XML_ERROR_NO_MEMORY)
        return "a tag or name is too large" + place();
    return XML_ErrorString(error) + place();
}

/// The character at `at`, which moves behind it; U+FFFD for what is none or cannot be in XML 1.0.
std::uint32_t nextCharacter(std::string_view utf8, std::size_t& at)
{
    constexpr std::uint32_t bad = 0xFFFD;
    const auto byte = [&](std::size_t i) { return std::uint32_t(static_cast<unsigned char>(utf8[i])); };
    const std::uint32_t lead = byte(at++);
    if (lead < 0x80)
        return lead >= 0x20 || lead == '\t' || lead == '\n' || lead == '\r' ? lead : bad;
    const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead < 0xC2 || lead > 0xF4)
        return bad;
    std::uint32_t code = lead & (0x3FU >> more);
    for (int i = 0; i < more; ++i) {
        if (at >= utf8.size() || (byte(at) & 0xC0) != 0x80)
            return bad;
        code = code << 6 | (byte(at++) & 0x3F);
    }
    constexpr std::uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    const bool allowed = code >= least[more] && (code < 0xD800 || code > 0xDFFF) && code <= 0x10FFFF &&
                         code != 0xFFFE && code != 0xFFFF;
    return allowed ? code : bad;
}

} // namespace

std::string_view XmlElement::attribute(std::string_view name) const
{
    for (const XmlAttribute& one : attributes) {
        if (one.namespaceUri.empty() && one.localName == name)
            return one.value;
    }
    return {};
}

std::optional<std::string> readXml(std::string_view document, XmlSink& sink, const XmlLimits& limits)
{
    return Reading(sink, limits).run(document);
}

void appendXmlText(std::string& out, std::string_view utf8)
{
    for (std::size_t at = 0; at < utf8.size();) {
        const std::uint32_t code = nextCharacter(utf8, at);
        const bool plain = code >= 0x20 && code < 0x7F && code != '<' && code != '>' && code != '&' &&
                           code != '"' && code != '\'';
        if (plain)
            out += char(code);
        else
            out.append("&#").append(std::to_string(code)).append(1, ';');
    }
}

} // namespace gatehouse::filters
