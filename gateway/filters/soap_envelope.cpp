// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/soap_envelope.h"

#include "gateway/filters/xml_reader.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace gatehouse::filters {

namespace {

constexpr std::string_view soap11 = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr std::string_view soap12 = "http://www.w3.org/2003/05/soap-envelope";

SoapVersion versionOf(const XmlElement& root)
{
    if (root.is(soap11, "Envelope"))
        return SoapVersion::V11;
    return root.is(soap12, "Envelope") ? SoapVersion::V12 : SoapVersion::Unknown;
}

std::string_view namespaceOf(SoapVersion version)
{
    return version == SoapVersion::V12 ? soap12 : soap11;
}

class VersionSink final : public XmlSink {
public:
    bool start(const XmlElement& element) override
    {
        version = versionOf(element);
        return false;
    }
    SoapVersion version = SoapVersion::Unknown;
};

/// Addressed to somebody behind the upstream (SOAP 1.1 section 4.2.2, 1.2 part 1 section 5.2.2).
bool hasReceiver(const XmlElement& entry, std::string_view soap)
{
    for (const XmlAttribute& one : entry.attributes) {
        if (one.namespaceUri == soap && (one.localName == "actor" || one.localName == "role"))
            return true;
    }
    return false;
}

/// UTF-16 is told by its first bytes; text cannot be put into it byte by byte.
bool isWide(std::string_view document)
{
    const std::string_view first = document.substr(0, 4);
    return first.starts_with("\xFE\xFF") || first.starts_with("\xFF\xFE") ||
           first.find('\0') != std::string_view::npos;
}

class OutlineSink final : public XmlSink {
public:
    explicit OutlineSink(std::string_view document)
        : m_document(document)
    {
    }
    bool start(const XmlElement& element) override
    {
        m_depth = element.depth;
        if (element.depth == 1)
            startEnvelope(element);
        else if (element.depth == 2)
            startPart(element);
        else if (element.depth == 3 && m_inHeader)
            startEntry(element);
        return true;
    }
    bool end(std::size_t end) override
    {
        if (m_depth == 2)
            m_inHeader = false;
        if (m_depth == 3 && std::exchange(m_inSecurity, false))
            outline.securities.back().end = end;
        --m_depth;
        return true;
    }
    SoapOutline outline;

private:
    void startEnvelope(const XmlElement& element)
    {
        if (m_document[element.end - 2] == '/') // has no body either
            return;
        outline.version = versionOf(element);
        outline.headerName.append(element.prefix).append(element.prefix.empty() ? "" : ":").append("Header");
        outline.entriesAt = element.end;
    }
    /// The header is the first part, when there is one (SOAP 1.1 section 4, 1.2 part 1 section 5.1).
    void startPart(const XmlElement& element)
    {
        if (std::exchange(m_sawPart, true) || !element.is(namespaceOf(outline.version), "Header"))
            return;
        const bool empty = m_document[element.end - 2] == '/';
        outline.headerName.assign(element.prefix).append(element.prefix.empty() ? "" : ":").append("Header");
        outline.header = empty ? SoapOutline::Header::Empty : SoapOutline::Header::Open;
        outline.entriesAt = element.end;
        m_inHeader = true;
    }
    void startEntry(const XmlElement& element)
    {
        m_inSecurity =
            element.is(wsseNamespace, "Security") && !hasReceiver(element, namespaceOf(outline.version));
        if (m_inSecurity)
            outline.securities.push_back({element.begin, element.end});
    }

