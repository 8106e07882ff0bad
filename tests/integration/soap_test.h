// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"
#include "tests/integration/harness/tool_server.h"

#include <QFile>
#include <QTest>

#include <atomic>

namespace gatehouse::harness {

using namespace Qt::Literals::StringLiterals;

inline const QByteArray ns11 = "http://schemas.xmlsoap.org/soap/envelope/";
inline const QByteArray ns12 = "http://www.w3.org/2003/05/soap-envelope";
inline const QByteArray xml11 = "Content-Type: text/xml; charset=utf-8\r\n";

inline QByteArray envelope(const QByteArray& body, const QByteArray& ns = ns11)
{
    return "<?xml version='1.0' encoding='utf-8'?>\n<soap-env:Envelope xmlns:soap-env=\"" + ns +
           "\"><soap-env:Body>" + body + "</soap-env:Body></soap-env:Envelope>";
}

inline QByteArray addition(const QByteArray& a, const QByteArray& b)
{
    return "<ns0:Add xmlns:ns0=\"urn:calc\"><ns0:a>" + a + "</ns0:a><ns0:b>" + b + "</ns0:b></ns0:Add>";
}

inline std::string wsdlText()
{
    QFile file(clientFile(u"calc.wsdl"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

/// A calculator that adds to 42, fails when it is told to, and serves its WSDL.
struct Calculator {
    std::atomic<int> wsdlReads{0};
    ScriptedUpstream upstream{[this](RawSocket& socket, int) {
        for (;;) {
            const Message request = upstream.record(socket);
            if (!request.complete)
                return;
            socket.send(replyTo(request));
        }
    }};
    std::string replyTo(const Message& request)
    {
        if (request.firstLine.starts_with("GET /calc.wsdl")) {
            ++wsdlReads;
            return answer(wsdlText(), "Content-Type: text/xml\r\n");
        }
        if (request.firstLine.find("/broken.wsdl") != std::string::npos)
            return answer("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>");
        if (request.firstLine.find("/gone") != std::string::npos)
            return answer("nothing here", "Content-Type: text/plain\r\n", "404 Not Found");
        const bool is12 = request.body.find(ns12.toStdString()) != std::string::npos;
        const std::string type = is12 ? "Content-Type: application/soap+xml; charset=utf-8\r\n"
                                      : "Content-Type: text/xml; charset=utf-8\r\n";
        const QByteArray& ns = is12 ? ns12 : ns11;
        if (request.firstLine.find("/Fail") != std::string::npos)
            return answer(envelope(fault(is12), ns).toStdString(), type, "500 Internal Server Error");
        return answer(
            envelope("<AddResponse xmlns=\"urn:calc\"><sum>42</sum></AddResponse>", ns).toStdString(), type);
    }
    static QByteArray fault(bool is12)
    {
        return is12
                   ? QByteArray(
                         "<soap-env:Fault><soap-env:Code><soap-env:Value>soap-env:Receiver"
                         "</soap-env:Value></soap-env:Code><soap-env:Reason><soap-env:Text "
                         "xml:lang=\"en\">it failed</soap-env:Text></soap-env:Reason></soap-env:Fault>")
                   : QByteArray("<soap-env:Fault><faultcode>soap-env:Server</faultcode><faultstring>it failed"
                                "</faultstring></soap-env:Fault>");
    }
    QString server() const { return serverAt(upstream.port()); }
    Message last() const { return upstream.requests().back(); }
    std::size_t count() const { return upstream.requests().size(); }
};

/// Base of the SOAP tests: a gateway in front of the calculator, its administrator and a consumer.
class SoapTest : public QObject {
protected:
    void begin()
    {
        m_gateway.set(u"TOKEN_ENCRYPTION_KEY"_s, u"a-key-for-credit-keys-of-32-chars"_s);
        m_gateway.set(u"MAX_BODY_SIZE_BYTES"_s, u"100000"_s);
        m_gateway.set(u"MAX_BODY_SIZE_BYTES_SOAP"_s, u"8000000"_s);
        QCOMPARE(startFree(m_gateway, m_admin), QString());
        QCOMPARE(addUser(m_admin, u"consumer"_s), QString());
        m_client = HttpClient(m_gateway.publicPort());
        QVERIFY(m_client.login(u"consumer"_s, userPassword()));
    }
    HttpReply post(const QByteArray& target, const QByteArray& body, const QByteArray& lines = xml11)
    {
        return m_client.send("POST", target, body, m_client.bearer() + lines);
    }
    HttpReply admin(const char* method, const char* target, const char* body = "{}")
    {
        return m_admin.call(method, target, object(body));
    }
    void publishFor(const QString& name, const QStringList& endpoints, QJsonObject fields = {})
    {
        fields.insert(u"api_type"_s, u"SOAP"_s);
        QCOMPARE(publish(m_admin, name, {m_calculator.server()}, endpoints, fields), QString());
        QCOMPARE(subscribe(m_admin, u"consumer"_s, name), QString());
    }

    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
    Calculator m_calculator;
};

} // namespace gatehouse::harness
