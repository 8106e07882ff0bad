// SPDX-License-Identifier: GPL-3.0-or-later
// XML of somebody outside: the reader and its limits, envelopes, bodies as validation rules see them.
#include "gateway/filters/soap_envelope.h"
#include "gateway/filters/validate.h"
#include "gateway/filters/xml_reader.h"
#include "tests/gateway/proxy/exchange_fixture.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::filters;
using proxy::Verdict;

namespace {

const std::string ns11 = "http://schemas.xmlsoap.org/soap/envelope/";
const std::string ns12 = "http://www.w3.org/2003/05/soap-envelope";

std::string repeated(std::string_view piece, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i)
        all.append(piece);
    return all;
}

/// Writes down what it is told.
class Notes final : public XmlSink {
public:
    bool start(const XmlElement& element) override
    {
        text_ += '<';
        if (!element.namespaceUri.empty())
            text_.append(element.namespaceUri).append(1, '|');
        text_.append(element.localName);
        for (const XmlAttribute& one : element.attributes)
            text_.append(1, ' ').append(one.localName).append(1, '=').append(one.value);
        text_ += '>';
        return ++elements != stopAt;
    }
    bool end(std::size_t) override
    {
        text_ += "</>";
        return true;
    }
    bool text(std::string_view piece) override
    {
        text_.append(piece);
        return true;
    }
    std::string text_;
    int elements = 0;
    int stopAt = 0;
};

std::string faultOfXml(std::string_view document, const XmlLimits& limits = {})
{
    Notes notes;
    return readXml(document, notes, limits).value_or("");
}

std::string envelope(const std::string& parts, const std::string& ns = ns11)
{
    return "<s:Envelope xmlns:s=\"" + ns + "\">" + parts + "</s:Envelope>";
}

std::string secured(const std::string& document)
{
    const SoapOutlineRead read = outlineOf(document);
    return read.fault ? *read.fault : withSecurity(document, read.outline, "<SEC/>");
}

std::string written(const Json& value)
{
    std::string out;
    value.write(out);
    return out;
}

} // namespace

