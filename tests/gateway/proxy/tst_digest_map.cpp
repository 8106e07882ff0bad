// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/digest_map.h"
#include "gateway/proxy/identity.h"

#include <QtTest>

#include <map>
#include <random>

using namespace gatehouse::proxy;

class TestDigestMap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void doesWhatAMapDoes_data();
    void doesWhatAMapDoes();
    void copiesStayAsTheyAre();
    void takesDigestsOnly();
    void anEntryTakesLittle();
};

namespace {

using Numbers = DigestMap<int>;

/// Every byte is a multiple of `step`, one of so many; few make keys land together.
std::string randomKey(std::mt19937& random, unsigned count, unsigned step)
{
    std::string key(Numbers::digestSize, '\0');
    for (char& byte : key)
        byte = char(random() % count * step);
    return key;
}

bool same(const Numbers& map, const std::map<std::string, int>& expected)
{
    std::map<std::string, int> found;
    map.forEach([&found](std::string_view key, int value) { found.emplace(key, value); });
    return map.size() == expected.size() && found == expected;
}

} // namespace

void TestDigestMap::doesWhatAMapDoes_data()
{
    QTest::addColumn<unsigned>("count");
    QTest::addColumn<unsigned>("step");
    QTest::newRow("even") << 256U << 1U;
    QTest::newRow("ends of the range") << 2U << 255U;
    QTest::newRow("in few shards") << 3U << 1U;
}

void TestDigestMap::doesWhatAMapDoes()
{
    QFETCH(unsigned, count);
    QFETCH(unsigned, step);
    std::mt19937 random(7);
    Numbers map;
    std::map<std::string, int> expected;
    std::vector<std::string> keys;
    for (int i = 0; i < 300; ++i)
        keys.push_back(randomKey(random, count, step));
    for (int i = 0; i < 5000; ++i) {
        const std::string& key = keys[random() % keys.size()];
        if (random() % 3 != 0) {
            map.set(key, i);
            expected[key] = i;
        } else {
            QCOMPARE(map.erase(key), expected.erase(key) == 1);
        }
        const std::string& other = keys[random() % keys.size()];
        const int* const found = map.find(other);
        QCOMPARE(found != nullptr, expected.contains(other));
        QVERIFY(!found || *found == expected.at(other));
    }
    QVERIFY(same(map, expected));
}

void TestDigestMap::copiesStayAsTheyAre()
{
    std::mt19937 random(11);
    Numbers map;
    std::map<std::string, int> expected;
    for (int i = 0; i < 3000; ++i) {
        const std::string key = randomKey(random, 256, 1);
        map.set(key, i);
        expected.emplace(key, i);
    }
    const Numbers copy = map;
    const std::string first = expected.begin()->first;
    const int* const before = copy.find(first);
    for (const auto& [key, value] : expected) {
        if (value % 2 == 0)
            map.erase(key);
        else
            map.set(key, -1);
    }
    QVERIFY(same(copy, expected));
    QCOMPARE(copy.find(first), before); // a look-up of a worker stays valid
    QCOMPARE(map.size(), std::size_t(1500));
}

void TestDigestMap::takesDigestsOnly()
{
    Numbers map;
    map.set("short", 1);
    QCOMPARE(map.size(), std::size_t(0));
    QVERIFY(!map.find("short") && !map.find({}) && !map.erase("short"));
}

/// 40,000 keys: a gateway must not need more than 1 KiB for each, of which this is a part.
void TestDigestMap::anEntryTakesLittle()
{
    QVERIFY(sizeof(CredentialEntry) <= 56);
    const CredentialTexts texts("subscription", "prefix", "verifier");
    const CredentialTexts copy = texts; // NOLINT(performance-unnecessary-copy-initialization): is asked for
    QVERIFY(copy.subscription() == "subscription" && copy.prefix() == "prefix" &&
            copy.verifier() == "verifier");
    QVERIFY(copy.prefix().data() == texts.prefix().data()); // QCOMPARE would compare them as C strings
    const CredentialTexts bare;
    QVERIFY(bare.subscription().empty() && bare.prefix().empty() && bare.verifier().empty());
    const CredentialTexts only({}, {}, "secret");
    QVERIFY(only.subscription().empty() && only.prefix().empty() && only.verifier() == "secret");
}

QTEST_GUILESS_MAIN(TestDigestMap)
#include "tst_digest_map.moc"
