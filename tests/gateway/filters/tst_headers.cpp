// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/forward_headers.h"
#include "gateway/filters/scratch.h"
#include "gateway/filters/security_headers.h"
#include "tests/gateway/filters/chain_probe.h"
#include "tests/gateway/proxy/exchange_fixture.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::filters;

namespace {

using Fields = proxy::ExchangeFixture::Fields;

/// One API and a fixture whose requests match it.
struct World {
    std::shared_ptr<proxy::ApiRuntime> api = std::make_shared<proxy::ApiRuntime>();
    proxy::Route route{.host = {}, .prefix = "/api/rest/o/v1", .stripPrefix = true, .api = api};
    proxy::ExchangeFixture fixture;

    proxy::Exchange& ask(const Fields& fields, CredentialSource source, const proxy::Identity* caller)
    {
        fixture.request("GET", "/api/rest/o/v1/x", fields);
        fixture.match(route);
        slot(fixture.exchange(), Slot::CredentialSource) = static_cast<std::uint64_t>(source);
        if (caller)
            fixture.exchange().setIdentity(caller);
        ForwardHeadersFilter().request(fixture.exchange());
        return fixture.exchange();
    }
};

} // namespace

class TestHeaders : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void authorizationSwap_data()
    {
        QTest::addColumn<QByteArray>("swapValue");
        QTest::addColumn<bool>("listed");
        QTest::addColumn<QByteArray>("authorization");
        QTest::addColumn<int>("source");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* value, bool listed, const char* own,
                            CredentialSource source, const char* expected) {
            QTest::newRow(name) << QByteArray(value) << listed << QByteArray(own) << int(source)
                                << QByteArray(expected);
        };
        row("swapped", "upstream-token", true, "Bearer gateway", CredentialSource::Authorization,
            "upstream-token");
        row("cleaned", "up<b>stream", true, "", CredentialSource::Cookie, "upstream");
        row("not in the allowed headers", "upstream-token", false, "", CredentialSource::Cookie, "-");
        row("blank", "   ", true, "", CredentialSource::Cookie, "-");
        row("absent: the caller's own goes on", "", true, "Basic dXNlcg==", CredentialSource::Cookie,
            "Basic dXNlcg==");
        row("absent: but never the gateway's token", "", true, "Bearer gateway",
            CredentialSource::Authorization, "-");
        row("absent: nobody was asked", "", true, "Basic dXNlcg==", CredentialSource::None, "Basic dXNlcg==");
    }
    void authorizationSwap()
    {
        QFETCH(QByteArray, swapValue);
        QFETCH(bool, listed);
        QFETCH(QByteArray, authorization);
        QFETCH(int, source);
        QFETCH(QByteArray, expected);
        World world;
        world.api->authorizationSwap = "x-upstream-auth";
        if (listed)
            world.api->allowedHeaders = {"x-upstream-auth"};
        Fields fields;
        if (!swapValue.isEmpty())
            fields.emplace_back("X-Upstream-Auth", swapValue.toStdString());
        if (!authorization.isEmpty())
            fields.emplace_back("Authorization", authorization.toStdString());
        proxy::Exchange& exchange = world.ask(fields, CredentialSource(source), nullptr);
        QCOMPARE(upstreamField(exchange, "Authorization"), expected.toStdString());
    }

    void withoutSwapAuthorizationStaysHere()
    {
        World world;
        proxy::Exchange& exchange =
            world.ask({{"Authorization", "Basic dXNlcg=="}}, CredentialSource::Cookie, nullptr);
        QCOMPARE(upstreamField(exchange, "Authorization"), std::string("-"));
    }

    void identityFields()
    {
        World world;
        proxy::Identity ann;
        ann.name = "ann";
        QCOMPARE(upstreamField(world.ask({}, CredentialSource::None, nullptr), "X-Doorman-User"),
                 std::string("-"));
        proxy::Exchange& exchange = world.ask({}, CredentialSource::Cookie, &ann);
        QCOMPARE(upstreamField(exchange, "X-Doorman-User"), std::string("ann"));
        QCOMPARE(upstreamField(exchange, "X-User-Email"), std::string("ann")); // both are the username
        world.api->addIdentityHeaders = false;
        QCOMPARE(upstreamField(world.ask({}, CredentialSource::Cookie, &ann), "X-Doorman-User"),
                 std::string("-"));
    }

    void securityHeaders()
    {
        using enum SecurityHeader::Mode;
        SecurityHeadersConfig config;
        config.headers = {{"Referrer-Policy", "strict-origin-when-cross-origin", Set, false},
                          {"X-Frame-Options", "SAMEORIGIN", SetIfAbsent, false},
                          {"X-Powered-By", {}, Remove, false},
                          {"Strict-Transport-Security", "max-age=31536000", Set, true}};
        proxy::ExchangeFixture fixture;
        proxy::Exchange& exchange = fixture.exchange();
        fixture.answer(200, {{"X-Powered-By", "something"}, {"X-Frame-Options", "DENY"}});
        const SecurityHeadersFilter filter(config); // its texts are what the edits show
        filter.answer(exchange);
        QCOMPARE(answerField(exchange, "Referrer-Policy"), std::string("strict-origin-when-cross-origin"));
        QVERIFY(exchange.answerEdits().hides("X-Powered-By"));
        QVERIFY(!exchange.answerEdits().hides("X-Frame-Options")); // an API's own word stays
        QCOMPARE(answerField(exchange, "Strict-Transport-Security"), std::string("-")); // clear text
    }
};

QTEST_GUILESS_MAIN(TestHeaders)
#include "tst_headers.moc"
