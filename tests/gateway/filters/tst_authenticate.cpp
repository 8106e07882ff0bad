// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/sha256.h"
#include "gateway/filters/authenticate.h"
#include "gateway/shared_state/local_state.h"
#include "tests/gateway/filters/chain_probe.h"
#include "tests/gateway/proxy/exchange_fixture.h"

#include <QJsonObject>
#include <QtTest>

#include <latch>
#include <set>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::filters;
using namespace Qt::Literals::StringLiterals;
using proxy::Verdict;

namespace {

using Fields = proxy::ExchangeFixture::Fields;

crypto::KeySet keysOf(const char* kid, const char* secret)
{
    const auto key = crypto::JwtKey::fromSecret(QString::fromLatin1(kid), Secret(QByteArray(secret)));
    return crypto::KeySet({key.value()});
}

const crypto::KeySet& goodKeys()
{
    static const crypto::KeySet keys = keysOf("k1", "0123456789abcdef0123456789abcdef");
    return keys;
}

std::shared_ptr<proxy::Identity> user(const char* name)
{
    auto identity = std::make_shared<proxy::Identity>();
    identity->kind = proxy::PrincipalKind::User;
    identity->id = identity->name = name;
    identity->counterKey = shared_state::stableHash(name);
    return identity;
}

std::string rawHash(const std::string& key)
{
    const crypto::Digest digest = crypto::sha256(QByteArrayView(key.data(), qsizetype(key.size())));
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

} // namespace

class TestAuthenticate : public QObject {
    Q_OBJECT

    // All times are those of the fixture, which stands still.
    static constexpr std::int64_t nowSec = 1'700'000'000;

    struct World {
        ManualClock clock;
        std::shared_ptr<shared_state::LocalState> state = std::make_shared<shared_state::LocalState>(clock);
        std::shared_ptr<TokenVerifier> tokens = std::make_shared<TokenVerifier>(clock, goodKeys());
        std::shared_ptr<proxy::RuntimeSnapshot> snapshot = std::make_shared<proxy::RuntimeSnapshot>();
        proxy::ExchangeFixture fixture;

        World()
        {
            snapshot->users.set("ann", user("ann"));
            auto lazy = user("lazy");
            lazy->active = false;
            snapshot->users.set("lazy", lazy);
            auto out = user("out");
            out->allTokensRevoked = true;
            snapshot->users.set("out", out);
            snapshot->revokedTokens.set(std::string("ann\0gone", 8), nowSec + 3600);
            snapshot->revokedTokens.set(std::string("ann\0past", 8), nowSec - 1);
            addKey("good-key", {});
            proxy::CredentialEntry old;
            old.expiresAtMs = nowSec * 1000;
            addKey("old-key", old);
            old.expiresAtMs = nowSec * 1000;
            addKey("replaced-key", old, {KeyFault::None, true});
            for (const KeyRefusal& row : keyRefusals) {
                proxy::CredentialEntry stopped;
                stopped.usable = false;
                if (row.fault > KeyFault::Expired)
                    addKey(std::string(row.code), stopped, {row.fault, false});
            }
            fixture.setSnapshot(snapshot);
        }
        void addKey(const std::string& key, proxy::CredentialEntry entry, const KeyNote& note = {})
        {
            entry.texts = {{}, key, note.text()};
            entry.identity = user("consumer");
            snapshot->credentials.set(rawHash(key), std::move(entry));
        }
        AuthenticateConfig config(bool users, bool keys)
        {
            AuthenticateConfig result;
            result.tokens = users ? tokens : nullptr;
            result.apiKeys = keys;
            result.state = state;
            return result;
        }
    };

