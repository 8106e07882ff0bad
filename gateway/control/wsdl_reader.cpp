// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/wsdl_reader.h"

#include "gateway/filters/xml_reader.h"
#include "gateway/http/utf8.h"

#include <QHash>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::control {

namespace {

QString toText(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

/// "tns:AddRequest" without its prefix.
QString localName(std::string_view qualified)
{
    return toText(qualified.substr(qualified.find(':') + 1));
}

bool isSoapBinding(std::string_view uri)
{
    return uri == "http://schemas.xmlsoap.org/wsdl/soap/" || uri == "http://schemas.xmlsoap.org/wsdl/soap12/";
}

/// The parts that matter are at fixed depths: definitions / portType or binding / operation / input, output,
/// soap:operation. Names count rather than namespaces: documents of old tools are free with the latter.
class WsdlSink final : public filters::XmlSink {
public:
    bool start(const filters::XmlElement& element) override
    {
        m_depth = element.depth;
        if (element.depth == 1)
            startDefinitions(element);
        else if (element.depth == 2)
            startPart(element);
        else if (element.depth == 3 && m_part != Part::Other && element.localName == "operation")
            startOperation(toText(element.attribute("name")));
        else if (element.depth == 4 && m_operation >= 0)
            startDetail(element);
        return rootIsDefinitions;
    }
    bool end(std::size_t) override
    {
        if (m_depth == 4)
            m_inDocumentation = false;
        if (m_depth == 3)
            m_operation = -1;
        --m_depth;
        return true;
    }
    bool text(std::string_view piece) override
    {
        constexpr qsizetype enough = 1000; // an endpoint keeps 127 characters
        if (m_inDocumentation && m_depth == 4) {
            QString& description = found.operations[m_operation].description;
            if (description.size() < enough)
                description += toText(piece);
        }
        return true;
    }

    WsdlDescription found;
    bool rootIsDefinitions = false;
    bool hasContent = false; ///< a service or a port type

private:
    enum class Part { Other, PortType, Binding };

    void startDefinitions(const filters::XmlElement& element)
    {
        rootIsDefinitions = element.localName.find("definitions") != std::string_view::npos;
        found.serviceName = toText(element.attribute("name"));
        found.targetNamespace = toText(element.attribute("targetNamespace"));
    }
    void startPart(const filters::XmlElement& element)
    {
        const std::string_view name = element.localName;
        m_part = name == "portType" ? Part::PortType : name == "binding" ? Part::Binding : Part::Other;
        if (name == "service" && !std::exchange(m_sawService, true))
            found.serviceName = toText(element.attribute("name"));
        hasContent = hasContent || name == "service" || name == "portType";
    }
    void startOperation(const QString& name)
    {
        if (name.isEmpty())
            return;
        const auto known = m_places.constFind(name);
        m_operation = known == m_places.cend() ? found.operations.size() : *known;
        if (known != m_places.cend())
            return;
        m_places.insert(name, m_operation);
        found.operations.append({name, {}, {}, {}, {}});
    }
    void startDetail(const filters::XmlElement& element)
    {
        WsdlOperation& operation = found.operations[m_operation];
        const auto first = [](QString& into, const QString& value) {
            if (into.isEmpty())
                into = value;
        };
        const std::string_view name = element.localName;
        if (m_part == Part::Binding && name == "operation" && isSoapBinding(element.namespaceUri))
            first(operation.soapAction, toText(element.attribute("soapAction")));
        else if (m_part == Part::PortType && name == "input")
            first(operation.inputMessage, localName(element.attribute("message")));
        else if (m_part == Part::PortType && name == "output")
            first(operation.outputMessage, localName(element.attribute("message")));
        m_inDocumentation = name == "documentation" && operation.description.isEmpty();
    }

    QHash<QString, qsizetype> m_places;
    Part m_part = Part::Other;
    qsizetype m_operation = -1;
    int m_depth = 0;
    bool m_sawService = false;
    bool m_inDocumentation = false;
};

Error invalid(const QString& why)
{
    Error error = Error::invalid(u"wsdl"_s, u"format"_s, why);
    error.code = u"WSDL004"_s;
    error.message = u"Invalid WSDL: "_s + why;
    return error;
}

} // namespace

Result<WsdlDescription> readWsdl(const QByteArray& document)
{
    if (document.trimmed().isEmpty()) {
        Error error = invalid(u"is empty"_s);
        error.message = u"Empty WSDL content"_s;
        return error;
    }
    const std::string_view bytes(document.constData(), std::size_t(document.size()));
    http::Utf8Checker checker;
    if (!checker.add(bytes) || !checker.complete())
        return invalid(u"it is not UTF-8"_s);
    WsdlSink sink;
    const auto fault = filters::readXml(bytes, sink);
    if (fault)
        return invalid(QString::fromStdString(*fault));
    if (!sink.rootIsDefinitions)
        return invalid(u"Root element must be wsdl:definitions"_s);
    if (!sink.hasContent)
        return invalid(u"WSDL must contain at least one service or portType"_s);
    for (WsdlOperation& operation : sink.found.operations)
        operation.description = operation.description.simplified();
    return std::move(sink.found);
}

} // namespace gatehouse::control