    std::string_view m_document;
    int m_depth = 0;
    bool m_sawPart = false;
    bool m_inHeader = false;
    bool m_inSecurity = false;
};

/// Builds the value of the first body entry.
class ContentSink final : public XmlSink {
public:
    bool start(const XmlElement& element) override
    {
        m_depth = element.depth;
        if (element.depth == 1)
            m_version = versionOf(element);
        if (element.depth == 2)
            m_inBody = m_version != SoapVersion::Unknown && element.is(namespaceOf(m_version), "Body");
        sawBody = sawBody || m_inBody;
        if (m_inBody && element.depth == 3 && content.name.empty())
            content.name = element.localName;
        if (isOpen())
            m_open.push_back({.name = std::string(element.localName), .text = {}, .value = {}, .places = {}});
        return true;
    }
    bool end(std::size_t) override
    {
        if (isOpen())
            close();
        if (m_depth == 2)
            m_inBody = false;
        --m_depth;
        return true;
    }
    bool text(std::string_view text) override
    {
        if (isOpen() && !m_open.empty() && m_open.back().value.isNull())
            m_open.back().text.append(text);
        return true;
    }
    SoapContent content;
    bool sawBody = false;

private:
    struct Element {
        std::string name;
        std::string text;
        Json value;                                ///< an object, as soon as there is a child
        std::map<std::string, std::size_t> places; ///< of the members, by name
    };

    bool isOpen() const { return m_inBody && m_depth >= 3 && !m_done; }
    void close()
    {
        Element element = std::move(m_open.back());
        m_open.pop_back();
        if (element.value.isNull() && !element.text.empty())
            element.value = Json::string(element.text);
        if (!m_open.empty())
            return addTo(m_open.back(), std::move(element));
        content.value = std::move(element.value);
        m_done = true;
    }
    static void addTo(Element& parent, Element child)
    {
        if (parent.value.isNull())
            parent.value = Json::object();
        std::vector<Json::Member>& members = parent.value.members();
        const auto [place, isNew] = parent.places.try_emplace(child.name, members.size());
        if (isNew)
            return members.push_back({std::move(child.name), std::move(child.value)});
        Json& before = members[place->second].value;
        if (before.kind() != Json::Kind::Array) {
            Json list = Json::array();
            list.items().push_back(std::move(before));
            before = std::move(list);
        }
        before.items().push_back(std::move(child.value));
    }

    SoapVersion m_version = SoapVersion::Unknown;
    std::vector<Element> m_open;
    int m_depth = 0;
    bool m_inBody = false;
    bool m_done = false;
};

} // namespace

SoapVersion soapVersionOf(std::string_view document)
{
    VersionSink sink;
    readXml(document, sink);
    return sink.version;
}

SoapOutlineRead outlineOf(std::string_view document)
{
    OutlineSink sink(document);
    std::optional<std::string> fault = readXml(document, sink);
    const std::string& name = sink.outline.headerName; // in UTF-8, which the document may not be
    const bool ascii = std::all_of(name.begin(), name.end(), [](unsigned char c) { return c < 0x80; });
    if (isWide(document) || !ascii)
        sink.outline.version = SoapVersion::Unknown;
    return {std::move(fault), std::move(sink.outline)};
}

std::string withSecurity(std::string_view document, const SoapOutline& outline, std::string_view security)
{
    using Header = SoapOutline::Header;
    std::string made;
    made.reserve(document.size() + security.size() + 64);
    std::size_t at = outline.entriesAt;
    made.append(document.substr(0, outline.header == Header::Empty ? at - 2 : at));
    if (outline.header == Header::Missing)
        made.append(1, '<').append(outline.headerName);
    if (outline.header != Header::Open)
        made.append(1, '>');
    made.append(security);
    if (outline.header != Header::Open)
        made.append("</").append(outline.headerName).append(1, '>');
    for (const SoapOutline::Range& own : outline.securities) {
        made.append(document.substr(at, own.begin - at));
        at = own.end;
    }
    return made.append(document.substr(at));
}

SoapContent soapContentOf(std::string_view document)
{
    ContentSink sink;
    if (const auto fault = readXml(document, sink))
        sink.content.fault = "Invalid SOAP envelope: " + *fault;
    else if (!sink.sawBody)
        sink.content.fault = "SOAP Body not found";
    return std::move(sink.content);
}

} // namespace gatehouse::filters