    static std::string token(const char* subject, const char* jti, std::int64_t expires = nowSec + 1800,
                             const crypto::KeySet& keys = goodKeys())
    {
        QJsonObject claims{{u"exp"_s, qint64(expires)}};
        if (*subject)
            claims[u"sub"_s] = QString::fromLatin1(subject);
        if (*jti)
            claims[u"jti"_s] = QString::fromLatin1(jti);
        return crypto::signJwt(claims, keys).value().toStdString();
    }

private Q_SLOTS:
    void tokens_data()
    {
        QTest::addColumn<QByteArray>("cookie");
        QTest::addColumn<QByteArray>("authorization");
        QTest::addColumn<bool>("good");
        const QByteArray ann = QByteArray::fromStdString(token("ann", "t1"));
        const QByteArray nobody = QByteArray::fromStdString(token("nobody", "t1"));
        const auto row = [](const char* name, const QByteArray& cookie, const QByteArray& header, bool good) {
            QTest::newRow(name) << cookie << header << good;
        };
        row("nothing", {}, {}, false);
        row("cookie", "access_token_cookie=" + ann, {}, true);
        row("cookie among others", "a=b; access_token_cookie=" + ann + "; c=d", {}, true);
        row("cookie of another name", "xaccess_token_cookie=" + ann, {}, false);
        row("bearer", {}, "Bearer " + ann, true);
        row("bearer in any case", {}, "bEARER  " + ann, true);
        row("bare token", {}, ann, true);
        row("two words", {}, "Bearer " + ann + " more", false);
        row("another scheme", {}, "Basic " + ann, false);
        row("bearer alone", {}, "Bearer", false);
        row("the cookie wins and is bad", "access_token_cookie=" + nobody, "Bearer " + ann, false);
        row("the cookie wins and is good", "access_token_cookie=" + ann, "Bearer rubbish", true);
        row("unknown user", {}, "Bearer " + nobody, false);
        row("inactive user", {}, "Bearer " + QByteArray::fromStdString(token("lazy", "t1")), false);
        row("all tokens revoked", {}, "Bearer " + QByteArray::fromStdString(token("out", "t1")), false);
        row("revoked token", {}, "Bearer " + QByteArray::fromStdString(token("ann", "gone")), false);
        row("revocation that has ended", {}, "Bearer " + QByteArray::fromStdString(token("ann", "past")),
            true);
        row("expired", {}, "Bearer " + QByteArray::fromStdString(token("ann", "t1", nowSec - 1)), false);
        row("no sub", {}, "Bearer " + QByteArray::fromStdString(token("", "t1")), false);
        row("no jti", {}, "Bearer " + QByteArray::fromStdString(token("ann", "")), false);
        const QByteArray foreign = QByteArray::fromStdString(
            token("ann", "t1", nowSec + 60, keysOf("k1", "another secret of thirty-two byte")));
        row("another key of that kid", {}, "Bearer " + foreign, false);
        const QByteArray strange = QByteArray::fromStdString(
            token("ann", "t1", nowSec + 60, keysOf("k2", "0123456789abcdef0123456789abcdef")));
        row("unknown kid", {}, "Bearer " + strange, false);
        row("rubbish", {}, "Bearer a.b.c", false);
    }
    void tokens()
    {
        QFETCH(QByteArray, cookie);
        QFETCH(QByteArray, authorization);
        QFETCH(bool, good);
        World world;
        Fields fields;
        if (!cookie.isEmpty())
            fields.emplace_back("Cookie", cookie.toStdString());
        if (!authorization.isEmpty())
            fields.emplace_back("Authorization", authorization.toStdString());
        const AuthenticateFilter filter(world.config(true, false));
        proxy::Exchange& exchange = world.fixture.exchange();
        for (int round = 0; round < 2; ++round) { // the second time from the cache
            world.fixture.request("GET", "/api/rest/o/v1/x", fields);
            const Verdict verdict = filter.request(exchange);
            QCOMPARE(verdict == Verdict::Continue, good);
            QCOMPARE(exchange.identity() != nullptr, good);
            if (!good) {
                QCOMPARE(exchange.errorStatus(), 401);
                QCOMPARE(std::string(exchange.errorCode()), std::string()); // the text stands in its place
                QCOMPARE(std::string(exchange.errorText()), std::string("Unauthorized"));
                QVERIFY(!exchange.detail().empty());
                QVERIFY(answerField(exchange, "WWW-Authenticate").starts_with("Bearer"));
            }
        }
    }

    void revocationActsOnTheNextRequestInSpiteOfTheCache()
    {
        World world;
        const AuthenticateFilter filter(world.config(true, false));
        const std::string ann = token("ann", "t9");
        const auto passes = [&] {
            world.fixture.request("GET", "/", {{"Authorization", "Bearer " + ann}});
            return filter.request(world.fixture.exchange()) == Verdict::Continue;
        };
        QVERIFY(passes());
        world.state->revocations().revokeToken("ann", "t9", nowSec + 60);
        QVERIFY(!passes());

        World other;
        const AuthenticateFilter second(other.config(true, false));
        other.fixture.request("GET", "/", {{"Authorization", "Bearer " + ann}});
        QVERIFY(second.request(other.fixture.exchange()) == Verdict::Continue);
        auto changed = std::make_shared<proxy::RuntimeSnapshot>(*other.snapshot);
        auto inactive = user("ann");
        inactive->active = false;
        changed->users.set("ann", inactive);
        other.fixture.setSnapshot(changed);
        other.fixture.request("GET", "/", {{"Authorization", "Bearer " + ann}});
        QVERIFY(second.request(other.fixture.exchange()) == Verdict::Respond);
    }

