// SPDX-License-Identifier: GPL-3.0-or-later
// The limits per client address: connections and requests.
#include "gateway/proxy/address_brake.h"
#include "gateway/proxy/connection_limits.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::proxy;

namespace {

constexpr std::int64_t second = 1'000'000'000;

net::IpAddress address(const char* text)
{
    return *net::IpAddress::parse(text);
}

} // namespace

class TestBrakes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void burstThenTheRate()
    {
        AddressBrake brake;
        const AddressBrake::Rule rule{10, 3};
        const net::IpAddress one = address("10.0.0.1");
        for (int i = 0; i < 3; ++i)
            QCOMPARE(brake.take(one, rule, second), std::int64_t(0));
        QCOMPARE(brake.take(one, rule, second), second / 10); // and says when
        QCOMPARE(brake.take(address("10.0.0.2"), rule, second), std::int64_t(0));
        QCOMPARE(brake.take(one, rule, second + second / 10), std::int64_t(0));
        QVERIFY(brake.take(one, rule, second + second / 10) > 0);
        // Refused requests do not make the wait longer.
        for (int i = 0; i < 1000; ++i)
            brake.take(one, rule, second + second / 10);
        QCOMPARE(brake.take(one, rule, second + 2 * second / 10), std::int64_t(0));
    }

    void neverMoreThanRateAndBurst()
    {
        AddressBrake brake;
        const AddressBrake::Rule rule{100, 0};
        int passed = 0;
        for (std::int64_t now = second; now < 3 * second; now += second / 1000)
            passed += brake.take(address("10.0.0.1"), rule, now) == 0 ? 1 : 0;
        QVERIFY2(passed >= 295 && passed <= 300, qPrintable(QString::number(passed)));
    }

    void noRuleNoBrake()
    {
        AddressBrake brake;
        for (int i = 0; i < 100; ++i)
            QCOMPARE(brake.take(address("10.0.0.1"), {}, second), std::int64_t(0));
        QCOMPARE(brake.addresses(), std::size_t(0));
    }

    void ipv6NetworksCountAsOne()
    {
        AddressBrake brake;
        const AddressBrake::Rule rule{1, 1};
        QCOMPARE(brake.take(address("2001:db8:0:1::1"), rule, second), std::int64_t(0));
        QVERIFY(brake.take(address("2001:db8:0:1:ffff::2"), rule, second) > 0);
        QCOMPARE(brake.take(address("2001:db8:0:2::1"), rule, second), std::int64_t(0));
        QCOMPARE(address("10.1.2.3").network(), address("10.1.2.3"));
    }

    void memoryIsBounded()
    {
        AddressBrake brake;
        const AddressBrake::Rule rule{1, 1};
        for (std::uint32_t i = 0; i < 600'000; ++i)
            brake.take(net::IpAddress::v4(i), rule, second);
        QVERIFY(brake.addresses() <= 64 * 8192);
        // Full buckets are forgotten, so that a flood does not switch the brake off for good.
        constexpr std::uint32_t others = 1'000'000;
        for (std::uint32_t i = 0; i < 10'000; ++i)
            brake.take(net::IpAddress::v4(others + i), rule, 10 * second);
        QVERIFY(brake.addresses() <= 10'000);
        QVERIFY(brake.take(net::IpAddress::v4(others + 7), rule, 10 * second) > 0);
    }

    void connectionsOfOneNetwork()
    {
        ConnectionLimits limits;
        ClientSettings settings;
        settings.maxConnectionsPerAddress = 2;
        settings.maxConnections = 4;
        QVERIFY(limits.enter(address("2001:db8::1"), settings));
        QVERIFY(limits.enter(address("2001:db8::2"), settings));
        QVERIFY(!limits.enter(address("2001:db8::3"), settings));
        QVERIFY(limits.enter(address("10.0.0.1"), settings));
        QVERIFY(limits.enter(address("10.0.0.2"), settings));
        QVERIFY(!limits.enter(address("10.0.0.3"), settings)); // of the process
        limits.leave(address("2001:db8::2"));
        QVERIFY(limits.enter(address("2001:db8::3"), settings));
    }
};

QTEST_GUILESS_MAIN(TestBrakes)
#include "tst_brakes.moc"
