// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/resolver.h"

#include <QSemaphore>
#include <QtTest>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>

using namespace gatehouse;
using namespace gatehouse::net;

namespace {

// Answers as it is told, and counts. Shared with the resolver's threads.
struct FakeDns {
    std::mutex mutex;
    Resolved answer;
    int lookups = 0;
    QSemaphore mayAnswer; // acquired by each lookup when `gated`
    std::atomic<bool> gated{false};
    QSemaphore entered; // released by each lookup

    void set(const Resolved& next)
    {
        const std::lock_guard lock(mutex);
        answer = next;
    }
    int count()
    {
        const std::lock_guard lock(mutex);
        return lookups;
    }
    Resolved look()
    {
        entered.release();
        if (gated)
            mayAnswer.acquire();
        const std::lock_guard lock(mutex);
        ++lookups;
        return answer;
    }
};

Resolved good(const char* ip)
{
    return {{*IpAddress::parse(ip)}, {}};
}

Resolved bad()
{
    return {{}, "cannot resolve"};
}

// Asks and runs the loop until the answer is there.
Resolved ask(Resolver& resolver, Poller& poller, const char* host)
{
    Resolved got;
    bool done = false;
    const auto request = resolver.resolve(host, poller, [&](const Resolved& resolved) {
        got = resolved;
        done = true;
    });
    while (!done)
        poller.turn(-1);
    return got;
}

struct Fixture {
    std::shared_ptr<FakeDns> dns = std::make_shared<FakeDns>();
    ManualClock clock;
    Poller poller;
    std::unique_ptr<Resolver> resolver;

    Fixture()
    {
        Resolver::Options options;
        options.ttlMs = 1000;
        options.negativeTtlMs = 100;
        options.maxEntries = 3;
        options.clock = &clock;
        clock.advanceMs(5000);
        resolver =
            std::make_unique<Resolver>(options, [dns = dns](const std::string&) { return dns->look(); });
    }
    Resolved ask(const char* host) { return ::ask(*resolver, poller, host); }
    // Until the background refresh has been taken over.
    void awaitLookups(int count) { QTRY_COMPARE(dns->count(), count); }
};

// Answers names, with another address each time, so that who watches them hears of every lookup; those that
// begin with "bad" fail, those with "silent" hang and then fail.
struct SilentDns {
    struct State {
        QSemaphore entered, mayFail;
        std::atomic<int> good{0}, bad{0};
    };
    std::shared_ptr<State> state = std::make_shared<State>();
    ManualClock clock;
    Resolver::Options options;

    SilentDns()
    {
        options.ttlMs = 1000;
        options.negativeTtlMs = 10;
        options.clock = &clock;
        clock.advanceMs(5000);
    }
    Resolver::Lookup lookup() const
    {
        return [state = state](const std::string& host) {
            if (host.starts_with("silent")) {
                state->entered.release();
                state->mayFail.acquire();
                return bad();
            }
            if (host.starts_with("bad")) {
                ++state->bad;
                return bad();
            }
            const int number = ++state->good;
            Resolved found =
                good(("10.0." + std::to_string(number / 256) + '.' + std::to_string(number % 256)).c_str());
            found.ttlMs = 10;
            return found;
        };
    }
};

} // namespace

