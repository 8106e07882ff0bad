// SPDX-License-Identifier: GPL-3.0-or-later
// What the cache keeps, for whom, and how much of it; through the hooks, without sockets.
#include "gateway/filters/cache.h"
#include "tests/gateway/filters/chain_probe.h"
#include "tests/gateway/proxy/exchange_fixture.h"

#include <QtTest>

#include <thread>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::filters;
using proxy::Verdict;

namespace {

std::shared_ptr<StoredAnswer> stored(const std::string& body, const std::string& caller = {})
{
    auto answer = std::make_shared<StoredAnswer>();
    answer->body = body;
    answer->caller = caller;
    return answer;
}

const auto anything = [](const StoredAnswer&) { return true; };

} // namespace

class TestCache : public QObject {
    Q_OBJECT

    using Fields = proxy::ExchangeFixture::Fields;

    void setUp(const CacheConfig& config = {})
    {
        m_store = std::make_shared<AnswerStore>(1 << 20);
        CacheConfig whole = config;
        whole.scope = "api";
        whole.version = "1";
        whole.store = m_store;
        m_filter = std::make_unique<CacheFilter>(whole);
        auto api = std::make_shared<proxy::ApiRuntime>();
        api->forwardAllRequestHeaders = true;
        auto upstream = std::make_shared<proxy::UpstreamGroup>();
        upstream->id = "api:1";
        api->upstream = upstream;
        m_api = api;
        m_route.api = api;
    }

    /// A request that is asked again later: "hit", or "miss" when the upstream was asked; then it answers
    /// `fields`.
    std::string ask(const Fields& request, const Fields& fields, const proxy::Identity* identity = nullptr)
    {
        m_fixture.request("GET", "/things?x=1", request);
        m_fixture.match(m_route);
        proxy::Exchange& exchange = m_fixture.exchange();
        if (identity)
            exchange.setIdentity(identity);
        if (m_prepare)
            m_prepare(exchange);
        if (m_filter->request(exchange) == Verdict::Respond)
            return "hit " + exchange.answerBody();
        m_fixture.answer(200, fields);
        m_filter->upstreamAnswer(exchange);
        if (proxy::AnswerTap* const tap = m_fixture.tap()) {
            tap->take("body ");
            tap->take(std::to_string(++m_answers));
            tap->end();
        }
        return "miss";
    }

    std::shared_ptr<AnswerStore> m_store;
    std::unique_ptr<CacheFilter> m_filter;
    std::shared_ptr<proxy::ApiRuntime> m_api;
    proxy::Route m_route;
    proxy::ExchangeFixture m_fixture;
    std::function<void(proxy::Exchange&)> m_prepare;
    int m_answers = 0;

private Q_SLOTS:
    void init()
    {
        m_answers = 0;
        m_prepare = {};
        setUp();
    }

    void callersHaveTheirOwn()
    {
        proxy::Identity ann, bob, tool;
        ann.kind = bob.kind = proxy::PrincipalKind::User;
        tool.kind = proxy::PrincipalKind::Consumer;
        ann.id = tool.id = "1"; // ids of different kinds may be alike
        bob.id = "2";
        const Fields life{{"Cache-Control", "max-age=60"}};
        QCOMPARE(ask({}, life, &ann), std::string("miss"));
        QCOMPARE(ask({}, life, &bob), std::string("miss"));
        QCOMPARE(ask({}, life, &tool), std::string("miss"));
        QCOMPARE(ask({}, life), std::string("miss"));
        QCOMPARE(ask({}, life, &ann), std::string("hit body 1"));
        QCOMPARE(ask({}, life, &bob), std::string("hit body 2"));
        QCOMPARE(ask({}, life, &tool), std::string("hit body 3"));
        QCOMPARE(ask({}, life), std::string("hit body 4"));
    }

