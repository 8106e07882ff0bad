// SPDX-License-Identifier: GPL-3.0-or-later
// What stands before the first element of a document that streams by, in pieces cut anywhere.
#include "gateway/filters/xml_prolog.h"
#include "tests/common/packed.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::filters;
using State = XmlProlog::State;

namespace {

/// The fault; "-" when the document passes.
std::string faultOf(std::string_view document, std::string_view type, std::size_t first, std::size_t second)
{
    XmlProlog prolog(type);
    prolog.take(document.substr(0, first));
    prolog.take(document.substr(first, second - first));
    prolog.take(document.substr(second));
    return prolog.end() == State::Passes ? "-" : std::string(prolog.fault());
}

std::string part(std::string_view head, std::string_view content)
{
    std::string body = "--b\r\n";
    return body.append(head).append("\r\n").append(content).append("\r\n--b--\r\n");
}

std::string_view toView(const QByteArray& bytes)
{
    return {bytes.data(), std::size_t(bytes.size())};
}

} // namespace

class TestXmlProlog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void documentsAreJudgedHoweverTheyAreCut_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QByteArray>("fault"); // empty: passes
        const auto xml = [](const char* name, const QByteArray& document, const char* fault = "") {
            QTest::newRow(name) << QByteArray("text/xml") << document << QByteArray(fault);
        };
        const auto parts = [](const char* name, const QByteArray& type, const std::string& body,
                              const char* fault = "") {
            QTest::newRow(name) << QByteArray("multipart/related; boundary=b" + type)
                                << QByteArray::fromStdString(body) << QByteArray(fault);
        };
        const char* const doctype = "a document type declaration is not allowed";
        const char* const foreign = "the encoding is not UTF-8, UTF-16, US-ASCII or ISO-8859-1";
        const char* const wide = "UTF-16 without byte order mark and UTF-32 are not allowed";
        const char* const malformed = "not well-formed (invalid token)";
        xml("element", "<a/>");
        xml("empty", "");
        xml("white space", " \r\n\t");
        xml("declared", "<?xml version=\"1.0\" encoding='utf-8' standalone = \"yes\" ?>\n<a>");
        xml("latin", "<?xml version='1.0' encoding=\"ISO-8859-1\"?><\xE4>");
        xml("marked", "\xEF\xBB\xBF<?xml version='1.0'?><a/>");
        xml("comment", "<!-- <!DOCTYPE a> - -> --><?pi <!DOCTYPE ?><a/>");
        xml("later", "<a><!DOCTYPE a></a>"); // no declaration there: a reader refuses it
        xml("type", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", doctype);
        xml("lower case", "<!doctype a><a/>", doctype);
        xml("behind all", "\xEF\xBB\xBF<?xml version='1.0'?> <!-- c --> <?p i?>\n<!DOCTYPE a><a/>", doctype);
        xml("comment spoilt", "<!-<!DOCTYPE a>", doctype);
        xml("comment that ends late", "<!-- a -- > --><a/>", malformed);
        xml("short comment", "<!--><!DOCTYPE a><!-- -->", malformed);
        xml("declared UTF-7", "<?xml version='1.0' encoding='utf-7'?>+ADwAIQ-DOCTYPE a>", foreign);
        xml("hidden encoding", "<?xml version=\"encoding='utf-8'\" encoding='cp037'?><a/>", foreign);
        xml("encoding late", " <?XML encoding='shift_jis'?><a/>", foreign);
        xml("bad declaration", "<?xml encoding=utf-8?><a/>", malformed);
        xml("EBCDIC", "\x4C\x6F\xA7\x94", malformed);
        xml("JSON", "{\"a\":1}", malformed);
        xml("gzip", "\x1F\x8B\x08", malformed);
        xml("end tag", "</a>", malformed);
        xml("cut mark", "\xEF\xBB<a/>", malformed);
        xml("cut comment", "<!-- a", "no element found");
        xml("cut type", "<!", "no element found");
        QTest::newRow("charset") << QByteArray("text/xml; a=\"b;charset=utf-8\"; Charset=\"UTF-7\"")
                                 << QByteArray("<a/>") << QByteArray(foreign);
        QTest::newRow("plain charset")
            << QByteArray("text/xml;charset=\"Utf-8\"") << QByteArray("<a/>") << QByteArray();
        parts("part", "", part("Content-Type: text/xml\r\n", "<a/>"));
        parts("preamble", "", "\r\n" + part("Content-Type: text/xml\r\n", "<a/>"));
        parts("part with type", "", part("Content-ID: <r>\r\n", "<!DOCTYPE a><a/>"), doctype);
        parts("bare LF", "", "--b\nContent-ID: <r>\n\n<!DOCTYPE a>", doctype);
        parts("root", "; start=\"<r>\"",
              part("content-id: <r>\r\nContent-Transfer-Encoding: binary\r\n", "<a/>"));
        parts("other root", "; start=\"<s>\"", part("Content-ID: <r>\r\n", "<a/>"),
              "the first part is not the root");
        parts("encoded part", "", part("Content-Transfer-Encoding: base64\r\n", "PCFET0NUWVBFIGE+"),
              "the first part is not sent as it is (Content-Transfer-Encoding)");
        parts("folded", "", part("Content-Transfer-Encoding:\r\n base64\r\n", "PCFET0NUWVBFIGE+"),
              "the head of the first part has folded lines");
        parts("charset of part", "", part("Content-Type: text/xml; charset=utf-16\r\n", "<a/>"), wide);
        parts("no part", "", "<!DOCTYPE a><a/>", "the body does not start with a part");
    }
    void documentsAreJudgedHoweverTheyAreCut()
    {
        QFETCH(const QByteArray, type);
        QFETCH(const QByteArray, document);
        QFETCH(const QByteArray, fault);
        const std::string expected = fault.isEmpty() ? "-" : fault.toStdString();
        const std::string_view all(document.data(), std::size_t(document.size()));
        for (std::size_t first = 0; first <= all.size(); ++first) {
            for (std::size_t second = first; second <= all.size(); ++second)
                QCOMPARE(faultOf(all, type.toStdString(), first, second), expected);
        }
    }

    void wideDocumentsAreJudged_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QByteArray>("fault");
        const auto typed = [](const char* name, const char* type, const QByteArray& document,
                              const char* fault = "") {
            QTest::newRow(name) << QByteArray(type) << document << QByteArray(fault);
        };
        const auto xml = [&](const char* name, const QByteArray& document, const char* fault = "") {
            typed(name, "text/xml", document, fault);
        };
        const char* const doctype = "a document type declaration is not allowed";
        const char* const wide = "UTF-16 without byte order mark and UTF-32 are not allowed";
        const char* const unlike = "byte order mark, charset and declaration do not name the same encoding";
        const char* const malformed = "not well-formed (invalid token)";
        xml("UTF-16LE", QByteArray("\xFF\xFE<\0a\0/\0>\0", 10));
        xml("UTF-16BE", QByteArray("\xFE\xFF\0<\0a\0/\0>", 10));
        xml("UTF-16 declared",
            wideText(u"<?xml version='1.0' encoding='utf-16'?> <!-- \u4E3C\u3C00 --><\u00E4/>"));
        xml("UTF-16 with type", wideText(u"<?xml version='1.0'?><!DOCTYPE a><a/>"), doctype);
        xml("UTF-16 declared UTF-8", wideText(u"<?xml version='1.0' encoding='utf-8'?><a/>"), unlike);
        xml("UTF-16 declared otherwise", wideText(u"<?xml version='1.0' encoding='UTF-16BE'?><a/>"), unlike);
        xml("UTF-16 JSON", wideText(u"{}"), malformed);
        xml("UTF-16 cut", wideText(u"<"), "no element found");
        xml("UTF-32LE", QByteArray("\xFF\xFE\0\0<\0\0\0", 8), wide);
        xml("half a mark", "\xFF<a/>", malformed);
        xml("UTF-16LE unmarked", QByteArray("<\0!\0D\0", 6), wide);
        xml("UTF-16BE unmarked", QByteArray("\0<\0!\0D", 6), wide);
        xml("UTF-32", QByteArray("\0\0\0<", 4), wide);
        xml("declared UTF-16", "<?xml version='1.0' encoding='UTF-16'?><a/>", wide);
        typed("wide charset", "text/xml;charset=utf-16", wideText(u"<a/>"));
        typed("wide charset alone", "text/xml;charset=utf-16", "<a/>", wide);
        typed("wide charset, other order", "text/xml;charset=utf-16be", wideText(u"<a/>"), unlike);
        typed("wide with plain charset", "text/xml;charset=utf-8", wideText(u"<a/>"), unlike);
    }
    void wideDocumentsAreJudged() { documentsAreJudgedHoweverTheyAreCut(); }

    void prologsAreBounded()
    {
        const std::string fault = "no element begins within the first 16384 bytes";
        for (const std::string& endless :
             {std::string(40000, ' '), "<!--" + std::string(40000, 'x'), "<?p " + std::string(40000, 'x'),
              "<?xml version='" + std::string(40000, '1')})
            QCOMPARE(faultOf(endless, {}, 1, 20000), fault);
        QCOMPARE(faultOf(part("X: " + std::string(40000, 'x'), "<a/>"), "multipart/related", 1, 2), fault);
        const std::string longest(XmlProlog::Longest - 2, ' ');
        QCOMPARE(faultOf(longest + "<a/>", {}, 1, 2), std::string("-"));
        QCOMPARE(faultOf(longest + " <a/>", {}, 1, 2), fault);
    }

    void wideDocumentsBecomeNarrow()
    {
        QCOMPARE(narrowXml(toView(wideText(u"<?xml version='1.0' encoding='utf-16'?><\u00E4/>"))),
                 std::optional(std::string("<\xC3\xA4/>")));
        QCOMPARE(narrowXml(toView(wideText(u"<?xmlish?><a/>"))),
                 std::optional(std::string("<?xmlish?><a/>")));
        QVERIFY(!narrowXml(toView(wideText(u"<a/>") + '<')));
        QVERIFY(!narrowXml(toView(wideText(u"<a>\xD800</a>"))));
    }

    void decisionsComeAsSoonAsTheyCan()
    {
        XmlProlog prolog;
        QVERIFY(prolog.take("<?xml version='1.0'?><") == State::Undecided);
        QVERIFY(prolog.take("a") == State::Passes);
        QVERIFY(prolog.take("<!DOCTYPE") == State::Passes);
        XmlProlog refused;
        QVERIFY(refused.take("<!D") == State::Refused);
        QVERIFY(refused.take("<a/>") == State::Refused);
        QVERIFY(refused.end() == State::Refused);
    }
};

QTEST_GUILESS_MAIN(TestXmlProlog)
#include "tst_xml_prolog.moc"