    void verifierForgetsWithTimeAndKeys()
    {
        ManualClock clock;
        TokenVerifier verifier(clock, goodKeys());
        crypto::JwtFault fault{};
        const std::string ann = token("ann", "t1", nowSec + 60);
        QVERIFY(verifier.verify(ann, fault));
        QCOMPARE(verifier.cached(), 1U);
        QVERIFY(verifier.verify(ann, fault));
        QVERIFY(!verifier.verify(ann + "x", fault));
        QCOMPARE(verifier.cached(), 1U); // what is not good takes no room
        clock.advanceMs(60'000);
        QVERIFY(!verifier.verify(ann, fault));
        QVERIFY(fault == crypto::JwtFault::Expired);

        const std::string later = token("ann", "t2", nowSec + 6000);
        QVERIFY(verifier.verify(later, fault));
        verifier.setKeys(keysOf("k1", "a quite different secret, 32 byte"));
        QCOMPARE(verifier.cached(), 0U);
        QVERIFY(!verifier.verify(later, fault));
    }

    void verifierIsBounded()
    {
        ManualClock clock;
        TokenVerifier verifier(clock, goodKeys(), 64);
        crypto::JwtFault fault{};
        for (int i = 0; i < 600; ++i)
            QVERIFY(verifier.verify(token("ann", QByteArray::number(i).constData()), fault));
        QVERIFY(verifier.cached() <= 128);
    }

    void verifierServesManyThreads()
    {
        ManualClock clock;
        TokenVerifier verifier(clock, goodKeys(), 64);
        std::vector<std::string> all;
        for (int i = 0; i < 100; ++i)
            all.push_back(token("ann", QByteArray::number(i).constData()));
        std::atomic<int> good{0};
        std::latch start(4);
        std::vector<std::thread> pool;
        for (int t = 0; t < 4; ++t) {
            pool.emplace_back([&] {
                start.arrive_and_wait();
                crypto::JwtFault fault{};
                for (int round = 0; round < 20; ++round) {
                    for (const std::string& text : all)
                        good += verifier.verify(text, fault) ? 1 : 0;
                }
            });
        }
        for (std::thread& thread : pool)
            thread.join();
        QCOMPARE(good.load(), 4 * 20 * 100);
    }

    void apiKeys_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("good") << QByteArray("good-key") << 0 << QByteArray();
        QTest::newRow("missing") << QByteArray() << 401 << QByteArray("api_key_missing");
        QTest::newRow("unknown") << QByteArray("guess") << 401 << QByteArray("api_key_unknown");
        QTest::newRow("expired") << QByteArray("old-key") << 401 << QByteArray("api_key_expired");
        QTest::newRow("rotated out") << QByteArray("replaced-key") << 401
                                     << QByteArray("api_key_rotated_out");
        for (const KeyRefusal& row : keyRefusals) {
            const QByteArray code(row.code.data(), qsizetype(row.code.size()));
            if (row.fault > KeyFault::Expired)
                QTest::newRow(code) << code << (code.startsWith("api_key") ? 401 : 403) << code;
        }
    }
    void apiKeys()
    {
        QFETCH(QByteArray, key);
        QFETCH(int, status);
        QFETCH(QByteArray, code);
        World world;
        const AuthenticateFilter filter(world.config(false, true));
        proxy::Exchange& exchange = world.fixture.exchange();
        Fields fields;
        if (!key.isEmpty())
            fields.emplace_back("x-api-key", key.toStdString());
        world.fixture.request("GET", "/o/v1/x", fields);
        QCOMPARE(filter.request(exchange) == Verdict::Continue, status == 0);
        if (status == 0) {
            QCOMPARE(std::string(exchange.identity()->name), std::string("consumer"));
            QCOMPARE(exchange.credential()->texts.prefix(), std::string_view("good-key"));
            return;
        }
        QCOMPARE(int(exchange.errorStatus()), status);
        QCOMPARE(std::string(exchange.errorCode()), code.toStdString());
        QCOMPARE(answerField(exchange, "WWW-Authenticate") != "-", status == 401);
    }

