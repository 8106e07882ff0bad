// SPDX-License-Identifier: GPL-3.0-or-later
// PROXY protocol headers, both versions, read and written.
#include "gateway/net/proxy_protocol.h"

#include <QTest>

#include <array>
#include <string>

using namespace gatehouse::net;
using Status = ProxyHeader::Status;

class TestProxyProtocol : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lines_data();
    void lines();
    void binary();
    void binaryWithoutAddresses();
    void binaryFaults();
    void everyPrefixIsIncomplete();
    void otherProtocols();
    void roundTrip_data();
    void roundTrip();
    void nobody();
};

static std::string binaryHeader(unsigned command, unsigned family, const std::string& payload)
{
    std::string header("\r\n\r\n\0\r\nQUIT\n", 12);
    header += static_cast<char>(command);
    header += static_cast<char>(family);
    header += static_cast<char>(payload.size() >> 8);
    header += static_cast<char>(payload.size());
    return header + payload;
}

void TestProxyProtocol::lines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("source");
    const auto row = [](const char* line, Status status, const char* source = "") {
        QTest::newRow(line) << QByteArray(line) << int(status) << QByteArray(source);
    };
    row("PROXY TCP4 192.0.2.7 10.0.0.1 56324 443\r\n", Status::Complete, "192.0.2.7:56324");
    row("PROXY TCP4 192.0.2.7 10.0.0.1 0 65535\r\n", Status::Complete, "192.0.2.7:0");
    row("PROXY TCP6 2001:db8::7 ::1 1 2\r\n", Status::Complete, "[2001:db8::7]:1");
    row("PROXY TCP6 ::ffff:192.0.2.7 ::1 1 2\r\n", Status::Complete, "192.0.2.7:1");
    row("PROXY UNKNOWN\r\n", Status::Complete);
    row("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n", Status::Complete);
    row("PROXY TCP4 192.0.2.7 10.0.0.1 56324\r\n", Status::Malformed);
    row("PROXY TCP4 192.0.2.7 10.0.0.1 1 2 3\r\n", Status::Malformed);
    row("PROXY TCP4 192.0.2.7 10.0.0.1 65536 1\r\n", Status::Malformed);
    row("PROXY TCP4 192.0.2.7 10.0.0.1 -1 1\r\n", Status::Malformed);
    row("PROXY TCP4 2001:db8::7 ::1 1 2\r\n", Status::Malformed);
    row("PROXY TCP6 192.0.2.7 10.0.0.1 1 2\r\n", Status::Malformed);
    row("PROXY TCP6 [::1] ::1 1 2\r\n", Status::Malformed);
    row("PROXY TCP4  192.0.2.7 10.0.0.1 1 2\r\n", Status::Malformed);
    row("PROXY UDP4 192.0.2.7 10.0.0.1 1 2\r\n", Status::Malformed);
    row("PROXY \r\n", Status::Malformed);
    QTest::newRow("too long") << QByteArray("PROXY UNKNOWN " + QByteArray(200, 'x')) << int(Status::Malformed)
                              << QByteArray();
}

void TestProxyProtocol::lines()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, source);
    const ProxyHeader header = parseProxyHeader((line + "GET / HTTP/1.1").toStdString());
    QTEST(int(header.status), "status");
    if (header.status == Status::Complete)
        QCOMPARE(header.size, std::size_t(line.size()));
    QCOMPARE(header.addresses.source.ip.isNull(), source.isEmpty());
    if (!source.isEmpty())
        QCOMPARE(header.addresses.source.text(), source.toStdString());
}

void TestProxyProtocol::binary()
{
    const std::string v4("\xC0\x00\x02\x07\x0A\x00\x00\x01\xDC\x04\x01\xBB", 12);
    const std::string tlvs("\x03\x00\x04\x01\x02\x03\x04", 7);
    const std::string bytes = binaryHeader(0x21, 0x11, v4 + tlvs);
    const ProxyHeader header = parseProxyHeader(bytes + "GET /");
    QCOMPARE(header.status, Status::Complete);
    QCOMPARE(header.size, bytes.size()); // TLVs are skipped with it
    QCOMPARE(header.addresses.source.text(), std::string("192.0.2.7:56324"));
    QCOMPARE(header.addresses.destination.text(), std::string("10.0.0.1:443"));
    // Addresses are known before the last TLV has arrived.
    QCOMPARE(parseProxyHeader(bytes.substr(0, 28)).status, Status::Complete);
    QCOMPARE(parseProxyHeader(bytes.substr(0, 27)).status, Status::Incomplete);
}

