// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/ip.h"
#include "tests/gateway/filters/chain_probe.h"
#include "tests/gateway/proxy/exchange_fixture.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::filters;
using proxy::Verdict;

namespace {

using Fields = proxy::ExchangeFixture::Fields;

net::CidrSet set(std::initializer_list<const char*> entries)
{
    net::CidrSet result;
    for (const char* entry : entries)
        result.add(entry);
    result.compile();
    return result;
}

/// "ok" or the wire code of the refusal.
std::string ask(const proxy::Filter& filter, proxy::ExchangeFixture& fixture)
{
    if (filter.request(fixture.exchange()) == Verdict::Continue)
        return "ok";
    return std::string(fixture.exchange().errorCode());
}

} // namespace

class TestIp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void globalPolicy_data()
    {
        QTest::addColumn<QByteArray>("peer");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("whitelisted") << QByteArray("10.1.2.3") << QByteArray("/api/rest/a/v1")
                                     << QByteArray("ok");
        QTest::newRow("not whitelisted") << QByteArray("11.0.0.1") << QByteArray("/") << QByteArray("SEC010");
        QTest::newRow("whitelist is asked first")
            << QByteArray("12.0.0.1") << QByteArray("/") << QByteArray("SEC010"); // is on the blacklist too
        QTest::newRow("on both lists") << QByteArray("10.9.0.1") << QByteArray("/") << QByteArray("SEC011");
        QTest::newRow("v6") << QByteArray("2001:db8::7") << QByteArray("/") << QByteArray("ok");
        QTest::newRow("v6 outside") << QByteArray("2001:db9::7") << QByteArray("/") << QByteArray("SEC010");
        QTest::newRow("v4 mapped") << QByteArray("::ffff:10.1.2.3") << QByteArray("/") << QByteArray("ok");
        QTest::newRow("settings page")
            << QByteArray("11.0.0.1") << QByteArray("/platform/security/settings") << QByteArray("ok");
        QTest::newRow("below the settings page")
            << QByteArray("11.0.0.1") << QByteArray("/platform/security/settings/x") << QByteArray("SEC010");
        QTest::newRow("loopback") << QByteArray("127.0.0.1") << QByteArray("/") << QByteArray("ok");
    }
    void dockerHostsAreLocal()
    {
        GlobalIpConfig config;
        config.whitelist = set({"10.0.0.0/8"});
        for (const bool inDocker : {false, true}) {
            config.inDocker = inDocker;
            const GlobalIpFilter filter(config);
            const auto askFrom = [&filter](const char* peer) {
                proxy::ExchangeFixture fixture;
                fixture.request("GET", "/");
                fixture.from(peer);
                return ask(filter, fixture);
            };
            const std::string wanted = inDocker ? "ok" : "SEC010";
            QCOMPARE(askFrom("172.17.0.1"), wanted);
            QCOMPARE(askFrom("192.168.65.1"), wanted);
            QCOMPARE(askFrom("172.17.0.2"), std::string("SEC010"));
            QCOMPARE(askFrom("127.0.0.1"), std::string("ok"));
        }
    }

    void globalPolicy()
    {
        QFETCH(QByteArray, peer);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, expected);
        GlobalIpConfig config;
        config.whitelist = set({"10.0.0.0/8", "2001:db8::/32"});
        config.blacklist = set({"10.9.0.0/16", "12.0.0.1"});
        const GlobalIpFilter filter(config);
        proxy::ExchangeFixture fixture;
        fixture.request("GET", path.toStdString());
        fixture.from(peer.toStdString());
        QCOMPARE(ask(filter, fixture), expected.toStdString());
        if (expected != "ok") {
            QCOMPARE(fixture.exchange().errorStatus(), 403);
            QCOMPARE(std::string(fixture.exchange().errorText()),
                     std::string(expected == "SEC010" ? "IP not allowed" : "IP blocked"));
            QVERIFY(fixture.exchange().reason() == proxy::Reason::IpDenied);
        }
    }

    void localhostBypass_data()
    {
        QTest::addColumn<QByteArray>("peer");
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<bool>("bypass");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("plain") << QByteArray("127.0.0.1") << QByteArray() << true << QByteArray("ok");
        QTest::newRow("v6") << QByteArray("::1") << QByteArray() << true << QByteArray("ok");
        QTest::newRow("switched off")
            << QByteArray("127.0.0.1") << QByteArray() << false << QByteArray("API010");
        for (const char* header : {"X-Forwarded-For", "X-Real-IP", "CF-Connecting-IP", "Forwarded"})
            QTest::newRow(header) << QByteArray("127.0.0.1") << QByteArray(header) << true
                                  << QByteArray("API010");
        QTest::newRow("a Host of localhost opens nothing")
            << QByteArray("192.0.2.9") << QByteArray("Host") << true << QByteArray("API010");
    }
    void localhostBypass()
    {
        QFETCH(QByteArray, peer);
        QFETCH(QByteArray, header);
        QFETCH(bool, bypass);
        QFETCH(QByteArray, expected);
        ApiIpConfig config;
        config.whitelistMode = true;
        config.localhostBypass = bypass;
        const ApiIpFilter filter(config);
        proxy::ExchangeFixture fixture;
        Fields fields;
        if (!header.isEmpty())
            fields.emplace_back(header.toStdString(), header == "Host" ? "localhost" : "198.51.100.1");
        fixture.request("GET", "/", fields);
        fixture.from(peer.toStdString());
        QCOMPARE(ask(filter, fixture), expected.toStdString());
    }

    void apiPolicy_data()
    {
        QTest::addColumn<bool>("whitelistMode");
        QTest::addColumn<QByteArray>("white");
        QTest::addColumn<QByteArray>("black");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, bool mode, const char* white, const char* black,
                            const char* expected) {
            QTest::newRow(name) << mode << QByteArray(white) << QByteArray(black) << QByteArray(expected);
        };
        row("allow all", false, "", "", "ok");
        row("allow all ignores the whitelist", false, "10.0.0.0/8", "", "ok");
        row("blacklisted", false, "", "192.0.2.0/24", "API011");
        row("blacklist first", true, "192.0.2.0/24", "192.0.2.1", "API011");
        row("whitelisted", true, "192.0.2.0/24", "", "ok");
        row("not whitelisted", true, "10.0.0.0/8", "", "API010");
        row("an empty whitelist lets nobody pass", true, "", "", "API010");
    }
    void apiPolicy()
    {
        QFETCH(bool, whitelistMode);
        QFETCH(QByteArray, white);
        QFETCH(QByteArray, black);
        QFETCH(QByteArray, expected);
        ApiIpConfig config;
        config.whitelistMode = whitelistMode;
        if (!white.isEmpty())
            config.whitelist = set({white.constData()});
        if (!black.isEmpty())
            config.blacklist = set({black.constData()});
        const ApiIpFilter filter(config);
        proxy::ExchangeFixture fixture;
        QCOMPARE(ask(filter, fixture), expected.toStdString());
        if (expected != "ok") {
            QCOMPARE(fixture.exchange().errorStatus(), 403);
            QCOMPARE(std::string(fixture.exchange().errorText()), std::string("IP restricted"));
        }
        config.enforcement.dryRun = true;
        fixture.request("GET", "/");
        QCOMPARE(ask(ApiIpFilter(config), fixture), std::string("ok"));
        QCOMPARE(dryRunReason(fixture.exchange()) == proxy::Reason::IpDenied, expected != "ok");
        config.enforcement = {.enabled = false};
        fixture.request("GET", "/");
        QCOMPARE(ask(ApiIpFilter(config), fixture), std::string("ok"));
        QVERIFY(dryRunReason(fixture.exchange()) == proxy::Reason::None);
    }

    void forwardedAddress_data()
    {
        QTest::addColumn<QByteArray>("proxies"); // empty: every peer is trusted; "-": nobody is
        QTest::addColumn<QByteArray>("forwarded");
        QTest::addColumn<QByteArray>("realIp");
        QTest::addColumn<QByteArray>("cloudflare");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* proxies, const char* xff, const char* real,
                            const char* cf, const char* expected) {
            QTest::newRow(name) << QByteArray(proxies) << QByteArray(xff) << QByteArray(real)
                                << QByteArray(cf) << QByteArray(expected);
        };
        row("not trusted", "-", "203.0.113.5", "203.0.113.6", "", "192.0.2.1");
        row("peer is no proxy", "10.0.0.0/8", "203.0.113.5", "", "", "192.0.2.1");
        row("first element without a list", "", "203.0.113.5, 198.51.100.7", "", "", "203.0.113.5");
        row("right-most stranger with a list", "192.0.2.0/24", "6.6.6.6, 203.0.113.5, 192.0.2.77", "", "",
            "203.0.113.5");
        row("all hops are proxies", "192.0.2.0/24", "192.0.2.5, 192.0.2.6", "", "", "192.0.2.5");
        row("X-Forwarded-For before X-Real-IP", "", "203.0.113.5", "203.0.113.6", "", "203.0.113.5");
        row("X-Real-IP before CF-Connecting-IP", "", "", "203.0.113.6", "203.0.113.7", "203.0.113.6");
        row("CF-Connecting-IP", "", "", "", "203.0.113.7", "203.0.113.7");
        row("nothing sent", "", "", "", "", "192.0.2.1");
        row("v6", "", "2001:db8::5", "", "", "2001:db8::5");
    }
    void forwardedAddress()
    {
        QFETCH(QByteArray, proxies);
        QFETCH(QByteArray, forwarded);
        QFETCH(QByteArray, realIp);
        QFETCH(QByteArray, cloudflare);
        QFETCH(QByteArray, expected);
        GlobalIpConfig config;
        config.trust = {};
        config.trust.trustForwarded = proxies != "-";
        if (!proxies.isEmpty() && proxies != "-")
            config.trust.proxies = set({proxies.constData()});
        Fields fields;
        const auto add = [&](const char* name, const QByteArray& value) {
            if (!value.isEmpty())
                fields.emplace_back(name, value.toStdString());
        };
        add("X-Forwarded-For", forwarded);
        add("X-Real-IP", realIp);
        add("CF-Connecting-IP", cloudflare);
        proxy::ExchangeFixture fixture;
        fixture.request("GET", "/", fields);
        ApiIpConfig api;
        api.trust = config.trust;
        const ApiIpFilter apiFilter(api);
        QVERIFY(apiFilter.request(fixture.exchange()) == Verdict::Continue);
        QCOMPARE(std::string(fixture.exchange().clientText()), expected.toStdString());
        QCOMPARE(fixture.exchange().client().text(), expected.toStdString());
    }

    void oneClientIsOneCounter()
    {
        const auto subject = [](const char* text) { return addressSubject(*net::IpAddress::parse(text)); };
        QVERIFY(subject("10.0.0.1") != subject("10.0.0.2"));
        QCOMPARE(subject("10.0.0.1"), subject("::ffff:10.0.0.1"));
        QCOMPARE(subject("2001:db8:1:2::1"), subject("2001:db8:1:2:ffff::9"));
        QVERIFY(subject("2001:db8:1:2::1") != subject("2001:db8:1:3::1"));
    }
};

QTEST_GUILESS_MAIN(TestIp)
#include "tst_ip.moc"