    void faultsOfKeysAreToldApart()
    {
        std::set<std::string_view> codes, texts;
        for (const KeyRefusal& row : keyRefusals) {
            codes.insert(row.code);
            texts.insert(row.text);
        }
        QCOMPARE(codes.size(), keyRefusals.size());
        QCOMPARE(texts.size(), keyRefusals.size());
    }

    /// A note that is missing where one should be lets nobody in.
    void anEntryWithoutItsNoteIsRefused()
    {
        proxy::CredentialEntry entry;
        entry.identity = user("consumer");
        QVERIFY(faultOf(entry, 0) == KeyFault::None);
        QVERIFY(KeyNote().text().empty());
        entry.usable = false;
        QVERIFY(faultOf(entry, 0) == KeyFault::Revoked);
        entry.texts = {{}, {}, "~"};
        QVERIFY(faultOf(entry, 0) == KeyFault::Revoked);
        entry.usable = true;
        auto lazy = user("consumer");
        lazy->active = false;
        entry.identity = lazy;
        QVERIFY(faultOf(entry, 0) == KeyFault::ConsumerSuspended);
    }

    void aKeyInTheQueryOnlyWhereItIsAllowed()
    {
        World world;
        AuthenticateConfig config = world.config(false, true);
        proxy::Exchange& exchange = world.fixture.exchange();
        world.fixture.request("GET", "/o/v1/x?api_key=good%2Dkey");
        QVERIFY(AuthenticateFilter(config).request(exchange) == Verdict::Respond);
        config.apiKeyQuery = "api_key";
        world.fixture.request("GET", "/o/v1/x?api_key=good%2Dkey");
        QVERIFY(AuthenticateFilter(config).request(exchange) == Verdict::Continue);
    }

    void optionalAuthentication()
    {
        World world;
        AuthenticateConfig config = world.config(true, true);
        config.optional = true;
        const AuthenticateFilter filter(config);
        proxy::Exchange& exchange = world.fixture.exchange();
        world.fixture.request("GET", "/");
        QVERIFY(filter.request(exchange) == Verdict::Continue);
        QVERIFY(!exchange.identity());
        world.fixture.request("GET", "/", {{"X-API-Key", "guess"}});
        QVERIFY(filter.request(exchange) == Verdict::Respond);
        world.fixture.request("GET", "/", {{"Authorization", "Bearer " + token("ann", "t1")}});
        QVERIFY(filter.request(exchange) == Verdict::Continue);
        QCOMPARE(exchange.identity()->name, std::string("ann"));
    }

    void failedAttemptsAreBraked()
    {
        World world;
        AuthenticateConfig config = world.config(true, true);
        config.failureBrake =
            shared_state::LimitRule{shared_state::Algorithm::FixedWindow, 3, 60'000'000'000, 0};
        const AuthenticateFilter filter(config);
        proxy::Exchange& exchange = world.fixture.exchange();
        const auto attempt = [&](const char* from, const char* key) {
            world.fixture.request("GET", "/", {{"X-API-Key", key}});
            world.fixture.from(from);
            return filter.request(exchange) == Verdict::Continue ? 200 : int(exchange.errorStatus());
        };
        for (int i = 0; i < 3; ++i)
            QCOMPARE(attempt("192.0.2.1", "guess"), 401);
        QCOMPARE(attempt("192.0.2.1", "guess"), 429);
        QVERIFY(answerField(exchange, "Retry-After") != "-");
        QCOMPARE(attempt("192.0.2.1", "good-key"), 200); // those who can name a key are not kept out
        QCOMPARE(attempt("192.0.2.2", "guess"), 401);
    }

    void aDryRunLetsEverybodyPass()
    {
        World world;
        AuthenticateConfig config = world.config(true, false);
        config.enforcement.dryRun = true;
        world.fixture.request("GET", "/");
        proxy::Exchange& exchange = world.fixture.exchange();
        QVERIFY(AuthenticateFilter(config).request(exchange) == Verdict::Continue);
        QVERIFY(!exchange.answered());
        QVERIFY(dryRunReason(exchange) == proxy::Reason::Unauthenticated);
        QCOMPARE(answerField(exchange, "WWW-Authenticate"), std::string("-"));
    }
};

QTEST_GUILESS_MAIN(TestAuthenticate)
#include "tst_authenticate.moc"
