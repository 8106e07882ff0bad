// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/body_limit.h"
#include "gateway/filters/error_body.h"
#include "gateway/filters/json_text.h"
#include "gateway/filters/scratch.h"
#include "tests/gateway/proxy/exchange_fixture.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::filters;
using namespace Qt::Literals::StringLiterals;
using proxy::Reason;

class TestErrors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Data-plane texts: status, code and text as they reach the client.
    void platformErrors_data()
    {
        QTest::addColumn<int>("reason");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](Reason reason, int status, const char* code, const char* text) {
            QTest::newRow(std::string(proxy::nameOf(reason)).c_str())
                << int(reason) << status << QByteArray(code) << QByteArray(text);
        };
        const auto same = [&](Reason reason, int status, const char* text) {
            row(reason, status, text, text);
        };
        row(Reason::NoRoute, 404, "GTW001", "API does not exist for the requested name and version");
        row(Reason::NoUpstream, 404, "GTW001", "No upstream servers configured");
        row(Reason::NoOperation, 404, "GTW003", "Endpoint does not exist for the requested API");
        row(Reason::MethodNotAllowed, 405, "GTW004", "Method not supported");
        row(Reason::ApiDisabled, 403, "GTW012", "API is disabled");
        row(Reason::IpDenied, 403, "API010", "IP restricted");
        row(Reason::WrongRole, 403, "GTW014", "Forbidden: role not allowed for this API");
        same(Reason::Unauthenticated, 401, "Unauthorized");
        same(Reason::NotSubscribed, 403, "You are not subscribed to this resource");
        same(Reason::WrongGroup, 401, "You do not have the correct group for this");
        same(Reason::RateLimited, 429, "Rate limit exceeded");
        same(Reason::ThrottleQueueFull, 429, "Throttle queue limit exceeded");
        same(Reason::BandwidthLimited, 429, "Bandwidth limit exceeded");
        row(Reason::NoCredits, 401, "GTW008", "User does not have any credits");
        row(Reason::Internal, 500, "GTW006", "Internal server error");
        // The statuses of upstream failures: 502 refused or reset, 503 open or none healthy, 504 too late.
        row(Reason::ConnectRefused, 502, "GTW502", "Upstream refused the connection");
        row(Reason::UpstreamReset, 502, "GTW502", "Upstream reset the connection");
        row(Reason::NoHealthyUpstream, 503, "GTW503", "No healthy upstream");
        row(Reason::CircuitOpen, 503, "GTW999", "Upstream circuit open");
        row(Reason::ConnectTimeout, 504, "GTW010", "Gateway timeout");
        row(Reason::UpstreamReadTimeout, 504, "GTW010", "Gateway timeout");
        row(Reason::PoolTimeout, 504, "GTW010", "Gateway timeout");
    }
    void platformErrors()
    {
        QFETCH(int, reason);
        QFETCH(int, status);
        QFETCH(QByteArray, code);
        QFETCH(QByteArray, text);
        proxy::ExchangeFixture fixture;
        proxy::Exchange& exchange = fixture.exchange();
        SurfaceErrorRenderer renderer;
        exchange.fail(Reason(reason), "connection refused by 10.0.0.7:8080");
        renderer.render(exchange);
        QCOMPARE(int(exchange.answer().status), status);
        QCOMPARE(exchange.answer().headers.value("Content-Type"), std::string_view("application/json"));
        QCOMPARE(QByteArray::fromStdString(exchange.answerBody()),
                 R"({"error_code":")" + code + R"(","error_message":")" + text + R"("})");

        renderer.setStrict(true);
        fixture.request("GET", "/");
        exchange.fail(Reason(reason));
        renderer.render(exchange);
        QCOMPARE(int(exchange.answer().status), 200);
        QCOMPARE(QByteArray::fromStdString(exchange.answerBody()),
                 R"({"status_code":)" + QByteArray::number(status) + R"(,"error_code":")" + code +
                     R"(","error_message":")" + text + R"("})");
    }

    void rawIpBodyStaysRaw()
    {
        proxy::ExchangeFixture fixture;
        proxy::Exchange& exchange = fixture.exchange();
        SurfaceErrorRenderer renderer;
        renderer.setStrict(true);
        slot(exchange, Slot::ErrorShape) = std::uint64_t(ErrorShape::RawIp);
        exchange.failAs(Reason::IpDenied, 403, "SEC010", "IP not allowed");
        renderer.render(exchange);
        QCOMPARE(int(exchange.answer().status), 403);
        QCOMPARE(
            exchange.answerBody(),
            std::string(R"({"status_code":403,"error_code":"SEC010","error_message":"IP not allowed"})"));
    }

    void contractErrorsNameTheReason()
    {
        auto api = std::make_shared<proxy::ApiRuntime>();
        api->surface = proxy::Surface::Contract;
        const proxy::Route route{.host = {}, .prefix = "/o/v1", .stripPrefix = true, .api = api};
        proxy::ExchangeFixture fixture;
        fixture.request("GET", "/o/v1/x");
        fixture.match(route);
        proxy::Exchange& exchange = fixture.exchange();
        SurfaceErrorRenderer renderer;
        renderer.setStrict(true); // an envelope of the other surface
        exchange.failAs(Reason::Unauthenticated, 0, "api_key_missing", "API key is missing");
        renderer.render(exchange);
        QCOMPARE(int(exchange.answer().status), 401);
        QCOMPARE(
            exchange.answerBody(),
            std::string(
                R"({"error":"unauthenticated","message":"API key is missing","reason":"unauthenticated","code":"api_key_missing",)"
                R"("request_id":"00000000-0000-4000-8000-000000000000"})"));
    }

    void jsonTextIsAlwaysJson_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("read");
        QTest::newRow("plain") << QByteArray("abc") << u"abc"_s;
        QTest::newRow("quotes") << QByteArray("a\"b\\c/") << u"a\"b\\c/"_s;
        QTest::newRow("controls") << QByteArray("\n\r\t\x01\x1f\0x", 7)
                                  << QString(QChar(u'\n')) + u'\r' + u'\t' + QChar(1) + QChar(31) + QChar(0) +
                                         u'x';
        QTest::newRow("umlaut") << QByteArray("\xC3\xBC") << u"\u00FC"_s;
        QTest::newRow("emoji") << QByteArray("\xF0\x9F\x99\x82") << QString::fromUcs4(U"\U0001F642");
        QTest::newRow("stray byte") << QByteArray("a\xFF") << u"a\uFFFD"_s;
        QTest::newRow("cut sequence") << QByteArray("\xE2\x82") << u"\uFFFD\uFFFD"_s;
        QTest::newRow("long form") << QByteArray("\xC0\xAF") << u"\uFFFD\uFFFD"_s;
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << u"\uFFFD\uFFFD\uFFFD"_s;
        QTest::newRow("beyond Unicode") << QByteArray("\xF4\x90\x80\x80") << u"\uFFFD\uFFFD\uFFFD\uFFFD"_s;
    }
    void jsonTextIsAlwaysJson()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, read);
        const std::string json = JsonObjectText().add("k", text.toStdString()).add("n", -5).take();
        const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(json));
        QCOMPARE(document.object().value(u"k"_s).toString(), read);
        QCOMPARE(document.object().value(u"n"_s).toInt(), -5);
    }

    void bodyLimits_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<quint64>("limit");
        QTest::newRow("rest") << QByteArray("/api/rest/o/v1/x") << quint64(100);
        QTest::newRow("soap") << QByteArray("/api/soap/o/v1") << quint64(200);
        QTest::newRow("graphql") << QByteArray("/api/graphql/o") << quint64(1000);
        QTest::newRow("grpc") << QByteArray("/api/grpc/o") << quint64(400);
        QTest::newRow("grpc-web") << QByteArray("/api/grpc-web/o") << quint64(0);
        QTest::newRow("restful is not rest") << QByteArray("/api/restful") << quint64(1000);
        QTest::newRow("metrics") << QByteArray("/metrics") << quint64(0);
        QTest::newRow("platform") << QByteArray("/platform/user") << quint64(1000);
        QTest::newRow("excluded") << QByteArray("/big") << quint64(0);
        QTest::newRow("below excluded") << QByteArray("/big/one") << quint64(1000);
        QTest::newRow("excluded by star") << QByteArray("/huge/one") << quint64(0);
    }
    void bodyLimits()
    {
        QFETCH(QByteArray, path);
        QFETCH(quint64, limit);
        BodyLimitConfig config;
        config.global = 1000;
        config.rest = 100;
        config.soap = 200;
        config.grpc = 400;
        config.excludedPaths = {"/big", "/huge/*"};
        QCOMPARE(bodyLimitFor(config, path.toStdString()), limit);
        config.enabled = false;
        QCOMPARE(bodyLimitFor(config, path.toStdString()), quint64(0));
    }
};

QTEST_GUILESS_MAIN(TestErrors)
#include "tst_errors.moc"