class TestResolver : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void literalsNeedNoLookup()
    {
        Fixture f;
        for (const char* text : {"10.0.0.7", "::1", "[::1]"}) {
            bool done = false;
            const auto request =
                f.resolver->resolve(text, f.poller, [&](const Resolved& r) { done = r.ok(); });
            QVERIFY(done);
            QVERIFY(!request.pending());
        }
        QCOMPARE(f.dns->count(), 0);
    }

    void answersAreCachedForTheirTime()
    {
        Fixture f;
        f.dns->set(good("10.0.0.1"));
        QVERIFY(f.ask("a").addresses == good("10.0.0.1").addresses);
        QVERIFY(f.ask("a").ok());
        f.clock.advanceMs(999);
        QVERIFY(f.ask("a").ok());
        QCOMPARE(f.dns->count(), 1);
    }

    void staleAnswerIsGivenWhileRefreshing()
    {
        Fixture f;
        f.dns->set(good("10.0.0.1"));
        f.ask("a");
        f.dns->set(good("10.0.0.2"));
        f.clock.advanceMs(2000);
        QVERIFY(f.ask("a").addresses == good("10.0.0.1").addresses);
        QTRY_VERIFY(f.ask("a").addresses == good("10.0.0.2").addresses);
        QCOMPARE(f.dns->count(), 2);
    }

    void lastGoodAnswerOutlivesAFailingServer()
    {
        Fixture f;
        f.dns->set(good("10.0.0.1"));
        f.ask("a");
        f.dns->set(bad());
        f.clock.advanceMs(2000);
        f.ask("a");
        f.awaitLookups(2);
        for (int i = 0; i < 3; ++i) {
            f.clock.advanceMs(5000);
            QVERIFY(f.ask("a").ok());
        }
    }

    void failuresAreRememberedShortly()
    {
        Fixture f;
        f.dns->set(bad());
        QCOMPARE(f.ask("a").error, std::string("cannot resolve"));
        QVERIFY(!f.ask("a").ok());
        QCOMPARE(f.dns->count(), 1);
        f.clock.advanceMs(150);
        f.dns->set(good("10.0.0.1"));
        QVERIFY(f.ask("a").ok());
        QCOMPARE(f.dns->count(), 2);
    }

    void manyAskersShareOneLookup()
    {
        Fixture f;
        f.dns->gated = true;
        f.dns->set(good("10.0.0.1"));
        int answers = 0;
        std::vector<Resolver::Request> requests;
        for (int i = 0; i < 10; ++i)
            requests.push_back(
                f.resolver->resolve("a", f.poller, [&](const Resolved& r) { answers += r.ok(); }));
        QVERIFY(requests[0].pending());
        f.dns->mayAnswer.release(1);
        while (answers < 10)
            f.poller.turn(-1);
        QCOMPARE(f.dns->count(), 1);
        QVERIFY(!requests[0].pending());
    }

    void cancelledRequestsAreNotCalled()
    {
        Fixture f;
        f.dns->gated = true;
        f.dns->set(good("10.0.0.1"));
        bool wrong = false;
        auto token = std::make_shared<int>(0);
        {
            const auto dropped =
                f.resolver->resolve("a", f.poller, [&wrong, token](const Resolved&) { wrong = true; });
            QVERIFY(dropped.pending());
        }
        QCOMPARE(token.use_count(), 1L); // what the callback holds is free at once
        bool done = false;
        const auto kept = f.resolver->resolve("a", f.poller, [&](const Resolved&) { done = true; });
        f.dns->mayAnswer.release(1);
        while (!done)
            f.poller.turn(-1);
        QVERIFY(!wrong);
    }

    void cacheIsBounded()
    {
        Fixture f;
        f.dns->set(good("10.0.0.1"));
        for (const char* host : {"a", "b", "c", "d"}) {
            f.clock.advanceMs(1);
            f.ask(host);
        }
        QCOMPARE(f.dns->count(), 4);
        f.ask("d");
        QCOMPARE(f.dns->count(), 4);
        f.ask("a"); // was the oldest
        QCOMPARE(f.dns->count(), 5);
    }

    /// Names whose name server is silent get some of the threads; the others are looked up as ever.
    void silentNamesLeaveThreads()
    {
        constexpr int Silent = 8, Half = 2, AllButOne = 3;
        SilentDns dns;
        dns.options.threads = 4;
        Poller poller;
        Resolver resolver(dns.options, dns.lookup());
        QVERIFY(ask(resolver, poller, "known").ok());
        std::vector<Resolver::Request> requests;
        int failed = 0;
        const auto askSilent = [&] {
            for (int i = 0; i < Silent; ++i)
                requests.push_back(resolver.resolve("silent" + std::to_string(i), poller,
                                                    [&](const Resolved& r) { failed += !r.ok(); }));
        };
        askSilent();
        dns.state->entered.acquire(AllButOne);
        int told = 0;
        const auto changed = resolver.watch("known", poller, [&](const Resolved&) { ++told; });
        for (int i = 0; i < 3; ++i) { // they have never answered: one thread is left for those that have
            dns.clock.advanceMs(2000);
            QVERIFY(ask(resolver, poller, "known").ok());
            while (told <= i)
                poller.turn(-1);
        }
        QCOMPARE(dns.state->entered.available(), 0);
        dns.state->mayFail.release(Silent);
        while (failed < Silent)
            poller.turn(-1);
        dns.state->entered.acquire(Silent - AllButOne);
        dns.clock.advanceMs(20'000);
        askSilent(); // which have failed by now
        dns.state->entered.acquire(Half);
        QVERIFY(ask(resolver, poller, "new").ok());
        QVERIFY(ask(resolver, poller, "newer").ok());
        QCOMPARE(dns.state->entered.available(), 0);
        dns.state->mayFail.release(Silent);
    }

    /// What nobody waits for is asked for ever more seldom while it fails.
    void watchedFailuresBackOff()
    {
        SilentDns dns;
        Poller poller;
        Resolver resolver(dns.options, dns.lookup());
        int told = 0;
        const auto good = resolver.watch("good", poller, [&](const Resolved&) { ++told; });
        const auto bad = resolver.watch("bad", poller, [](const Resolved&) {});
        QVERIFY(ask(resolver, poller, "good").ok());
        QTRY_COMPARE(dns.state->bad.load(), 1);
        for (int i = 1; i <= 100; ++i) {
            dns.clock.advanceMs(10);
            while (told < i)
                poller.turn(-1);
        }
        QCOMPARE(dns.state->good.load(), 101);
        const int asked = dns.state->bad; // at 0, 10, 30, 70, 150, 310, 630
        QVERIFY2(asked >= 4 && asked <= 7, qPrintable(QString::number(asked)));
    }

    void namesThatNobodyUsesAreLeft()
    {
        SilentDns dns;
        Poller poller;
        dns.options.unusedMs = 200;
        Resolver resolver(dns.options, dns.lookup());
        int toldUsed = 0, toldOther = 0;
        auto used = resolver.watch("used", poller, [&](const Resolved&) { ++toldUsed; });
        auto other = resolver.watch("other", poller, [&](const Resolved&) { ++toldOther; });
        QVERIFY(ask(resolver, poller, "used").ok());
        QVERIFY(ask(resolver, poller, "other").ok());
        for (int i = 1; i <= 30; ++i) {
            dns.clock.advanceMs(20);
            used.use();
            while (toldUsed < i || toldOther < std::min(i, 9))
                poller.turn(-1);
        }
        const int last = toldOther;
        QVERIFY(last <= 10); // its time began with the first or the second lookup
        QCOMPARE(dns.state->good.load(), 2 + 30 + last);
        QVERIFY(ask(resolver, poller, "other").ok()); // waits: what it was is too old
        while (toldOther < last + 1)
            poller.turn(-1);
        dns.clock.advanceMs(20);
        while (toldUsed < 31 || toldOther < last + 2) // and is kept fresh again
            poller.turn(-1);
    }

    // A lookup that hangs must hold up neither the end of the resolver nor the poller's.
    void endsWhileALookupHangs()
    {
        auto dns = std::make_shared<FakeDns>();
        {
            Fixture f;
            f.dns->gated = true;
            dns = f.dns;
            const auto request = f.resolver->resolve("a", f.poller, [](const Resolved&) {});
            dns->entered.acquire();
            f.resolver.reset();
            QVERIFY(request.pending());
        }
        dns->mayAnswer.release(1);
        QTRY_COMPARE(dns->count(), 1);
    }

    void systemResolverKnowsLocalhost()
    {
        Resolver resolver;
        Poller poller;
        Resolved got;
        bool done = false;
        const auto request = resolver.resolve("localhost", poller, [&](const Resolved& resolved) {
            got = resolved;
            done = true;
        });
        while (!done)
            poller.turn(-1);
        QVERIFY2(got.ok(), got.error.c_str());
        QVERIFY(got.addresses.front().isLoopback());
    }
};

QTEST_GUILESS_MAIN(TestResolver)
#include "tst_resolver.moc"
