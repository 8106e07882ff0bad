// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/phase.h"
#include "gateway/proxy/reason.h"
#include "gateway/proxy/snapshot.h"

#include <QtTest>

#include <set>

using namespace gatehouse::proxy;

namespace {
Route routeAt(const char* prefix, const char* host = "")
{
    Route route;
    route.prefix = prefix;
    route.host = host;
    return route;
}

Operation operation(const char* method, const char* uriTemplate)
{
    Operation made;
    made.method = method;
    made.uriTemplate = uriTemplate;
    return made;
}

struct Recorded final : Filter {
    Recorded(Phase phase, std::uint8_t order, std::uint8_t hooks)
        : m_phase(phase)
        , m_order(order)
        , m_hooks(hooks)
    {
    }
    std::string_view name() const override { return "recorded"; }
    Phase phase() const override { return m_phase; }
    std::uint8_t order() const override { return m_order; }
    std::uint8_t hooks() const override { return m_hooks; }
    Phase m_phase;
    std::uint8_t m_order;
    std::uint8_t m_hooks;
};
} // namespace

class TestRoute : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void phasesStandInTheOrderOfTheTable()
    {
        for (std::size_t i = 0; i < phaseTable.size(); ++i) {
            QCOMPARE(static_cast<std::size_t>(phaseTable[i].phase), i);
            QVERIFY(!phaseTable[i].name.empty());
            QVERIFY(!phaseTable[i].does.empty());
        }
        QCOMPARE(phaseTable.back().phase, Phase::Finish);
    }

    void everyReasonHasNameSourceAndStatus()
    {
        std::set<std::string_view> names;
        for (const ReasonRow& row : reasonTable()) {
            QVERIFY(names.insert(row.name).second);
            if (row.reason == Reason::None)
                continue;
            QVERIFY(row.source != Source::None);
            QVERIFY(!row.text.empty());
            QVERIFY(row.status == 0 || (row.status >= 400 && row.status < 600));
            if (row.source == Source::Upstream)
                QVERIFY(row.status >= 502 && row.status <= 504);
        }
    }

    void longestPrefixOnWholeSegmentsWins()
    {
        RouteTable table;
        table.set(routeAt("/orders/v1"));
        table.set(routeAt("/orders/v1/archive"));
        table.set(routeAt("/orders/v1", "shop.example"));
        QCOMPARE(table.find("", "/orders/v1")->prefix, std::string("/orders/v1"));
        QCOMPARE(table.find("", "/orders/v1/7/lines")->prefix, std::string("/orders/v1"));
        QCOMPARE(table.find("", "/orders/v1/archive/7")->prefix, std::string("/orders/v1/archive"));
        QVERIFY(!table.find("", "/orders/v11"));
        QVERIFY(!table.find("", "/orders"));
        QVERIFY(!table.find("", "/"));
        QCOMPARE(table.find("shop.example", "/orders/v1/x")->host, std::string("shop.example"));
        QCOMPARE(table.find("other.example", "/orders/v1/x")->host, std::string());
        table.erase("", "/orders/v1");
        QVERIFY(!table.find("", "/orders/v1/7"));
        QVERIFY(table.find("", "/orders/v1/archive/7"));
        QCOMPARE(table.size(), std::size_t{2});
    }

    void operationsMatchOneSegmentPerParameter()
    {
        ApiRuntime api;
        api.operations = {operation("GET", "/items/{id}"), operation("GET", "/items/latest"),
                          operation("POST", "/items")};
        QCOMPARE(matchOperation(api, "GET", "/items/7")->uriTemplate, std::string("/items/{id}"));
        QCOMPARE(matchOperation(api, "HEAD", "/items/latest")->uriTemplate, std::string("/items/latest"));
        QVERIFY(matchOperation(api, "POST", "/items"));
        QVERIFY(!matchOperation(api, "HEAD", "/items"));
        QVERIFY(!matchOperation(api, "GET", "/items/"));
        QVERIFY(!matchOperation(api, "GET", "/items/7/lines"));
        QVERIFY(!matchOperation(api, "get", "/items/7"));
    }

    void escapesNeitherSplitNorHideSegments()
    {
        ApiRuntime api;
        api.operations = {operation("GET", "/items/{id}"), operation("GET", "/items/latest"),
                          operation("GET", "/files/{name}/raw")};
        QCOMPARE(matchOperation(api, "GET", "/items/a%2Fb")->uriTemplate, std::string("/items/{id}"));
        QCOMPARE(matchOperation(api, "GET", "/files/a%2fb/raw")->uriTemplate,
                 std::string("/files/{name}/raw"));
        QVERIFY(!matchOperation(api, "GET", "/files/a%2Fraw"));
        QCOMPARE(matchOperation(api, "GET", "/items/l%61test")->uriTemplate, std::string("/items/latest"));
        QCOMPARE(matchOperation(api, "GET", "/%69tems/late%73%74")->uriTemplate,
                 std::string("/items/latest"));
        QVERIFY(!matchOperation(api, "GET", "/items%2Flatest"));
    }

    void copiesOfAShardedMapDoNotSeeLaterEdits()
    {
        ShardedMap<int> map;
        for (int i = 0; i < 5000; ++i)
            map.set(std::to_string(i), i);
        const ShardedMap<int> before = map;
        map.set("17", -1);
        QVERIFY(map.erase("18"));
        QVERIFY(!map.erase("18"));
        QCOMPARE(*before.find("17"), 17);
        QCOMPARE(*before.find("18"), 18);
        QCOMPARE(*map.find("17"), -1);
        QVERIFY(!map.find("18"));
        QCOMPARE(map.size(), std::size_t{4999});
        QCOMPARE(before.size(), std::size_t{5000});
    }

    void snapshotLivesUntilTheLastExchangeOfItEnds()
    {
        SnapshotHub hub;
        SnapshotReader reader(hub);
        auto first = std::make_shared<RuntimeSnapshot>();
        first->revision = 1;
        std::weak_ptr<const RuntimeSnapshot> watched = first;
        hub.publish(std::move(first));
        SnapshotReader::Ref exchange = reader.acquire();
        QCOMPARE(exchange->revision, std::uint64_t{1});
        auto second = std::make_shared<RuntimeSnapshot>();
        second->revision = 2;
        hub.publish(std::move(second));
        QCOMPARE(reader.acquire()->revision, std::uint64_t{2});
        QCOMPARE(exchange->revision, std::uint64_t{1});
        exchange.release();
        QVERIFY(watched.expired());
    }

    void chainSortsByPhaseThenOrderAndKeepsOneListPerHook()
    {
        const auto late = std::make_shared<Recorded>(Phase::Limit, 1, HookRequest | HookFinish);
        const auto early = std::make_shared<Recorded>(Phase::Authenticate, 9, HookRequest);
        const auto first = std::make_shared<Recorded>(Phase::Authenticate, 1, HookAnswer);
        const FilterChain chain({late, early, first});
        QCOMPARE(chain.all().front().get(), first.get());
        const auto with = [&chain](Hook hook) {
            const auto found = chain.with(hook);
            return std::vector<const Filter*>(found.begin(), found.end());
        };
        QCOMPARE(with(HookRequest), (std::vector<const Filter*>{early.get(), late.get()}));
        QCOMPARE(with(HookAnswer), (std::vector<const Filter*>{first.get()}));
        QCOMPARE(with(HookFinish), (std::vector<const Filter*>{late.get()}));
        QVERIFY(chain.with(HookAnswerBody).empty());
    }
};

QTEST_GUILESS_MAIN(TestRoute)
#include "tst_route.moc"
