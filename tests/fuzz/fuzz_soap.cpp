// SPDX-License-Identifier: GPL-3.0-or-later
// XML of callers: the reader, envelopes that get a security header, bodies that become values.
#include "gateway/filters/soap_envelope.h"
#include "gateway/filters/xml_prolog.h"
#include "gateway/filters/xml_reader.h"
#include "tests/fuzz/check.h"

#include <cstdint>
#include <string>

using namespace gatehouse::filters;
using gatehouse::fuzz::check;

namespace {

/// Checks that places lie in the document and nest.
class PlaceSink final : public XmlSink {
public:
    explicit PlaceSink(std::size_t size)
        : m_size(size)
    {
    }
    bool start(const XmlElement& element) override
    {
        check(element.begin >= m_at && element.begin < element.end && element.end <= m_size,
              "a tag lies behind the one before");
        check(element.depth == ++m_depth && m_depth <= XmlLimits().depth, "depths are counted");
        m_at = element.end;
        return true;
    }
    bool end(std::size_t end) override
    {
        check(end >= m_at && end <= m_size, "so does its end");
        m_at = end;
        --m_depth;
        return true;
    }

private:
    std::size_t m_size;
    std::size_t m_at = 0;
    int m_depth = 0;
};

XmlProlog::State prologOf(std::string_view document, std::size_t cut, const char* type = "")
{
    XmlProlog prolog(type);
    prolog.take(document.substr(0, cut));
    prolog.take(document.substr(cut));
    return prolog.end();
}

/// What streams by unread is judged as the reader would.
void checkProlog(std::string_view document, const std::optional<std::string>& fault, bool wide)
{
    using State = XmlProlog::State;
    const std::size_t cut =
        document.empty() ? 0 : static_cast<unsigned char>(document.back()) % document.size();
    const State state = prologOf(document, cut);
    check(state != State::Undecided && state == prologOf(document, document.size()), "cuts do not matter");
    check(prologOf(document, cut, "multipart/related") == prologOf(document, 0, "multipart/related"),
          "nor in parts");
    if (fault && fault->starts_with("a document type declaration"))
        check(state == State::Refused, "no declaration passes");
    if (!fault && !wide && document.size() <= XmlProlog::Longest)
        check(state == State::Passes, "what is XML passes");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string document(reinterpret_cast<const char*>(data), size);
    PlaceSink places(size);
    const std::optional<std::string> fault = readXml(document, places);
    const bool isXml = !fault.has_value();
    const std::string_view head = std::string_view(document).substr(0, 4);
    checkProlog(document, fault, !hasWideMark(document) && head.find('\0') != std::string_view::npos);

    const SoapOutlineRead read = outlineOf(document);
    check(isXml == !read.fault.has_value(), "both readings agree");
    if (isXml && read.outline.version != SoapVersion::Unknown) {
        check(soapVersionOf(document) == read.outline.version, "the version is the same");
        const std::string security = "<w:Security xmlns:w=\"" + std::string(wsseNamespace) + "\"/>";
        const std::string made = withSecurity(document, read.outline, security);
        const SoapOutlineRead again = outlineOf(made);
        check(!again.fault, "an envelope with a security header is well-formed");
        check(again.outline.version == read.outline.version, "of the same version");
        check(again.outline.securities.size() == 1 &&
                  again.outline.securities.front().begin == again.outline.entriesAt,
              "whose first entry is the only security header");
        check(soapContentOf(made).name == soapContentOf(document).name, "and the body is the same");
    }
    const SoapContent content = soapContentOf(document);
    check(isXml || content.fault, "what is no XML has no content");
    std::string escaped = "<a>";
    appendXmlText(escaped, document);
    PlaceSink text(escaped.size() + 4);
    check(!readXml(escaped + "</a>", text), "escaped text is XML");
    return 0;
}
