// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/clock.h"
#include "common/crypto/base64url.h"
#include "gateway/filters/authorization_field.h"
#include "gateway/filters/key_source.h"
#include "gateway/filters/password_checker.h"

#include <QtTest>

#include <condition_variable>
#include <mutex>

using namespace gatehouse;
using namespace gatehouse::filters;

namespace {

std::string shown(const std::optional<std::string_view>& value)
{
    return value ? std::string(*value) : std::string("-");
}

} // namespace

class TestFields : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void schemes()
    {
        QCOMPARE(shown(afterScheme("Basic abc", "Basic")), std::string("abc"));
        QCOMPARE(shown(afterScheme("  bASIC \t abc ", "Basic")), std::string("abc"));
        QCOMPARE(shown(afterScheme("Basic", "Basic")), std::string("-"));
        QCOMPARE(shown(afterScheme("Basicabc", "Basic")), std::string("-"));
        QCOMPARE(shown(afterScheme("", "Basic")), std::string("-"));
    }
    void parameters()
    {
        const std::string_view list = "key=\"a b\", nonce = \"x=1,y\" ,n=12, empty=\"\"";
        QCOMPARE(shown(authParameter(list, "KEY")), std::string("a b"));
        QCOMPARE(shown(authParameter(list, "nonce")), std::string("x=1,y"));
        QCOMPARE(shown(authParameter(list, "n")), std::string("12"));
        QCOMPARE(shown(authParameter(list, "empty")), std::string(""));
        QCOMPARE(shown(authParameter(list, "other")), std::string("-"));
        QCOMPARE(shown(authParameter("a=1, a=2", "a")), std::string("-"));
        QCOMPARE(shown(authParameter("a=1,, a=2", "a")), std::string("-"));
        QCOMPARE(shown(authParameter("a=\"1", "a")), std::string("-"));
        QCOMPARE(shown(authParameter("a=\"1\"2", "a")), std::string("-"));
        QCOMPARE(shown(authParameter("a=\"\\\"\"", "a")), std::string("-"));
    }
    void base64()
    {
        const auto decoded = [](const char* text) {
            unsigned char out[64];
            const qsizetype size = crypto::fromBase64(QByteArrayView(text), out);
            return size < 0 ? QByteArray("-") : QByteArray(reinterpret_cast<char*>(out), size);
        };
        QCOMPARE(decoded("YTpi"), "a:b");
        QCOMPARE(decoded("YQ=="), "a");
        QCOMPARE(decoded("+/8="), QByteArray("\xfb\xff"));
        for (const char* bad : {"YQ", "YQ=", "Y===", "YR==", "-_8=", "YQ==YQ==", "Y Q="})
            QCOMPARE(decoded(bad), "-");
    }
    void keysComeOnce()
    {
        ManualClock clock;
        int fetches = 0, told = 0;
        KeySource source(
            clock, [&] { ++fetches; }, 30'000);
        const auto waiter = [&] { return [&] { ++told; }; };
        QVERIFY(!source.keys());
        QVERIFY(source.refresh(waiter) && source.refresh(waiter)); // the second waits for the first
        QCOMPARE(fetches, 1);
        source.failed();
        QCOMPARE(told, 2);
        QVERIFY(!source.refresh(waiter)); // too soon
        clock.advanceMs(30'000);
        QVERIFY(source.refresh(waiter));
        const std::uint64_t before = source.generation();
        source.arrived(gatehouse::crypto::KeySet());
        QVERIFY(source.generation() > before && source.keys());
        QCOMPARE(told, 3);
        const auto kept = source.keys();
        clock.advanceMs(30'000);
        QVERIFY(source.refresh(waiter));
        source.failed();
        QCOMPARE(source.keys(), kept); // an issuer that is away locks nobody out
    }
    void passwordsAreBounded()
    {
        ManualClock clock;
        std::mutex mutex;
        std::condition_variable changed;
        int done = 0;
        PasswordChecker checker(clock, {.threads = 1, .queue = 2, .known = 4, .goodMs = 1000, .badMs = 10});
        const auto waiter = [&]() -> PasswordChecker::Done {
            return [&](bool good) {
                const std::scoped_lock lock(mutex);
                done += good ? 100 : 1;
                changed.notify_all();
            };
        };
        QVERIFY(checker.check({}, "one", waiter));
        QVERIFY(checker.check({}, "one", waiter)); // the same question
        checker.check({}, "two", waiter);
        std::unique_lock lock(mutex);
        QVERIFY(changed.wait_for(lock, std::chrono::minutes(2), [&] { return done >= 3; }));
        QCOMPARE(done, 3);
        QVERIFY(checker.known({}, "one") == std::optional<bool>(false));
        QVERIFY(!checker.known("other hash", "one"));
        clock.advanceMs(10);
        QVERIFY(!checker.known({}, "one"));
    }
};

QTEST_GUILESS_MAIN(TestFields)
#include "tst_fields.moc"
