// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/error_body.h"
#include "gateway/filters/soap_envelope.h"
#include "gateway/protocols/soap_answer.h"
#include "gateway/protocols/soap_request.h"
#include "gateway/protocols/ws_security.h"
#include "tests/gateway/filters/chain_probe.h"
#include "tests/gateway/proxy/exchange_fixture.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::protocols;
using filters::SoapVersion;
using proxy::Verdict;

namespace {

QByteArray envelope(int minor)
{
    const QByteArray ns =
        minor == 1 ? "http://schemas.xmlsoap.org/soap/envelope/" : "http://www.w3.org/2003/05/soap-envelope";
    return "<e:Envelope xmlns:e=\"" + ns + "\"><e:Body><a/></e:Body></e:Envelope>";
}

std::shared_ptr<proxy::ApiRuntime> soapApi()
{
    auto api = std::make_shared<proxy::ApiRuntime>();
    api->protocol = proxy::Protocol::Soap;
    return api;
}

/// The text of the first element of that name.
QByteArray textOf(const std::string& document, const char* element)
{
    const QRegularExpression form(QStringLiteral("<%1(?: [^>]*)?>([^<]*)<").arg(QLatin1StringView(element)));
    return form.match(QString::fromStdString(document)).captured(1).toUtf8();
}

} // namespace

