// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/wsdl_reader.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::control;
using namespace Qt::Literals::StringLiterals;

class TestWsdl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void operationsAreRead()
    {
        const auto wsdl = readWsdl(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
            "<wsdl:definitions xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\" "
            "xmlns:soap=\"http://schemas.xmlsoap.org/wsdl/soap/\"\n"
            "xmlns:soap12=\"http://schemas.xmlsoap.org/wsdl/soap12/\" xmlns:tns=\"urn:calc\" name=\"Calc\" "
            "targetNamespace=\"urn:calc\">\n"
            "<wsdl:documentation>Of the whole</wsdl:documentation>\n"
            "<wsdl:types><operation name=\"Never\"/></wsdl:types>\n"
            "<wsdl:message name=\"AddIn\"/>\n"
            "<wsdl:portType name=\"CalcPort\">\n"
            "<wsdl:operation name=\"Add\">\n"
            "<wsdl:documentation>Adds\n"
            "two <b>numbers</b> up</wsdl:documentation>\n"
            "<wsdl:input message=\"tns:AddIn\"/><wsdl:output message=\"tns:AddOut\"/>\n"
            "</wsdl:operation>\n"
            "<wsdl:operation name=\"Tell\"><wsdl:input message=\"TellIn\"/></wsdl:operation>\n"
            "</wsdl:portType>\n"
            "<wsdl:binding name=\"B\" type=\"tns:CalcPort\"><soap:binding transport=\"x\"/>\n"
            "<wsdl:operation name=\"Add\"><soap:operation soapAction=\"urn:calc#Add\"/><wsdl:input "
            "message=\"no\"/></wsdl:operation>\n"
            "</wsdl:binding>\n"
            "<wsdl:binding name=\"B12\" type=\"tns:CalcPort\">\n"
            "<wsdl:operation name=\"Add\"><soap12:operation soapAction=\"other\"/></wsdl:operation>\n"
            "<wsdl:operation name=\"Tell\"><soap12:operation "
            "soapAction=\"urn:calc#Tell\"/></wsdl:operation>\n"
            "</wsdl:binding>\n"
            "<wsdl:service name=\"CalcService\"><wsdl:port name=\"P\" binding=\"tns:B\"/></wsdl:service>\n"
            "<wsdl:service name=\"Second\"/>\n"
            "</wsdl:definitions>\n");
        QVERIFY(wsdl);
        QCOMPARE(wsdl->serviceName, u"CalcService"_s);
        QCOMPARE(wsdl->targetNamespace, u"urn:calc"_s);
        QCOMPARE(wsdl->operations.size(), 2);
        QCOMPARE(wsdl->operations[0].name, u"Add"_s);
        QCOMPARE(wsdl->operations[0].soapAction, u"urn:calc#Add"_s);
        QCOMPARE(wsdl->operations[0].inputMessage, u"AddIn"_s);
        QCOMPARE(wsdl->operations[0].outputMessage, u"AddOut"_s);
        QCOMPARE(wsdl->operations[0].description, u"Adds two up"_s);
        QCOMPARE(wsdl->operations[1].name, u"Tell"_s);
        QCOMPARE(wsdl->operations[1].soapAction, u"urn:calc#Tell"_s);
        QVERIFY(wsdl->operations[1].outputMessage.isEmpty());
    }

    void faultsAreNamed_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* document, const char* message) {
            QTest::newRow(message) << QByteArray(document) << QString::fromLatin1(message);
        };
        row(" \n", "Empty WSDL content");
        row("<schema/>", "Invalid WSDL: Root element must be wsdl:definitions");
        row("<description xmlns=\"http://www.w3.org/ns/wsdl\"/>",
            "Invalid WSDL: Root element must be wsdl:definitions");
        row("<definitions><types/></definitions>",
            "Invalid WSDL: WSDL must contain at least one service or portType");
        row("<!DOCTYPE definitions SYSTEM \"http://127.0.0.1/x\"><definitions><service/></definitions>",
            "Invalid WSDL: a document type declaration is not allowed");
        row("<definitions><service></definitions>", "Invalid WSDL: mismatched tag at line 1, column 25");
        row("<definitions>\xff</definitions>", "Invalid WSDL: it is not UTF-8");
    }
    void faultsAreNamed()
    {
        QFETCH(QByteArray, document);
        QFETCH(QString, message);
        const auto wsdl = readWsdl(document);
        QVERIFY(!wsdl);
        QVERIFY2(wsdl.error().message.startsWith(message), qPrintable(wsdl.error().message));
        QVERIFY(!wsdl.error().faults.first().message.isEmpty());
        QCOMPARE(wsdl.error().code, u"WSDL004"_s);
    }
};

QTEST_GUILESS_MAIN(TestWsdl)
#include "tst_wsdl.moc"