    void upstreamsMayShare_data()
    {
        QTest::addColumn<QByteArray>("said");
        QTest::addColumn<bool>("shared");
        QTest::newRow("public") << QByteArray("public, max-age=60") << true;
        QTest::newRow("s-maxage") << QByteArray("s-maxage=60") << true;
        QTest::newRow("must-revalidate") << QByteArray("max-age=60, must-revalidate") << true;
        QTest::newRow("proxy-revalidate") << QByteArray("max-age=60, proxy-revalidate") << false;
        QTest::newRow("max-age") << QByteArray("max-age=60") << false;
    }
    void upstreamsMayShare()
    {
        QFETCH(QByteArray, said);
        QFETCH(bool, shared);
        proxy::Identity ann, bob;
        ann.id = "1";
        bob.id = "2";
        const Fields life{{"Cache-Control", said.toStdString()}};
        QCOMPARE(ask({}, life, &ann), std::string("miss"));
        QCOMPARE(ask({}, life, &bob), std::string(shared ? "hit body 1" : "miss"));
    }

    void ownersOfAnApiMayShare()
    {
        CacheConfig config;
        config.perCaller = false;
        setUp(config);
        proxy::Identity ann, bob;
        ann.id = "1";
        bob.id = "2";
        QCOMPARE(ask({}, {}, &ann), std::string("miss"));
        QCOMPARE(ask({}, {}, &bob), std::string("hit body 1"));
    }

    /// RFC 9111 section 3.5, also where the gateway knows nobody.
    void credentialsForTheUpstreamAreNotShared()
    {
        m_api->authorizationSwap = "x-upstream-token";
        std::string token = "a";
        m_prepare = [&](proxy::Exchange& exchange) {
            exchange.upstreamEdits().set("Authorization", exchange.arena().copy(token));
        };
        const Fields life{{"Cache-Control", "max-age=60"}};
        QCOMPARE(ask({}, life), std::string("miss"));
        QCOMPARE(ask({}, life), std::string("miss")); // kept for nobody
        proxy::Identity ann;
        ann.id = "1";
        QCOMPARE(ask({}, life, &ann), std::string("miss"));
        token = "b";
        QCOMPARE(ask({}, life, &ann), std::string("miss")); // the upstream knows somebody else
        token = "a";
        QCOMPARE(ask({}, life, &ann), std::string("hit body 1"));
    }

    void whatTheUpstreamSeesIsInTheKey()
    {
        const Fields life{{"Cache-Control", "max-age=60"}};
        QCOMPARE(ask({{"Host", "a"}}, life), std::string("miss"));
        QCOMPARE(ask({{"Host", "b"}}, life), std::string("miss"));
        QCOMPARE(ask({{"Host", "a"}}, life), std::string("hit body 1"));
        auto other = std::make_shared<proxy::UpstreamGroup>();
        other->id = "routing:2"; // chosen by a key of the client
        m_prepare = [&](proxy::Exchange& exchange) { exchange.setUpstream(other.get()); };
        QCOMPARE(ask({{"Host", "a"}}, life), std::string("miss"));
        m_prepare = [](proxy::Exchange& exchange) { exchange.setUpstreamQuery("x=2"); };
        QCOMPARE(ask({{"Host", "a"}}, life), std::string("miss"));
        m_prepare = {};
        QCOMPARE(ask({{"Host", "a"}}, life), std::string("hit body 1"));
    }

    void fieldsVaryAsTheyAreSent()
    {
        const Fields life{{"Cache-Control", "max-age=60"}, {"Vary", "Accept"}, {"Vary", "X-Mode"}};
        QCOMPARE(ask({{"Accept", "a"}, {"X-Mode", "1"}}, life), std::string("miss"));
        QCOMPARE(ask({{"Accept", "a"}, {"X-Mode", "2"}}, life), std::string("miss"));
        QCOMPARE(ask({{"Accept", "a"}, {"Accept", "b"}, {"X-Mode", "1"}}, life), std::string("miss"));
        QCOMPARE(ask({{"Accept", "a"}, {"X-Mode", "1"}}, life), std::string("hit body 1"));
        QCOMPARE(ask({{"Accept", "a"}, {"Accept", "b"}, {"X-Mode", "1"}}, life), std::string("hit body 3"));
        m_prepare = [](proxy::Exchange& exchange) { exchange.upstreamEdits().set("X-Mode", "2"); };
        QCOMPARE(ask({{"Accept", "a"}, {"X-Mode", "1"}}, life), std::string("hit body 2"));
    }