void TestProxyProtocol::binaryWithoutAddresses()
{
    for (const auto& [command, family, size] :
         {std::tuple(0x20U, 0x11U, 12), std::tuple(0x20U, 0x00U, 0), std::tuple(0x21U, 0x00U, 5),
          std::tuple(0x21U, 0x31U, 216), std::tuple(0x21U, 0x12U, 12)}) {
        const std::string bytes = binaryHeader(command, family, std::string(std::size_t(size), 'x'));
        const ProxyHeader header = parseProxyHeader(bytes);
        QCOMPARE(header.status, Status::Complete);
        QCOMPARE(header.size, bytes.size());
        QVERIFY(header.addresses.source.ip.isNull());
    }
}

void TestProxyProtocol::binaryFaults()
{
    QCOMPARE(parseProxyHeader(binaryHeader(0x11, 0x11, std::string(12, 'x'))).status, Status::Malformed);
    QCOMPARE(parseProxyHeader(binaryHeader(0x22, 0x11, std::string(12, 'x'))).status, Status::Malformed);
    QCOMPARE(parseProxyHeader(binaryHeader(0x21, 0x41, std::string(12, 'x'))).status, Status::Malformed);
    QCOMPARE(parseProxyHeader(binaryHeader(0x21, 0x13, std::string(12, 'x'))).status, Status::Malformed);
    QCOMPARE(parseProxyHeader(binaryHeader(0x21, 0x11, std::string(11, 'x'))).status, Status::Malformed);
    QCOMPARE(parseProxyHeader(binaryHeader(0x21, 0x21, std::string(35, 'x'))).status, Status::Malformed);
}

void TestProxyProtocol::everyPrefixIsIncomplete()
{
    const std::string line = "PROXY TCP4 192.0.2.7 10.0.0.1 56324 443\r\n";
    const std::string bytes = binaryHeader(0x21, 0x21, std::string(36, 'x'));
    for (const std::string& whole : {line, bytes}) {
        for (std::size_t size = 0; size < whole.size(); ++size)
            QCOMPARE(parseProxyHeader(whole.substr(0, size)).status, Status::Incomplete);
        QCOMPARE(parseProxyHeader(whole).status, Status::Complete);
    }
}

void TestProxyProtocol::otherProtocols()
{
    for (const char* bytes : {"G", "GET / HTTP/1.1\r\n", "PRI * HTTP/2.0\r\n", "POST /", "\x16\x03\x01",
                              "\r\n\r\nX", "PROXYFIND / HTTP/1.1"})
        QCOMPARE(parseProxyHeader(bytes).status, Status::Absent);
}

void TestProxyProtocol::roundTrip_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("destination");
    QTest::newRow("v4") << QByteArray("192.0.2.7:1234") << QByteArray("10.0.0.1:80");
    QTest::newRow("v6") << QByteArray("[2001:db8::1]:1234") << QByteArray("[::1]:80");
    QTest::newRow("mixed") << QByteArray("192.0.2.7:1234") << QByteArray("[2001:db8::2]:80");
    QTest::newRow("mixed the other way") << QByteArray("[2001:db8::1]:1234") << QByteArray("10.0.0.1:80");
}

void TestProxyProtocol::roundTrip()
{
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, destination);
    const ProxyAddresses addresses{*SocketAddress::parse(source.toStdString()),
                                   *SocketAddress::parse(destination.toStdString())};
    for (const ProxyVersion version : {ProxyVersion::V1, ProxyVersion::V2}) {
        std::array<char, proxyHeaderMax> out{};
        const std::size_t size = writeProxyHeader(version, addresses, out.data());
        const ProxyHeader header = parseProxyHeader({out.data(), size});
        QCOMPARE(header.status, Status::Complete);
        QCOMPARE(header.size, size);
        QVERIFY(header.addresses == addresses);
    }
}

void TestProxyProtocol::nobody()
{
    std::array<char, proxyHeaderMax> out{};
    std::size_t size = writeProxyHeader(ProxyVersion::V1, {}, out.data());
    QCOMPARE(std::string(out.data(), size), std::string("PROXY UNKNOWN\r\n"));
    size = writeProxyHeader(ProxyVersion::V2, {}, out.data());
    QCOMPARE(size, std::size_t(16));
    QCOMPARE(parseProxyHeader({out.data(), size}).status, Status::Complete);
}

QTEST_APPLESS_MAIN(TestProxyProtocol)
#include "tst_proxy_protocol.moc"