class TestSoap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void headersFollowTheVersion_data()
    {
        QTest::addColumn<int>("fixed"); // 0: by envelope
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("action");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("sentType");
        QTest::addColumn<QByteArray>("sentAction");
        QTest::addColumn<bool>("looksInto");
        const auto row = [](const char* name, int fixed, const char* type, const char* action,
                            const QByteArray& body, const char* sentType, const char* sentAction,
                            bool looksInto) {
            QTest::newRow(name) << fixed << QByteArray(type) << QByteArray(action) << body
                                << QByteArray(sentType) << QByteArray(sentAction) << looksInto;
        };
        const char* const xml = "text/xml; charset=utf-8";
        const char* const soap = "application/soap+xml; charset=utf-8";
        const char* const empty = "\"\"";
        row("1.1 as it is", 0, "text/xml", "\"u:a\"", envelope(1), "-", "-", false);
        row("1.1 without action", 0, "text/xml;charset=utf-8", "", envelope(1), "-", empty, false);
        row("1.2 as it is", 0, "application/soap+xml; action=\"x\"", "", envelope(2), "-", "-", false);
        row("1.1 found", 0, "", "", envelope(1), xml, empty, true);
        row("1.2 found", 0, "", "", envelope(2), soap, "-", true);
        row("1.2 found, action", 0, "", "\"u:a\"", envelope(2),
            "application/soap+xml; charset=utf-8; action=\"u:a\"", "-", true);
        row("bad action", 0, "", "u:\"a", envelope(2), soap, "-", true);
        row("nothing to find", 0, "", "", "", xml, empty, true);
        row("no envelope", 0, "", "", "garbage", xml, empty, true);
        row("plain XML", 0, "application/xml", "", envelope(1), xml, empty, true);
        row("plain XML of 1.2", 0, "Application/XML; charset=utf-8", "", envelope(2), xml, "-", true);
        row("plain XML in another encoding", 0, "application/xml; charset=\"iso-8859-1\"", "", envelope(2),
            "text/xml; charset=iso-8859-1", "-", true);
        row("fixed 1.1", 1, "", "", envelope(2), xml, empty, false);
        row("fixed 1.2", 2, "", "", envelope(1), soap, "-", false);
        row("fixed 1.2, plain XML", 2, "application/xml", "", envelope(2), xml, "-", false);
        row("fixed 1.2, own type", 2, "multipart/related; type=\"a\"", "", envelope(2), "-", "-", false);
    }
    void headersFollowTheVersion()
    {
        QFETCH(int, fixed);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, action);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, sentType);
        QFETCH(QByteArray, sentAction);
        QFETCH(bool, looksInto);
        proxy::ExchangeFixture::Fields fields;
        if (!type.isEmpty())
            fields.emplace_back("Content-Type", type.toStdString());
        if (!action.isEmpty())
            fields.emplace_back("SOAPAction", action.toStdString());
        proxy::ExchangeFixture fixture;
        fixture.request("GET", "/x", fields, body.toStdString());
        proxy::Exchange& exchange = fixture.exchange();
        const SoapHeadersFilter filter(fixed == 0   ? SoapVersion::Unknown
                                       : fixed == 1 ? SoapVersion::V11
                                                    : SoapVersion::V12);
        QVERIFY(filter.request(exchange) == Verdict::Continue);
        QCOMPARE(exchange.buffersBody(), looksInto);
        if (filter.hooks() & proxy::HookRequestBody)
            QVERIFY(filter.requestBody(exchange) == Verdict::Continue);
        QVERIFY(!filter.needsBody());
        QCOMPARE(QByteArray::fromStdString(filters::upstreamField(exchange, "Content-Type")), sentType);
        QCOMPARE(QByteArray::fromStdString(filters::upstreamField(exchange, "SOAPAction")), sentAction);
        QCOMPARE(std::string(exchange.upstreamMethod()), std::string("POST"));
    }

    void onlyRegisteredCallsPass_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<bool>("hasOperations");
        QTest::addColumn<bool>("matches");
        QTest::addColumn<bool>("registeredOnly");
        QTest::addColumn<QByteArray>("code"); // empty: passes
        QTest::newRow("matches") << QByteArray("POST") << true << true << true << QByteArray();
        QTest::newRow("GET") << QByteArray("GET") << true << true << true << QByteArray();
        QTest::newRow("PUT") << QByteArray("PUT") << true << true << true << QByteArray("GTW004");
        QTest::newRow("HEAD") << QByteArray("HEAD") << true << true << true << QByteArray("GTW004");
        QTest::newRow("none") << QByteArray("POST") << false << false << true << QByteArray("GTW002");
        QTest::newRow("other") << QByteArray("POST") << true << false << true << QByteArray("GTW003");
        QTest::newRow("open") << QByteArray("POST") << false << false << false << QByteArray();
    }
    void onlyRegisteredCallsPass()
    {
        QFETCH(QByteArray, method);
        QFETCH(bool, hasOperations);
        QFETCH(bool, matches);
        QFETCH(bool, registeredOnly);
        QFETCH(QByteArray, code);
        auto api = soapApi();
        api->registeredOnly = registeredOnly;
        if (hasOperations)
            api->operations.resize(1);
        const proxy::Route route{.host = {}, .prefix = "/x", .stripPrefix = true, .api = api};
        proxy::ExchangeFixture fixture;
        fixture.request(method.toStdString(), "/x/op");
        fixture.match(route, matches ? &api->operations.front() : nullptr);
        const Verdict verdict = SoapCallFilter().request(fixture.exchange());
        QVERIFY(verdict == (code.isEmpty() ? Verdict::Continue : Verdict::Respond));
        QCOMPARE(QByteArray::fromStdString(std::string(fixture.exchange().errorCode())), code);
    }

    void passwordsAreShownAsAsked_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("text") << int(PasswordType::Text) << QByteArray("PasswordText");
        QTest::newRow("digest") << int(PasswordType::Digest) << QByteArray("PasswordDigest");
        QTest::newRow("sha256") << int(PasswordType::DigestSha256) << QByteArray("PasswordDigestSHA256");
    }
    void passwordsAreShownAsAsked()
    {
        QFETCH(int, type);
        QFETCH(QByteArray, name);
        WsSecurityConfig config;
        config.username = "a<b";
        config.password = "s&cret \xc3\xa4";
        config.passwordType = static_cast<PasswordType>(type);
        const QByteArray nonce("0123456789abcdef");
        const std::string header = securityHeader(config, 1'764'135'000'007, nonce);
        QCOMPARE(textOf(header, "wsse:Username"), QByteArray("a&#60;b"));
        QCOMPARE(textOf(header, "wsu:Created"), QByteArray("2025-11-26T05:30:00.007Z"));
        QCOMPARE(textOf(header, "wsu:Expires"), QByteArray("2025-11-26T05:35:00.007Z"));
        QCOMPARE(QByteArray::fromBase64(textOf(header, "wsse:Nonce")), nonce);
        QVERIFY(header.find("username-token-profile-1.0#" + name.toStdString() + "\"") != std::string::npos);
        // Nonce, Created, password: Username Token Profile 1.0, section 3.1.
        const QByteArray all =
            nonce + "2025-11-26T05:30:00.007Z" + QByteArray::fromStdString(config.password);
        const QByteArray password = textOf(header, "wsse:Password");
        switch (config.passwordType) {
        case PasswordType::Text:
            QCOMPARE(password, QByteArray("s&#38;cret &#228;"));
            break;
        case PasswordType::Digest:
            QCOMPARE(QByteArray::fromBase64(password),
                     QCryptographicHash::hash(all, QCryptographicHash::Sha1));
            break;
        case PasswordType::DigestSha256:
            QCOMPARE(QByteArray::fromBase64(password),
                     QCryptographicHash::hash(all, QCryptographicHash::Sha256));
            break;
        }
    }

    void partsCanBeLeftOut()
    {
        WsSecurityConfig config;
        config.lifeMs = 60'000;
        const std::string stamp = securityHeader(config, 0, "n");
        QVERIFY(stamp.find("UsernameToken") == std::string::npos);
        QCOMPARE(textOf(stamp, "wsu:Expires"), QByteArray("1970-01-01T00:01:00.000Z"));
        config.username = "ann";
        config.timestamp = false;
        const std::string token = securityHeader(config, 0, "n");
        QVERIFY(token.find("wsu:Timestamp") == std::string::npos);
        QCOMPARE(textOf(token, "wsse:Username"), QByteArray("ann"));
    }

    void envelopesAreSecured()
    {
        WsSecurityConfig config;
        config.api = "calc/v1";
        config.username = "ann";
        const WsSecurityFilter filter(config);
        QVERIFY(filter.needsBody());
        proxy::ExchangeFixture fixture;
        proxy::Exchange& exchange = fixture.exchange();
        QByteArrayList nonces;
        for (int round = 0; round < 2; ++round) {
            fixture.request("POST", "/x", {}, envelope(1).toStdString());
            QVERIFY(filter.requestBody(exchange) == Verdict::Continue);
            nonces.append(textOf(exchange.body(), "wsse:Nonce"));
            QCOMPARE(filters::outlineOf(exchange.body()).outline.securities.size(), std::size_t(1));
        }
        QVERIFY(nonces[0].size() >= 22 && nonces[0] != nonces[1]);

        QTest::ignoreMessage(QtWarningMsg,
                             "calc/v1: a request went on without WS-Security header: its body is no "
                             "SOAP envelope that can be written into");
        for (const char* body : {"<other/>", "<another/>"}) { // told once
            fixture.request("POST", "/x", {}, body);
            QVERIFY(filter.requestBody(exchange) == Verdict::Continue);
            QCOMPARE(exchange.body(), std::string(body));
        }
        fixture.request("POST", "/x", {}, "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>");
        QVERIFY(filter.requestBody(exchange) == Verdict::Respond);
        QCOMPARE(std::string(exchange.errorCode()), std::string("GTW011"));
        QCOMPARE(exchange.errorStatus(), std::uint16_t(400));
        const std::string told(exchange.errorText());
        QVERIFY2(told.starts_with(
                     "400: Invalid SOAP envelope: a document type declaration is not allowed at line 1"),
                 told.c_str());
    }

    // The form that data-plane 12 gives each kind of failure.
    void errorsHaveTheirForm_data()
    {
        QTest::addColumn<int>("reason");
        QTest::addColumn<bool>("routed");
        QTest::addColumn<bool>("contract");
        QTest::addColumn<QByteArray>("body");
        using proxy::Reason;
        const auto row = [](const char* name, Reason reason, const char* body, bool routed = true,
                            bool contract = false) {
            QTest::newRow(name) << int(reason) << routed << contract << QByteArray(body);
        };
        row("no endpoint", Reason::NoOperation,
            "<error><error_code>GTW003</error_code><error_message>Endpoint does not exist for the requested "
            "API</error_message></error>");
        row("no API", Reason::NoRoute, "<error><error_code>GTW001</error_code><error_message>API does not",
            false);
        row("disabled", Reason::ApiDisabled, "<error><error_code>GTW012</error_code>");
        row("address", Reason::IpDenied, "<error><error_code>API010</error_code>");
        row("invalid", Reason::Invalid, "<error><error_code>GTW011</error_code>");
        row("credits", Reason::NoCredits, "<error><error_code>GTW008</error_code>");
        row("timeout", Reason::UpstreamReadTimeout, "<error><error_code>GTW010</error_code>");
        row("refused", Reason::ConnectRefused, "<error><error_code>GTW502</error_code>");
        row("caller", Reason::Unauthenticated, "{\"error_code\":\"Unauthorized\"");
        row("group", Reason::WrongGroup, "{\"error_code\":\"You do not have the correct group");
        row("role", Reason::WrongRole, "{\"error_code\":\"GTW014\"");
        row("subscription", Reason::NotSubscribed, "{\"error_code\":\"You are not subscribed");
        row("rate", Reason::RateLimited, "{\"error_code\":\"Rate limit exceeded\"");
        row("size", Reason::BodyTooLarge, "{\"error_code\":\"REQ001\"");
        row("contract", Reason::Invalid, "{\"error\":\"invalid\"", true, true);
    }
    void errorsHaveTheirForm()
    {
        QFETCH(int, reason);
        QFETCH(bool, routed);
        QFETCH(bool, contract);
        QFETCH(QByteArray, body);
        auto api = soapApi();
        api->surface = contract ? proxy::Surface::Contract : proxy::Surface::Platform;
        const proxy::Route route{.host = {}, .prefix = "/api/soap/x", .stripPrefix = true, .api = api};
        filters::SurfaceErrorRenderer renderer;
        for (const bool strict : {false, true}) {
            renderer.setStrict(strict);
            proxy::ExchangeFixture fixture;
            fixture.request("POST", "/api/soap/x");
            if (routed)
                fixture.match(route);
            proxy::Exchange& exchange = fixture.exchange();
            exchange.fail(static_cast<proxy::Reason>(reason));
            const std::uint16_t status = exchange.errorStatus();
            renderer.render(exchange);
            const bool xml = body.startsWith('<');
            if (xml || !strict)
                QVERIFY2(exchange.answerBody().starts_with(body.toStdString()),
                         exchange.answerBody().c_str());
            // The envelope is for JSON alone.
            QCOMPARE(std::uint16_t(exchange.answer().status),
                     strict && !xml && !contract ? std::uint16_t(200) : status);
            QCOMPARE(std::string(exchange.answer().headers.value(http::HeaderId::ContentType)),
                     std::string(xml ? "application/xml" : "application/json"));
        }
    }

    void answersAreWrappedWhenAsked()
    {
        QVERIFY(!wrappedSoapBody(200));
        QCOMPARE(wrappedSoapBody(201).value_or(""), std::string("<message>None</message>"));
        QCOMPARE(
            wrappedSoapBody(403).value_or(""),
            std::string("<error><error_code>None</error_code><error_message>None</error_message></error>"));
        QCOMPARE(
            wrappedSoapBody(404).value_or(""),
            std::string("<error><error_code>GTW005</error_code><error_message>Endpoint does not exist in "
                        "backend service</error_message></error>"));
        QCOMPARE(wrappedSoapBody(500).value_or(""),
                 std::string("<message>An unknown error occurred in SOAP response</message>"));
    }
};

QTEST_GUILESS_MAIN(TestSoap)
#include "tst_soap.moc"