    /// An upstream that encodes and forgets to say that it would not for others.
    void encodedAnswersVaryByWhatIsAccepted()
    {
        const Fields life{{"Cache-Control", "max-age=60"}, {"Content-Encoding", "gzip"}};
        QCOMPARE(ask({{"Accept-Encoding", "gzip"}}, life), std::string("miss"));
        QCOMPARE(ask({}, life), std::string("miss"));
        QCOMPARE(ask({{"Accept-Encoding", "gzip"}}, life), std::string("hit body 1"));
    }

    void timePasses()
    {
        const Fields life{{"Cache-Control", "max-age=60"}, {"Age", "20"}};
        QCOMPARE(ask({}, life), std::string("miss"));
        m_fixture.advanceMs(39'000);
        QCOMPARE(ask({}, life), std::string("hit body 1"));
        QCOMPARE(answerField(m_fixture.exchange(), "Age"), std::string("59"));
        m_fixture.advanceMs(1000);
        QCOMPARE(ask({}, life), std::string("miss"));
    }

    /// s-maxage forbids what is stale, unless the same answer allows it by name.
    void staleOnlyWhereItMay()
    {
        const Fields wish{{"Cache-Control", "max-stale"}};
        for (const auto& [said, served] :
             {std::pair("max-age=1", true), std::pair("s-maxage=1", false),
              std::pair("max-age=1, must-revalidate", false), std::pair("max-age=1, proxy-revalidate", false),
              std::pair("s-maxage=1, stale-if-error=60", true)}) {
            setUp();
            m_answers = 0;
            const Fields life{{"Cache-Control", said}, {"ETag", "\"1\""}};
            QCOMPARE(ask(wish, life), std::string("miss"));
            m_fixture.advanceMs(5000);
            QVERIFY2(ask(wish, life) == (served ? "hit body 1" : "miss"), said);
        }
    }

    void requestsThatPassBy()
    {
        const Fields life{{"Cache-Control", "max-age=60"}};
        QCOMPARE(ask({}, life), std::string("miss"));
        for (const char* name :
             {"Range", "If-Range", "If-Match", "If-Unmodified-Since", "X-HTTP-Method-Override"})
            QVERIFY2(ask({{name, "x"}}, life) == "miss", name);
        QCOMPARE(ask({}, life), std::string("hit body 1"));
    }

    // --- the memory
    // -------------------------------------------------------------------------------------------

    void memoryIsBounded()
    {
        AnswerStore store(160'000); // 10,000 bytes per shard
        for (int i = 0; i < 1000; ++i) {
            const std::string target = "t" + std::to_string(i);
            store.put(target, store.mark(target), stored(std::string(1000, 'x')));
            QVERIFY(store.counts().bytes <= 160'000);
        }
        const AnswerStore::Counts counts = store.counts();
        QVERIFY(counts.answers > 20);
        QCOMPARE(counts.stored, 1000U);
        QCOMPARE(counts.evicted + counts.answers, 1000U);
        // What would push out everything else is not kept at all.
        store.put("large", store.mark("large"), stored(std::string(20'000, 'x')));
        QCOMPARE(store.counts().answers, counts.answers);
        store.setMaxBytes(0);
        QCOMPARE(store.counts().answers, 0U);
        QCOMPARE(store.counts().bytes, 0U);
    }

    void usedAnswersStay()
    {
        AnswerStore store(160'000);
        store.put("used", store.mark("used"), stored("x"));
        for (int i = 0; i < 1000; ++i) {
            const std::string target = "t" + std::to_string(i);
            store.put(target, store.mark(target), stored(std::string(1000, 'x')));
            QVERIFY(store.find("used", {}, anything));
        }
    }

    void variantsAreBounded()
    {
        AnswerStore store(64 << 20);
        for (int i = 0; i < 1000; ++i)
            store.put("t", store.mark("t"), stored("x", "caller" + std::to_string(i)));
        QCOMPARE(store.counts().answers, 256U);
        QVERIFY(store.find("t", "caller999", anything));
        QVERIFY(!store.find("t", "caller0", anything));
        QVERIFY(!store.find("t", {}, anything)); // of somebody: not for everybody
        store.remove("t");
        QCOMPARE(store.counts().bytes, 0U);
    }

    void whatWasForgottenMeanwhileIsNotKept()
    {
        AnswerStore store(1 << 20);
        const AnswerStore::Mark before = store.mark("t");
        store.remove("t");
        store.put("t", before, stored("old"));
        QVERIFY(!store.find("t", {}, anything));
        const AnswerStore::Mark later = store.mark("t");
        store.purge([](std::string_view) { return false; });
        store.put("t", later, stored("old"));
        QVERIFY(!store.find("t", {}, anything));
        store.put("t", store.mark("t"), stored("new"));
        QVERIFY(store.find("t", {}, anything));
    }

    /// RFC 5861 section 3: what is stale is served at once, also to the first, and one fetch is under way.
    void theNextIsFetchedBeside()
    {
        const Fields life{{"Cache-Control", "max-age=1, stale-while-revalidate=600"}, {"ETag", "\"1\""}};
        QCOMPARE(ask({}, life), std::string("miss"));
        m_fixture.advanceMs(2000);
        const Fields own{{"If-None-Match", "\"0\""}, {"If-Modified-Since", "Sat, 01 Jan 2022 00:00:00 GMT"}};
        QCOMPARE(ask(own, {}), std::string("hit body 1"));
        QCOMPARE(answerField(m_fixture.exchange(), "X-Cache"), std::string("STALE"));
        QCOMPARE(ask({}, {}), std::string("hit body 1"));
        QCOMPARE(m_fixture.besideCalls(), 1);
        const proxy::HeaderEdits& edits = m_fixture.beside()->upstreamEdits();
        QCOMPARE(*edits.find("If-None-Match"), std::string_view("\"1\""));
        QVERIFY(edits.hides("If-Modified-Since"));

        m_fixture.beside().reset(); // it failed: the next one may wait
        QCOMPARE(m_store->counts().failedRefreshes, 1U);
        QCOMPARE(ask({}, {}), std::string("hit body 1"));
        QCOMPARE(m_fixture.besideCalls(), 1);
        m_fixture.advanceMs(5000);
        QCOMPARE(ask({}, {}), std::string("hit body 1"));
        QCOMPARE(m_fixture.besideCalls(), 2);

        proxy::Exchange& call = *m_fixture.beside();
        call.answer().status = 200;
        call.answer().headers.add("Cache-Control", "max-age=60");
        m_filter->upstreamAnswer(call);
        proxy::AnswerTap* const tap = proxy::ExchangeFixture::tap(call);
        QVERIFY(tap);
        tap->take("news");
        tap->end();
        m_fixture.beside().reset();
        QCOMPARE(ask({}, {}), std::string("hit news"));
        QCOMPARE(m_fixture.besideCalls(), 2);
        QCOMPARE(m_store->counts().refreshes, 2U);
        QCOMPARE(m_store->counts().failedRefreshes, 1U);
    }

    void oneLeaseAtATime()
    {
        const Lease lease;
        QVERIFY(lease.take(1000, 100));
        QVERIFY(!lease.take(1099, 100));
        QVERIFY(lease.take(1100, 100)); // the one before has not come back
        lease.giveBack(1150);
        QVERIFY(!lease.take(1149, 100));
        QVERIFY(lease.take(1150, 100));
        QVERIFY(Lease(lease).take(1151, 100));
    }

    void answersUnderWayAreBounded()
    {
        AnswerStore store(1600);
        QVERIFY(store.reserve(1000));
        QVERIFY(!store.reserve(1000));
        store.release(1000);
        QVERIFY(store.reserve(1600));
    }

    void workersShareIt()
    {
        AnswerStore store(400'000);
        std::vector<std::thread> workers;
        for (int worker = 0; worker < 4; ++worker) {
            workers.emplace_back([&store, worker] {
                for (int i = 0; i < 5000; ++i) {
                    const std::string target = "t" + std::to_string((i * 7 + worker) % 300);
                    if (i % 50 == 0)
                        store.remove(target);
                    if (i % 1000 == 0)
                        store.purge([](std::string_view one) { return one.ends_with('3'); });
                    if (const auto found = store.find(target, {}, anything); !found || found->body != target)
                        store.put(target, store.mark(target), stored(target));
                }
            });
        }
        for (std::thread& worker : workers)
            worker.join();
        QVERIFY(store.counts().bytes <= 400'000);
        store.purge([](std::string_view) { return true; });
        QCOMPARE(store.counts().answers, 0U);
        QCOMPARE(store.counts().bytes, 0U);
    }
};

QTEST_GUILESS_MAIN(TestCache)
#include "tst_cache.moc"
