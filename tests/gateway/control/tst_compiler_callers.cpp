// SPDX-License-Identifier: GPL-3.0-or-later
// Documents to callers: identities, keys, limits, revocations; and what a change leaves alone.
#include "common/model/plan.h"
#include "gateway/filters/key_fault.h"
#include "tests/gateway/control/compiler_test.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::control {

class TestCompilerCallers : public CompilerTest {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void userIdentity();
    void roleFlagsReachItsUsers();
    void keysOfConsumers();
    void suspendedSubscriptionStopsItsKey();
    void stoppedKeysSayWhy();
    void rotatedKeysSayWhy();
    void stoppedSubscriptionsSayWhy();
    void planOfTheSubscriptionWins();
    void subscriptionsFindANewApiOfTheName();
    void revocations();
    void untouchedPartsAreShared();
    void oldSnapshotNeverChanges();
};

void TestCompilerCallers::userIdentity()
{
    User anna = user(u"anna"_s);
    anna.role = u"nobody"_s;
    anna.groups = {u"b"_s, u"a"_s, u"b"_s};
    anna.rateLimit = 7;
    anna.rateLimitWindow = u"hours"_s;
    anna.throttleLimit = 0;
    anna.throttleEnabled = true;
    anna.throttleWait = 2;
    anna.throttleWaitUnit = u"minutes"_s;
    anna.bandwidthLimitBytes = 1000;
    anna.bandwidthEnabled = false;
    QVERIFY(m_f->ok(change().put(anna)));
    const proxy::Identity& identity = **m_f->snapshot().users.find("anna");
    QVERIFY(identity.kind == proxy::PrincipalKind::User);
    QCOMPARE(identity.id, std::string("user-anna"));
    QCOMPARE(identity.groups.size(), std::size_t(2));
    QVERIFY(std::is_sorted(identity.groups.begin(), identity.groups.end()));
    QVERIFY(!identity.admin);
    QVERIFY(identity.limits->rateOn);
    QCOMPARE(identity.limits->rateCount, 7U);
    QVERIFY(identity.limits->rateUnit == proxy::WindowUnit::Hour);
    QVERIFY(identity.limits->throttleOn);
    QCOMPARE(identity.limits->throttleCount, 10U);
    QCOMPARE(identity.limits->throttleWaitMs, 120'000);
    QCOMPARE(identity.limits->bandwidthBytes, 0U);
    QVERIFY(m_f->ok(change().patch(Kind::User, anna.id, {{u"active"_s, false}})));
    QVERIFY(!(*m_f->snapshot().users.find("anna"))->active);
    QVERIFY(m_f->ok(change().remove(Kind::User, anna.id)));
    QVERIFY(!m_f->snapshot().users.find("anna"));
}

void TestCompilerCallers::roleFlagsReachItsUsers()
{
    Role role;
    role.id = u"role"_s;
    role.name = u"support"_s;
    User anna = user(u"anna"_s);
    anna.role = role.name;
    QVERIFY(m_f->ok(change().put(role).put(anna)));
    QCOMPARE((*m_f->snapshot().users.find("anna"))->roleBits, 0U);
    QVERIFY(m_f->ok(change().patch(Kind::Role, role.id, {{u"manage_apis"_s, true}})));
    QCOMPARE((*m_f->snapshot().users.find("anna"))->roleBits, std::uint64_t(bit(Permission::ManageApis)));
    QVERIFY(m_f->ok(change().remove(Kind::Role, role.id)));
    QCOMPARE((*m_f->snapshot().users.find("anna"))->roleBits, 0U);
}

void TestCompilerCallers::keysOfConsumers()
{
    const Api api = contract(u"pay"_s);
    const Consumer anna = consumer(u"anna"_s);
    const Subscription sub = subscription(anna, api);
    Credential limited = key(sub, 'a');
    limited.expiresAt = {m_f->clock.wallMs() + 1};
    QVERIFY(m_f->ok(change().put(api).put(anna).put(sub).put(limited).put(key(sub, 'b'))));
    const proxy::CredentialEntry& entry = *m_f->snapshot().credentials.find(rawKey('a'));
    QCOMPARE(entry.texts.subscription(), std::string_view(sub.id.toStdString()));
    QCOMPARE(entry.texts.prefix(), std::string_view("stoa_sk_1234"));
    QCOMPARE(entry.expiresAtMs, limited.expiresAt.ms);
    QCOMPARE(entry.api, at("/pay/v1")->symbol);
    QCOMPARE(entry.identity->subscriptions, std::vector<proxy::Symbol>{entry.api});
    QCOMPARE(entry.identity->tenant, at("/pay/v1")->tenant);
    QVERIFY(entry.identity->kind == proxy::PrincipalKind::Consumer);

    QVERIFY(m_f->ok(change().patch(Kind::Credential, limited.id, {{u"status"_s, u"revoked"_s}})));
    QVERIFY(!m_f->snapshot().credentials.find(rawKey('a'))->usable);
    QVERIFY(m_f->snapshot().credentials.find(rawKey('b'))->usable);
    QVERIFY(m_f->ok(change().patch(Kind::Consumer, anna.id, {{u"status"_s, u"suspended"_s}})));
    QVERIFY(!m_f->snapshot().credentials.find(rawKey('b'))->identity->active);
    QVERIFY(m_f->ok(change().remove(Kind::Credential, limited.id)));
    QVERIFY(!m_f->snapshot().credentials.find(rawKey('a')));
}

void TestCompilerCallers::suspendedSubscriptionStopsItsKey()
{
    const Api api = contract(u"pay"_s);
    const Consumer anna = consumer(u"anna"_s);
    const Subscription sub = subscription(anna, api);
    QVERIFY(m_f->ok(change().put(api).put(anna).put(sub).put(key(sub, 'a'))));
    QVERIFY(m_f->ok(change().patch(Kind::Subscription, sub.id, {{u"status"_s, u"suspended"_s}})));
    const proxy::CredentialEntry& entry = *m_f->snapshot().credentials.find(rawKey('a'));
    QVERIFY(!entry.usable);
    QVERIFY(entry.identity->subscriptions.empty());
    QVERIFY(m_f->ok(change().patch(Kind::Subscription, sub.id, {{u"status"_s, u"active"_s}})));
    QVERIFY(m_f->snapshot().credentials.find(rawKey('a'))->usable);
}

void TestCompilerCallers::stoppedKeysSayWhy()
{
    const Api api = contract(u"pay"_s);
    const Consumer anna = consumer(u"anna"_s);
    const Subscription sub = subscription(anna, api);
    QVERIFY(m_f->ok(change().put(api).put(anna).put(sub).put(key(sub, 'a'))));
    const auto code = [&] {
        const proxy::CredentialEntry& entry = *m_f->snapshot().credentials.find(rawKey('a'));
        return std::string(filters::refusalOf(filters::faultOf(entry, m_f->clock.wallMs())).code);
    };
    QVERIFY(code().empty());
    QVERIFY(m_f->snapshot().credentials.find(rawKey('a'))->texts.verifier().empty()); // no byte more
    for (const char* state : wireNames(SubscriptionState{})) {
        const QString word = QString::fromLatin1(state);
        QVERIFY(m_f->ok(change().patch(Kind::Subscription, sub.id, {{u"status"_s, word}})));
        QCOMPARE(code(), word == u"active"_s ? std::string() : std::string("subscription_") + state);
    }
    for (const char* state : wireNames(ConsumerStatus{})) {
        const QString word = QString::fromLatin1(state);
        QVERIFY(m_f->ok(change().patch(Kind::Consumer, anna.id, {{u"status"_s, word}})));
        // The subscription is rejected.
        QCOMPARE(code(), word == u"active"_s ? std::string("subscription_rejected")
                                             : std::string("consumer_") + state);
    }
}

void TestCompilerCallers::rotatedKeysSayWhy()
{
    const Api api = contract(u"pay"_s);
    const Consumer anna = consumer(u"anna"_s);
    const Subscription sub = subscription(anna, api);
    Credential old = key(sub, 'a');
    old.previous = true;
    old.expiresAt = {m_f->clock.wallMs() + 1000};
    QVERIFY(m_f->ok(change().put(api).put(anna).put(sub).put(old)));
    const auto at = [&](qint64 ms) {
        return filters::faultOf(*m_f->snapshot().credentials.find(rawKey('a')), ms);
    };
    QVERIFY(at(old.expiresAt.ms - 1) == filters::KeyFault::None);
    QVERIFY(at(old.expiresAt.ms) == filters::KeyFault::RotatedOut);
    QVERIFY(m_f->ok(change().patch(Kind::Credential, old.id, {{u"status"_s, u"revoked"_s}})));
    QVERIFY(at(0) == filters::KeyFault::RotatedOut); // however the clock is set
}

/// For callers that are known by something else than a key.
void TestCompilerCallers::stoppedSubscriptionsSayWhy()
{
    const Api api = contract(u"pay"_s);
    const Consumer anna = consumer(u"anna"_s);
    const Subscription sub = subscription(anna, api);
    QVERIFY(m_f->ok(change().put(api).put(anna).put(sub)));
    const auto code = [&](bool any) {
        const auto* const found = m_f->snapshot().callers.find(
            filters::stopKey(anna.id.toStdString(), any ? 0 : at("/pay/v1")->symbol));
        return found ? std::string(filters::refusalOf(filters::KeyNote::of(**found).stop).code)
                     : std::string();
    };
    for (const char* state : wireNames(SubscriptionState{})) {
        const QString word = QString::fromLatin1(state);
        QVERIFY(m_f->ok(change().patch(Kind::Subscription, sub.id, {{u"status"_s, word}})));
        QCOMPARE(code(false), word == u"active"_s ? std::string() : std::string("subscription_") + state);
        QCOMPARE(code(true), std::string());
    }
    QVERIFY(m_f->ok(change().patch(Kind::Consumer, anna.id, {{u"status"_s, u"blocked"_s}})));
    QCOMPARE(code(true), std::string("consumer_blocked"));
    QVERIFY(m_f->ok(change().remove(Kind::Subscription, sub.id)));
    QCOMPARE(code(false), std::string());
    QVERIFY(m_f->ok(change().remove(Kind::Consumer, anna.id)));
    QCOMPARE(code(true), std::string()); // nothing stays
}

void TestCompilerCallers::planOfTheSubscriptionWins()
{
    Plan silver, gold;
    silver.tierId = u"silver"_s;
    silver.displayName = u"Silver"_s;
    silver.limits.requestsPerMinute = 10;
    gold.tierId = u"gold"_s;
    gold.id = u"gold-id"_s;
    gold.displayName = u"Gold"_s;
    gold.limits.requestsPerMinute = 100;
    gold.limits.requestsPerDay = 500;
    gold.limits.dailyRequestQuota = 400;
    gold.limits.requestsPerHour = 999'999; // no limit
    const Api api = contract(u"pay"_s);
    Consumer anna = consumer(u"anna"_s);
    anna.planId = u"silver"_s;
    const Subscription plain = subscription(anna, api);
    const Api other = contract(u"other"_s);
    Subscription rich = subscription(anna, other);
    rich.planId = gold.id;
    QVERIFY(m_f->ok(change().put(silver).put(gold).put(api).put(other).put(anna)));
    QVERIFY(m_f->ok(change().put(plain).put(rich).put(key(plain, 'a')).put(key(rich, 'b'))));
    const auto limits = [&](char digit) {
        return *m_f->snapshot().credentials.find(rawKey(digit))->identity->limits;
    };
    QCOMPARE(limits('a').perMinute, 10U);
    QCOMPARE(limits('b').perMinute, 100U);
    QCOMPARE(limits('b').perDay, 500U);
    QCOMPARE(limits('b').quotaPerDay, 400U);
    QCOMPARE(limits('b').perHour, 0U);
    QVERIFY(m_f->ok(
        change().patch(Kind::Plan, gold.id, {{u"limits"_s, QJsonObject{{u"requests_per_minute"_s, 200}}}})));
    QCOMPARE(limits('b').perMinute, 200U);
    QCOMPARE(limits('a').perMinute, 10U);
}

void TestCompilerCallers::subscriptionsFindANewApiOfTheName()
{
    Api api = platformApi(u"orders"_s);
    Subscription sub;
    sub.id = u"s"_s;
    sub.principal = u"anna"_s;
    sub.api = api.key();
    QVERIFY(m_f->ok(change().put(api).put(user(u"anna"_s)).put(sub)));
    QVERIFY(m_f->ok(change().remove(Kind::Api, api.id)));
    QVERIFY((*m_f->snapshot().users.find("anna"))->subscriptions.empty());
    api.id = u"another-id"_s;
    QVERIFY(m_f->ok(change().put(api)));
    QCOMPARE((*m_f->snapshot().users.find("anna"))->subscriptions,
             std::vector<proxy::Symbol>{at("/api/rest/orders/v1")->symbol});
}

void TestCompilerCallers::revocations()
{
    using namespace std::string_literals;
    QVERIFY(m_f->ok(change().put(user(u"anna"_s))));
    Revocation one;
    one.id = u"r1"_s;
    one.username = u"anna"_s;
    one.jti = u"j"_s;
    one.expiresAt = 2'000'000'000;
    Revocation all;
    all.id = u"r2"_s;
    all.type = u"revoke_all"_s;
    all.username = u"anna"_s;
    all.revokeAll = true;
    QVERIFY(m_f->ok(change().put(one).put(all)));
    QVERIFY(m_f->snapshot().revokedTokens.find("anna\0j"s));
    QVERIFY((*m_f->snapshot().users.find("anna"))->allTokensRevoked);
    QVERIFY(m_f->ok(change().remove(Kind::Revocation, all.id).remove(Kind::Revocation, one.id)));
    QVERIFY(!m_f->snapshot().revokedTokens.find("anna\0j"s));
    QVERIFY(!(*m_f->snapshot().users.find("anna"))->allTokensRevoked);
}

void TestCompilerCallers::untouchedPartsAreShared()
{
    QVERIFY(m_f->ok(change().put(contract(u"a"_s)).put(contract(u"b"_s)).put(user(u"anna"_s))));
    const proxy::ApiRuntime* a = at("/a/v1");
    const proxy::ApiRuntime* b = at("/b/v1");
    const auto anna = *m_f->snapshot().users.find("anna");
    QVERIFY(m_f->ok(change().patch(Kind::Api, u"api-a-v1"_s, {{u"active"_s, false}})));
    QVERIFY(at("/a/v1") != a);
    QCOMPARE(at("/b/v1"), b);
    QCOMPARE(*m_f->snapshot().users.find("anna"), anna);
}

void TestCompilerCallers::oldSnapshotNeverChanges()
{
    const Api api = contract(u"pay"_s);
    const Consumer anna = consumer(u"anna"_s);
    const Subscription sub = subscription(anna, api);
    QVERIFY(m_f->ok(change().put(api).put(anna).put(sub).put(key(sub, 'a')).put(ratePolicy(u"p"_s, 60))));
    const auto old = m_f->hub.current();
    const auto before = SnapshotText(*old).lines;
    QVERIFY(m_f->ok(change().patch(Kind::Policy, u"policy-p"_s, {{u"dry_run"_s, true}})));
    QVERIFY(m_f->ok(change().patch(Kind::Consumer, anna.id, {{u"status"_s, u"blocked"_s}})));
    QVERIFY(m_f->ok(change().remove(Kind::Api, api.id)));
    QCOMPARE(SnapshotText(*old).lines, before);
    QVERIFY(SnapshotText(m_f->snapshot()).lines != before);
}

} // namespace gatehouse::control

QTEST_GUILESS_MAIN(gatehouse::control::TestCompilerCallers)
#include "tst_compiler_callers.moc"
