// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/tls_tickets.h"

#include <QTest>

#include <ctime>
#include <memory>

#include <openssl/evp.h>

using gatehouse::net::TicketKeys;

namespace {

/// What OpenSSL does with the keys: one ticket is its name and vector here.
struct Ticket {
    std::array<unsigned char, TicketKeys::nameSize> name{};
    std::array<unsigned char, EVP_MAX_IV_LENGTH> iv{};
};

int prepare(TicketKeys& keys, Ticket& ticket, bool encrypt)
{
    EVP_CIPHER_CTX* const cipher = EVP_CIPHER_CTX_new();
    EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    EVP_MAC_CTX* const mac = EVP_MAC_CTX_new(algorithm);
    const int answer = keys.prepare(ticket.name.data(), ticket.iv.data(), cipher, mac, encrypt);
    EVP_MAC_CTX_free(mac);
    EVP_MAC_free(algorithm);
    EVP_CIPHER_CTX_free(cipher);
    return answer;
}

Ticket seal(TicketKeys& keys)
{
    Ticket ticket;
    if (prepare(keys, ticket, true) != 1)
        qFatal("no ticket could be sealed");
    return ticket;
}

int open(TicketKeys& keys, Ticket ticket)
{
    return prepare(keys, ticket, false);
}

constexpr int Good = 1;
constexpr int GoodButOld = 2;
constexpr int Unknown = 0;

} // namespace

class TestTlsTickets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ownKeysRotateAndOldOnesOpen();
    void vectorsAndNamesAreFresh();
    void sharedKeysAreThoseOfTheFile();
    void badFilesChangeNothing();
    void changeBetweenOwnAndShared();
    void ownKeysGoToTheNextProcess();
    void damagedKeysAreNotTaken();
};

void TestTlsTickets::ownKeysRotateAndOldOnesOpen()
{
    TicketKeys keys;
    const std::int64_t start = std::time(nullptr);
    keys.useOwn(3600, 2 * 3600);
    const Ticket first = seal(keys);
    QCOMPARE(open(keys, first), Good);
    keys.rotate(start + 3599);
    QCOMPARE(open(keys, first), Good);
    keys.rotate(start + 3602);
    QCOMPARE(open(keys, first), GoodButOld); // and the client gets a new one
    QCOMPARE(open(keys, seal(keys)), Good);
    // The last ticket of the first key was sealed at 3602 and lives for two hours.
    keys.rotate(start + 2 * 3602 + 5);
    QCOMPARE(open(keys, first), GoodButOld);
    keys.rotate(start + 4 * 3602);
    QCOMPARE(open(keys, first), Unknown);
    QVERIFY(keys.count() <= 4);
    for (int hour = 5; hour < 100; ++hour)
        keys.rotate(start + hour * 3602);
    QVERIFY(keys.count() <= 4); // never more than can be of use
}

void TestTlsTickets::vectorsAndNamesAreFresh()
{
    TicketKeys keys;
    keys.useOwn(3600, 3600);
    const Ticket one = seal(keys);
    const Ticket two = seal(keys);
    QVERIFY(one.name == two.name);
    QVERIFY(one.iv != two.iv);
    TicketKeys others;
    others.useOwn(3600, 3600);
    QCOMPARE(open(others, one), Unknown);
}

void TestTlsTickets::sharedKeysAreThoseOfTheFile()
{
    const std::string first(TicketKeys::fileKeySize, 'a');
    const std::string second(TicketKeys::fileKeySize, 'b');
    TicketKeys one;
    TicketKeys two;
    QCOMPARE(one.useShared(first), std::string());
    QCOMPARE(two.useShared(first), std::string());
    const Ticket ticket = seal(one);
    QVERIFY(std::string(ticket.name.begin(), ticket.name.end()) == std::string(TicketKeys::nameSize, 'a'));
    QCOMPARE(open(two, ticket), Good); // another gateway
    QCOMPARE(two.useShared(second + first), std::string());
    QCOMPARE(open(two, ticket), GoodButOld);
    QCOMPARE(open(one, seal(two)), Unknown); // it does not have the new one yet
    QCOMPARE(two.useShared(second), std::string());
    QCOMPARE(open(two, ticket), Unknown);
    two.rotate(std::time(nullptr) + 1'000'000);
    QCOMPARE(two.count(), std::size_t(1)); // files are rotated by people
}

void TestTlsTickets::badFilesChangeNothing()
{
    TicketKeys keys;
    QCOMPARE(keys.useShared(std::string(80, 'a')), std::string());
    const Ticket ticket = seal(keys);
    for (const std::size_t size : {0, 1, 79, 81, 159}) {
        const std::string why = keys.useShared(std::string(size, 'x'));
        QVERIFY2(why.find("80 bytes each") != std::string::npos, why.c_str());
    }
    QCOMPARE(open(keys, ticket), Good);
}

void TestTlsTickets::changeBetweenOwnAndShared()
{
    TicketKeys keys;
    keys.useOwn(3600, 3600);
    const Ticket own = seal(keys);
    QCOMPARE(keys.useShared(std::string(80, 'a')), std::string());
    QCOMPARE(open(keys, own), Unknown); // others of the group could not open it either
    const Ticket shared = seal(keys);
    keys.useOwn(3600, 3600);
    QVERIFY(seal(keys).name != shared.name);
}

void TestTlsTickets::ownKeysGoToTheNextProcess()
{
    TicketKeys before;
    before.useOwn(3600, 4 * 3600);
    const Ticket old = seal(before);
    before.rotate(std::time(nullptr) + 3601);
    const Ticket newest = seal(before);
    TicketKeys after;
    QVERIFY(after.takeOwnKeys(before.ownKeys()));
    after.useOwn(3600, 4 * 3600);
    QCOMPARE(after.count(), std::size_t(2));
    QCOMPARE(open(after, newest), Good);
    QCOMPARE(open(after, old), GoodButOld);
    QVERIFY(seal(after).name == newest.name);    // sessions of both processes are of one kind
    after.rotate(std::time(nullptr) + 2 * 3602); // by the age that the key brought along
    QCOMPARE(open(after, newest), GoodButOld);
    before.useOwn(1, 1'000'000);
    for (int second = 0; second < 300; ++second)
        before.rotate(std::time(nullptr) + 10 * 3600 + 2 * second);
    QVERIFY(before.count() > TicketKeys::mostHandedOver);
    QCOMPARE(before.ownKeys().size(), TicketKeys::mostHandedOver * TicketKeys::ownKeySize); // the newest ones
    QVERIFY(after.takeOwnKeys(before.ownKeys()));
    QCOMPARE(open(after, seal(before)), Good);
}

void TestTlsTickets::damagedKeysAreNotTaken()
{
    TicketKeys keys;
    keys.useOwn(3600, 3600);
    const Ticket ticket = seal(keys);
    for (const std::size_t size :
         {std::size_t(0), std::size_t(80), TicketKeys::ownKeySize - 1, TicketKeys::ownKeySize + 1,
          (TicketKeys::mostHandedOver + 1) * TicketKeys::ownKeySize})
        QVERIFY(!keys.takeOwnKeys(std::string(size, 'x')));
    QCOMPARE(open(keys, ticket), Good);
    TicketKeys shared;
    QCOMPARE(shared.useShared(std::string(80, 'a')), std::string());
    QVERIFY(shared.ownKeys().empty()); // the next process reads the file
}

QTEST_GUILESS_MAIN(TestTlsTickets)
#include "tst_tls_tickets.moc"