class TestXml : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void documentsAreTold()
    {
        Notes notes;
        QVERIFY(
            !readXml("<?xml version=\"1.0\"?><!-- c --><a xmlns=\"u:x\" k=\"1 &lt;\"><p:b xmlns:p=\"u:y\"/>t"
                     "<![CDATA[<>]]>&#228;&amp;</a>",
                     notes));
        QCOMPARE(notes.text_, std::string("<u:x|a k=1 <><u:y|b></>t<>\xc3\xa4&</>"));
    }

    void encodingsAreRead()
    {
        Notes latin, wide;
        QVERIFY(!readXml("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xe4</a>", latin));
        QCOMPARE(latin.text_, std::string("<a>\xc3\xa4</>"));
        using namespace std::string_literals;
        QVERIFY(!readXml("\xff\xfe<\0a\0>\0\xe4\0<\0/\0a\0>\0"s, wide));
        QCOMPARE(wide.text_, std::string("<a>\xc3\xa4</>"));
        QVERIFY(!faultOfXml("<?xml version=\"1.0\" encoding=\"IBM-<x>\"?><a/>").empty());
        QCOMPARE(faultOfXml("<?xml version=\"1.0\" encoding=\"IBM037\"?><a/>"),
                 std::string("unknown encoding IBM037"));
    }

    void aSinkMayStop()
    {
        Notes notes;
        notes.stopAt = 1;
        QVERIFY(!readXml("<a><b></a> nothing of this is looked at", notes));
        QCOMPARE(notes.elements, 1);
    }

    void hostileDocumentsAreNamed_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QByteArray>("fault");
        const auto row = [](const char* name, const std::string& document, const char* fault) {
            QTest::newRow(name) << QByteArray::fromStdString(document) << QByteArray(fault);
        };
        std::string laughs = "<!DOCTYPE l [<!ENTITY a0 \"ha\">";
        for (int i = 1; i < 10; ++i)
            laughs += "<!ENTITY a" + std::to_string(i) + " \"" +
                      repeated("&a" + std::to_string(i - 1) + ";", 10) + "\">";
        row("billion laughs", laughs + "]><l>&a9;</l>", "a document type declaration is not allowed");
        row("external entity", "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>",
            "a document type declaration is not allowed");
        row("external subset", "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\"><a/>",
            "a document type declaration is not allowed");
        row("parameter entity", "<!DOCTYPE a [<!ENTITY % p SYSTEM \"file:///etc/passwd\">%p;]><a/>",
            "a document type declaration is not allowed");
        row("undefined entity", "<a>&e;</a>", "undefined entity");
        row("deep", repeated("<a>", 10'000) + repeated("</a>", 10'000), "nested deeper than 100");
        row("bad utf-8", "<a>\xc3\x28</a>", "not well-formed (invalid token)");
        row("overlong utf-8", "<a>\xc0\xaf</a>", "not well-formed (invalid token)");
        row("control character", "<a>\x01</a>", "not well-formed (invalid token)");
        row("no end", "<a><b>", "no element found");
        row("wrong end", "<a></b>", "mismatched tag");
        row("nothing", "", "no element found");
        row("no XML", "{\"a\":1}", "not well-formed (invalid token)");
        row("two roots", "<a/><b/>", "junk after document element");
        row("unbound prefix", "<p:a/>", "unbound prefix");
        row("attribute twice", "<a k=\"1\" k=\"2\"/>", "duplicate attribute");
        row("many elements", "<a>" + repeated("<b/>", 200'000) + "</a>", "more than 200000 elements");
    }
    void hostileDocumentsAreNamed()
    {
        QFETCH(QByteArray, document);
        QFETCH(QByteArray, fault);
        const QByteArray told = QByteArray::fromStdString(faultOfXml(document.toStdString()));
        QVERIFY2(told.startsWith(fault), told);
        QVERIFY2(told.contains(" at line "), told);
    }

    // A tag with very many attributes or namespaces costs no more than its size, in time and memory.
    void crowdedTagsAreBounded()
    {
        std::string attributes = "<a", namespaces = "<a";
        for (int i = 0; i < 300'000; ++i) {
            attributes += " a" + std::to_string(i) + "=\"\"";
            namespaces += " xmlns:n" + std::to_string(i) + "=\"u:" + std::to_string(i) + "\"";
        }
        QElapsedTimer timer;
        timer.start();
        for (const std::string& tag : {attributes, namespaces}) {
            const QByteArray told = QByteArray::fromStdString(faultOfXml(tag + "/>"));
            QVERIFY2(told.startsWith("a tag or name is too large"), told);
        }
        QVERIFY2(timer.elapsed() < 20'000, "the square of this would take minutes");
        // Text on the other hand comes in pieces, and so do tags one after the other.
        QCOMPARE(faultOfXml("<a>" + std::string(8'000'000, 'x') + "</a>"), std::string());
        QCOMPARE(faultOfXml("<a>" + repeated("<b k=\"" + std::string(1000, 'v') + "\"/>", 8'000) + "</a>"),
                 std::string());
    }

    void textIsEscaped()
    {
        std::string out;
        appendXmlText(out, "a<b>&\"'\xc3\xa4\x01\xff\xf0\x9f\x98\x80");
        QCOMPARE(out, std::string("a&#60;b&#62;&#38;&#34;&#39;&#228;&#65533;&#65533;&#128512;"));
    }

    void versionsAreFound()
    {
        QVERIFY(soapVersionOf(envelope("")) == SoapVersion::V11);
        QVERIFY(soapVersionOf(envelope("", ns12)) == SoapVersion::V12);
        QVERIFY(soapVersionOf("<Envelope/>") == SoapVersion::Unknown);
        QVERIFY(soapVersionOf("") == SoapVersion::Unknown);
        QVERIFY(soapVersionOf("<s:Envelope xmlns:s=\"" + ns12 + "\"> and then nonsense <") ==
                SoapVersion::V12);
    }

    void securityComesFirst_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        const auto row = [](const char* name, const std::string& before, const std::string& after) {
            QTest::newRow(name) << QByteArray::fromStdString(before) << QByteArray::fromStdString(after);
        };
        const std::string body = "<s:Body><x/></s:Body>";
        const auto both = [&](const char* name, const std::string& before, const std::string& after) {
            row(name, envelope(before + body), envelope(after + body));
            row(("1.2 " + std::string(name)).c_str(), envelope(before + body, ns12),
                envelope(after + body, ns12));
        };
        both("no header", "", "<s:Header><SEC/></s:Header>");
        both("empty header", "<s:Header/>", "<s:Header><SEC/></s:Header>");
        both("empty with blanks", "\n <s:Header a=\"/>\" />", "\n <s:Header a=\"/>\" ><SEC/></s:Header>");
        both("entries", "<s:Header>\n<t:T xmlns:t=\"u\">1</t:T></s:Header>",
             "<s:Header><SEC/>\n<t:T xmlns:t=\"u\">1</t:T></s:Header>");
        const std::string own = "<w:Security xmlns:w=\"" + std::string(wsseNamespace) + "\"";
        both("the caller's own goes", "<s:Header><t/>" + own + "><a>1</a></w:Security><u/></s:Header>",
             "<s:Header><SEC/><t/><u/></s:Header>");
        both("all of them go", "<s:Header>" + own + "/> " + own + "><a/></w:Security>x</s:Header>",
             "<s:Header><SEC/> x</s:Header>");
        both("somebody else's stays", "<s:Header>" + own + " s:actor=\"u:next\"/></s:Header>",
             "<s:Header><SEC/>" + own + " s:actor=\"u:next\"/></s:Header>");
        const std::string plain = "<?xml version=\"1.0\"?>\n<Envelope xmlns='" + ns11 + "'>";
        row("default namespace", plain + "<Body/></Envelope>",
            plain + "<Header><SEC/></Header><Body/></Envelope>");
        row("comments stay", "<!-- <s:Header> -->" + envelope("<!-- a --><s:Header><!-- b --></s:Header>"),
            "<!-- <s:Header> -->" + envelope("<!-- a --><s:Header><SEC/><!-- b --></s:Header>"));
        row("a header of the body is none", envelope("<s:Body><s:Header/></s:Body>"),
            envelope("<s:Header><SEC/></s:Header><s:Body><s:Header/></s:Body>"));
        row("late header", envelope("<s:Body/><s:Header/>"),
            envelope("<s:Header><SEC/></s:Header><s:Body/><s:Header/>"));
    }
    void securityComesFirst()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QCOMPARE(QByteArray::fromStdString(secured(before.toStdString())), after);
        QCOMPARE(faultOfXml(after.toStdString()), std::string());
    }

    // The reader takes large documents in pieces; places count from the begin all the same.
    void placesHoldInLargeDocuments()
    {
        const std::string large = "<!--" + std::string(1'000'000, ' ') + "-->";
        const std::string before =
            envelope(large + "<s:Header>" + large + "<t/></s:Header>" + large + "<s:Body/>");
        const std::string after =
            envelope(large + "<s:Header><SEC/>" + large + "<t/></s:Header>" + large + "<s:Body/>");
        QVERIFY(secured(before) == after);
    }

    void whatIsNoEnvelopeIsKnown()
    {
        using namespace std::string_literals;
        const auto version = [](std::string_view document) { return outlineOf(document).outline.version; };
        QVERIFY(version("<a/>") == SoapVersion::Unknown);
        QVERIFY(version("<s:Envelope xmlns:s=\"" + ns11 + "\"/>") == SoapVersion::Unknown);
        QVERIFY(version("<s:Envelope xmlns:s=\"urn:else\"><s:Body/></s:Envelope>") == SoapVersion::Unknown);
        std::string wide = "\xff\xfe"s;
        for (const char c : envelope("<s:Body/>"))
            wide.append(1, c).append(1, '\0');
        QVERIFY(!outlineOf(wide).fault);
        QVERIFY(version(wide) == SoapVersion::Unknown);
        QVERIFY(outlineOf(envelope("<s:Body>")).fault.has_value());
    }

    void bodiesBecomeValues_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char* body, const char* value) {
            QTest::newRow(body) << QByteArray(body) << QByteArray(value);
        };
        row("<op><a>1</a><b><c> x </c></b></op>", R"({"a":"1","b":{"c":" x "}})");
        row("<n:op xmlns:n=\"u\"><n:a k=\"1\">t</n:a></n:op>", R"({"a":"t"})");
        row("<op><i>1</i><j/><i>2</i><i>3</i></op>", R"({"i":["1","2","3"],"j":null})");
        row("<op>text<a><![CDATA[<&]]></a>more</op>", R"({"a":"<&"})");
        row("<op>just text</op>", R"("just text")");
        row("<op/>", "null");
        row("", "null");
        row("<op><a>1</a></op><op><a>2</a></op>", R"({"a":"1"})");
    }
    void bodiesBecomeValues()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, value);
        for (const std::string& ns : {ns11, ns12}) {
            const SoapContent content = soapContentOf(envelope(
                "<s:Header><op><a>no</a></op></s:Header><s:Body>" + body.toStdString() + "</s:Body>", ns));
            QVERIFY(!content.fault);
            QCOMPARE(content.name, body.isEmpty() ? std::string() : std::string("op"));
            QCOMPARE(QByteArray::fromStdString(written(content.value)), value);
        }
        QCOMPARE(soapContentOf("<a/>").fault.value_or(""), std::string("SOAP Body not found"));
        QVERIFY(soapContentOf("<a>").fault->starts_with("Invalid SOAP envelope: no element found"));
    }

    void rulesReadEnvelopes_data()
    {
        QTest::addColumn<bool>("soap");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("text"); // empty: passes
        const auto row = [](const char* name, bool soap, const char* type, const std::string& body,
                            const char* text) {
            QTest::newRow(name) << soap << QByteArray(type) << QByteArray::fromStdString(body)
                                << QByteArray(text);
        };
        const auto user = [](const std::string& name) {
            return envelope("<s:Body><m:Add xmlns:m=\"u\">" + name + "</m:Add></s:Body>");
        };
        row("fine", true, "text/xml", user("<m:name>ann</m:name>"), "");
        row("fine without type", true, "", user("<name>ann</name>"), "");
        row("fine on REST", false, "application/xml", user("<name>ann</name>"), "");
        row("other types pass on REST", false, "text/plain", "x", "");
        row("short", true, "text/xml", user("<name>a</name>"), "400: String length must be at least 2");
        row("absent", true, "text/xml", user(""), "400: Field is required");
        row("empty", true, "text/xml", user("<name></name>"), "400: Field is required");
        row("short on REST", false, "text/XML", user("<name>a</name>"),
            "400: String length must be at least 2");
        row("no body", true, "text/xml", envelope("<s:Header/>"), "400: SOAP Body not found");
        row("plain XML", false, "application/xml", "<a/>", "400: SOAP Body not found");
        row("JSON on SOAP", true, "application/json", "{}", "400: Invalid SOAP envelope: not well-formed");
        row("document type", true, "text/xml", "<!DOCTYPE a><a/>",
            "400: Invalid SOAP envelope: a document type declaration is not allowed");
    }
    void rulesReadEnvelopes()
    {
        QFETCH(bool, soap);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, text);
        // The path starts below the entry, or with its name.
        for (const char* path : {"name", "Add.name"}) {
            ValidateConfig config;
            ValidationRule rule;
            rule.required = true;
            rule.type = ValidationRule::Type::String;
            rule.min = 2;
            config.fields.push_back({path, JsonPath::parse(path), rule});
            const ValidateFilter filter(std::move(config));
            auto api = std::make_shared<proxy::ApiRuntime>();
            api->protocol = soap ? proxy::Protocol::Soap : proxy::Protocol::Rest;
            const proxy::Route route{.host = {}, .prefix = "/x", .stripPrefix = true, .api = api};
            proxy::ExchangeFixture fixture;
            proxy::ExchangeFixture::Fields fields;
            if (!type.isEmpty())
                fields.emplace_back("Content-Type", type.toStdString());
            fixture.request("POST", "/x", fields, body.toStdString());
            fixture.match(route);
            proxy::Exchange& exchange = fixture.exchange();
            QVERIFY(filter.request(exchange) == Verdict::Continue);
            QCOMPARE(exchange.buffersBody(), soap || !type.startsWith("text/plain"));
            QVERIFY(filter.requestBody(exchange) == (text.isEmpty() ? Verdict::Continue : Verdict::Respond));
            QVERIFY2(std::string(exchange.errorText()).starts_with(text.toStdString()),
                     std::string(exchange.errorText()).c_str());
            if (!text.isEmpty())
                QCOMPARE(std::string(exchange.errorCode()), std::string("GTW011"));
        }
    }
};

QTEST_GUILESS_MAIN(TestXml)
#include "tst_xml.moc"
