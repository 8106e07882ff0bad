// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/address.h"

#include <QtTest>

using namespace gatehouse::net;

class TestAddress : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected"); // empty: refused
        QTest::newRow("v4") << QByteArray("10.0.0.7") << QByteArray("10.0.0.7");
        QTest::newRow("v4 max") << QByteArray("255.255.255.255") << QByteArray("255.255.255.255");
        QTest::newRow("v6") << QByteArray("2001:DB8::0001") << QByteArray("2001:db8::1");
        QTest::newRow("brackets") << QByteArray("[::1]") << QByteArray("::1");
        QTest::newRow("mapped") << QByteArray("::ffff:192.0.2.1") << QByteArray("192.0.2.1");
        QTest::newRow("short v4") << QByteArray("10.1") << QByteArray();
        QTest::newRow("too large") << QByteArray("10.0.0.256") << QByteArray();
        QTest::newRow("bracketed v4") << QByteArray("[10.0.0.1]") << QByteArray();
        QTest::newRow("name") << QByteArray("localhost") << QByteArray();
        QTest::newRow("space") << QByteArray(" 10.0.0.1") << QByteArray();
        QTest::newRow("zero byte") << QByteArray("10.0.0.1\0x", 10) << QByteArray();
        QTest::newRow("zone") << QByteArray("fe80::1%eth0") << QByteArray();
        QTest::newRow("empty") << QByteArray() << QByteArray();
        QTest::newRow("long") << QByteArray(200, '1') << QByteArray();
    }

    void parses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const auto ip = IpAddress::parse({text.data(), std::size_t(text.size())});
        QCOMPARE(ip.has_value(), !expected.isEmpty());
        if (ip)
            QCOMPARE(QByteArray::fromStdString(ip->text()), expected);
    }

    void loopbackAndAny()
    {
        QVERIFY(IpAddress::parse("127.9.9.9")->isLoopback());
        QVERIFY(IpAddress::parse("::1")->isLoopback());
        QVERIFY(IpAddress::parse("::ffff:127.0.0.1")->isLoopback());
        QVERIFY(!IpAddress::parse("128.0.0.1")->isLoopback());
        QVERIFY(!IpAddress::parse("::2")->isLoopback());
        QVERIFY(IpAddress::parse("0.0.0.0")->isAny());
        QVERIFY(IpAddress::parse("::")->isAny());
        QVERIFY(!IpAddress().isAny());
    }

    void socketAddressText()
    {
        QCOMPARE(SocketAddress::parse("10.0.0.7:8080")->text(), std::string("10.0.0.7:8080"));
        QCOMPARE(SocketAddress::parse("[2001:db8::1]:443")->text(), std::string("[2001:db8::1]:443"));
        for (const char* bad :
             {"10.0.0.7", "::1:80", "10.0.0.7:", "10.0.0.7:65536", "10.0.0.7:-1", "10.0.0.7: 1", ":80"})
            QVERIFY2(!SocketAddress::parse(bad), bad);
    }

    void rawRoundTrip()
    {
        for (const char* text : {"10.1.2.3:80", "[2001:db8::1]:443"}) {
            const auto address = *SocketAddress::parse(text);
            sockaddr_storage raw{};
            QVERIFY(address.toRaw(raw) > 0);
            QVERIFY(SocketAddress::from(raw) == address);
        }
    }

    void cidrMatch_data()
    {
        QTest::addColumn<QByteArray>("blocks");
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<bool>("expected");
        QTest::newRow("first of block") << QByteArray("10.0.0.0/8") << QByteArray("10.0.0.0") << true;
        QTest::newRow("last of block") << QByteArray("10.0.0.0/8") << QByteArray("10.255.255.255") << true;
        QTest::newRow("behind block") << QByteArray("10.0.0.0/8") << QByteArray("11.0.0.0") << false;
        QTest::newRow("before block") << QByteArray("10.0.0.0/8") << QByteArray("9.255.255.255") << false;
        QTest::newRow("host bits") << QByteArray("192.168.1.77/24") << QByteArray("192.168.1.1") << true;
        QTest::newRow("everything v4") << QByteArray("0.0.0.0/0") << QByteArray("203.0.113.9") << true;
        QTest::newRow("v4 all is not v6") << QByteArray("0.0.0.0/0") << QByteArray("::1") << false;
        QTest::newRow("single") << QByteArray("192.0.2.1") << QByteArray("192.0.2.1") << true;
        QTest::newRow("neighbour") << QByteArray("192.0.2.1") << QByteArray("192.0.2.2") << false;
        QTest::newRow("mapped client")
            << QByteArray("192.0.2.0/24") << QByteArray("::ffff:192.0.2.5") << true;
        QTest::newRow("mapped block")
            << QByteArray("::ffff:192.0.2.0/120") << QByteArray("192.0.2.5") << true;
        QTest::newRow("v6 block") << QByteArray("2001:db8::/32") << QByteArray("2001:db8:ffff::1") << true;
        QTest::newRow("v6 outside") << QByteArray("2001:db8::/32") << QByteArray("2001:db9::") << false;
        QTest::newRow("v6 long prefix") << QByteArray("2001:db8::/127") << QByteArray("2001:db8::2") << false;
        QTest::newRow("v6 /64 edge") << QByteArray("2001:db8::/64") << QByteArray("2001:db8::ffff:0:0:1")
                                     << true;
        QTest::newRow("v6 all") << QByteArray("::/0") << QByteArray("fe80::1") << true;
        QTest::newRow("nested") << QByteArray("10.0.0.0/8,10.1.0.0/16,10.2.0.1") << QByteArray("10.200.0.1")
                                << true;
        QTest::newRow("none") << QByteArray() << QByteArray("10.0.0.1") << false;
    }

    void cidrMatch()
    {
        QFETCH(QByteArray, blocks);
        QFETCH(QByteArray, address);
        QFETCH(bool, expected);
        CidrSet set;
        for (const QByteArray& block : blocks.split(',')) {
            if (!block.isEmpty())
                QVERIFY(set.add(block.toStdString()));
        }
        set.compile();
        QCOMPARE(set.contains(*IpAddress::parse(address.toStdString())), expected);
        QVERIFY(!set.contains(IpAddress()));
    }

    void cidrRefusesMalformed()
    {
        CidrSet set;
        for (const char* bad : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "::/129",
                                "host/8", "::ffff:10.0.0.0/90"})
            QVERIFY2(!set.add(bad), bad);
        QVERIFY(set.empty());
    }
};

QTEST_GUILESS_MAIN(TestAddress)
#include "tst_address.moc"
