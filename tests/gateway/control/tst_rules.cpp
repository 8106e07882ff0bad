// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/credit.h"
#include "common/model/plan.h"
#include "common/model/upstream.h"
#include "gateway/control/paths.h"
#include "tests/gateway/control/plane_fixture.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::control {

class TestRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void uniqueNaturalKeys();
    void uniqueEmailIgnoresCase();
    void uniqueKeyHash();
    void swappedNamesInOneSet();
    void references();
    void publicApiCannotHaveCredits();
    void reservedPaths_data();
    void reservedPaths();
    void clashNamesTheOwner();
    void nestedPrefixesMayCoexist();
    void sameRequestsTwice();
    void removingAnApiTakesItsPartsAlong();
    void removingAPrincipalTakesItsPartsAlong();
    void policyOfARemovedApiDoesNotSpread();
    void usedDocumentsStay();
    void trustedSetsSkipTheRules();

private:
    /// The message of the only fault.
    QString onlyFault(const ChangeSet& changes)
    {
        const Result<Applied> applied = m_f->apply(changes);
        return !applied && applied.error().faults.size() == 1 ? applied.error().faults.first().message
                                                              : QString();
    }
    std::unique_ptr<PlaneFixture> m_f;
};

void TestRules::init()
{
    m_f = std::make_unique<PlaneFixture>();
    QVERIFY(m_f->start());
}

void TestRules::cleanup()
{
    m_f.reset();
}

void TestRules::uniqueNaturalKeys()
{
    Api first = platformApi(u"orders"_s);
    Api second = first;
    second.id = u"another"_s;
    QVERIFY(m_f->ok(change().put(first)));
    QCOMPARE(m_f->faults(change().put(second)), QStringList{u"api_version: unique"_s});
    second.version = u"v2"_s;
    QVERIFY(m_f->ok(change().put(second)));
    Role role;
    role.name = u"support"_s;
    QVERIFY(m_f->ok(change().put(role)));
    QCOMPARE(m_f->faults(change().put(role)), QStringList{u"role_name: unique"_s});
}

void TestRules::uniqueEmailIgnoresCase()
{
    QVERIFY(m_f->ok(change().put(user(u"anna"_s))));
    User other = user(u"berta"_s);
    other.email = u"ANNA@example.org"_s;
    QCOMPARE(m_f->faults(change().put(other)), QStringList{u"email: unique"_s});
}

void TestRules::uniqueKeyHash()
{
    const Api api = contract(u"pay"_s);
    const Consumer anna = consumer(u"anna"_s);
    const Subscription sub = subscription(anna, api);
    QVERIFY(m_f->ok(change().put(api).put(anna).put(sub).put(key(sub, 'a'))));
    Credential copy = key(sub, 'a');
    copy.id = u"copy"_s;
    QCOMPARE(m_f->faults(change().put(copy)), QStringList{u"hash: unique"_s});
}

void TestRules::swappedNamesInOneSet()
{
    User anna = user(u"anna"_s);
    User berta = user(u"berta"_s);
    QVERIFY(m_f->ok(change().put(anna).put(berta)));
    std::swap(anna.email, berta.email);
    QVERIFY(m_f->ok(change().put(anna).put(berta)));
    QCOMPARE(m_f->documents().userByEmail(u"anna@example.org"_s)->username, u"berta"_s);
}

void TestRules::references()
{
    Operation orphan = operation(platformApi(u"none"_s), u"GET"_s, u"/x"_s);
    QCOMPARE(m_f->faults(change().put(orphan)), QStringList{u"api_name: reference"_s});

    Consumer anna = consumer(u"anna"_s);
    anna.planId = u"gold"_s;
    QCOMPARE(m_f->faults(change().put(anna)), QStringList{u"plan_id: reference"_s});
    Plan gold;
    gold.tierId = u"gold"_s;
    gold.displayName = u"Gold"_s;
    QVERIFY(m_f->ok(change().put(anna).put(gold)));

    Api api = platformApi(u"orders"_s);
    api.upstreamId = u"pool"_s;
    QCOMPARE(m_f->faults(change().put(api)), QStringList{u"api_upstream_id: reference"_s});

    Subscription sub = subscription(consumer(u"nobody"_s), api);
    QCOMPARE(m_f->faults(change().put(sub)), QStringList{u"principal: reference"_s});
    Credential loose = key(subscription(anna, api), 'b');
    QCOMPARE(m_f->faults(change().put(loose)), QStringList{u"subscription_id: reference"_s});

    Policy policy = ratePolicy(u"p"_s, 60);
    policy.bindings = {{.id = {}, .apiId = u"none"_s, .tenant = {}, .enabled = true}};
    QCOMPARE(m_f->faults(change().put(policy)), QStringList{u"bindings[0].api_id: reference"_s});
    policy.bindings.clear();
    policy.tenant = u"nowhere"_s;
    QCOMPARE(m_f->faults(change().put(policy)), QStringList{u"tenant_id: reference"_s});
}

void TestRules::publicApiCannotHaveCredits()
{
    Api api = platformApi(u"orders"_s);
    api.isPublic = true;
    QVERIFY(m_f->ok(change().put(api)));
    QCOMPARE(m_f->faults(change().patch(Kind::Api, api.id, {{u"api_credits_enabled"_s, true}})),
             QStringList{u"api_credits_enabled: conflict"_s});
    QVERIFY(!m_f->documents().api(u"orders"_s, u"v1"_s)->creditsEnabled);
}

void TestRules::reservedPaths_data()
{
    QTest::addColumn<QString>("prefix");
    for (const QString& segment : reservedSegments())
        QTest::newRow(qPrintable(segment)) << u'/' + segment;
    QTest::newRow("below") << u"/platform/shop"_s;
}

void TestRules::reservedPaths()
{
    QFETCH(QString, prefix);
    Api api = platformApi(u"orders"_s);
    api.prefixes = {prefix};
    QCOMPARE(m_f->faults(change().put(api)), QStringList{u"api_prefixes[0]: reserved"_s});
    Api named = contract(prefix.section(u'/', 1, 1));
    if (prefix.count(u'/') == 1)
        QCOMPARE(m_f->faults(change().put(named)), QStringList{u"api_name: reserved"_s});
    // A longer word that only begins like one is free.
    api.prefixes = {prefix + u"x"_s};
    if (prefix.count(u'/') == 1)
        QVERIFY(m_f->ok(change().put(api)));
}

void TestRules::clashNamesTheOwner()
{
    Api shop = platformApi(u"shop"_s);
    shop.prefixes = {u"/shop/v1"_s};
    QVERIFY(m_f->ok(change().put(shop)));
    Api thief = platformApi(u"thief"_s);
    thief.prefixes = {u"/shop/v1/"_s};
    const QString message = onlyFault(change().put(thief));
    QVERIFY2(message.contains(u"shop/v1") && message.contains(u"API"), qPrintable(message));
    // A contract of that name would be published there, too.
    Api published = contract(u"shop"_s, u"1.2.0"_s);
    published.id = u"shop-contract"_s;
    published.version = u"1"_s;
    QCOMPARE(m_f->faults(change().put(published)), QStringList{u"api_name: unique"_s});
    // Another host is another place.
    thief.hosts = {u"thief.example"_s};
    QVERIFY(m_f->ok(change().put(thief)));
    Api twice = platformApi(u"twice"_s);
    twice.prefixes = {u"/same"_s, u"/same"_s};
    QCOMPARE(m_f->faults(change().put(twice)), QStringList{u"api_prefixes[0]: unique"_s});
}

void TestRules::nestedPrefixesMayCoexist()
{
    Api outer = platformApi(u"outer"_s);
    outer.prefixes = {u"/shop"_s};
    Api inner = platformApi(u"inner"_s);
    inner.prefixes = {u"/shop/admin"_s};
    QVERIFY(m_f->ok(change().put(outer).put(inner)));
    const auto snapshot = m_f->hub.current();
    QCOMPARE(snapshot->routes.find({}, "/shop/administrators")->api->name, std::string("outer"));
    QCOMPARE(snapshot->routes.find({}, "/shop/admin/x")->api->name, std::string("inner"));
}

void TestRules::sameRequestsTwice()
{
    const Api api = platformApi(u"orders"_s);
    QVERIFY(m_f->ok(change().put(api).put(operation(api, u"GET"_s, u"/items/{id}"_s))));
    QCOMPARE(m_f->faults(change().put(operation(api, u"GET"_s, u"/items/{name}"_s))),
             QStringList{u"endpoint_uri: unique"_s});
    QVERIFY(m_f->ok(change().put(operation(api, u"POST"_s, u"/items/{name}"_s))));
    Operation renamed = operation(api, u"GET"_s, u"/other"_s);
    renamed.clientUri = u"/items/{x}"_s;
    QCOMPARE(m_f->faults(change().put(renamed)), QStringList{u"client_uri: unique"_s});
}

void TestRules::removingAnApiTakesItsPartsAlong()
{
    const Api api = contract(u"pay"_s);
    const Consumer anna = consumer(u"anna"_s);
    const Subscription sub = subscription(anna, api);
    Operation op = operation(api, u"GET"_s, u"/x"_s);
    op.id = u"op"_s;
    EndpointValidation validation;
    validation.endpointId = op.id;
    QVERIFY(m_f->ok(change().put(api).put(anna).put(sub).put(key(sub, 'a')).put(op).put(validation)));
    const Result<Applied> applied = m_f->apply(change().remove(Kind::Api, api.id));
    QVERIFY(applied.ok());
    QCOMPARE(applied->changes.size(), 5);
    QCOMPARE(m_f->documents().of<Credential>().size(), 0);
    QCOMPARE(m_f->documents().of<EndpointValidation>().size(), 0);
    QCOMPARE(m_f->documents().of<Consumer>().size(), 1);
    QVERIFY(!m_f->hub.current()->credentials.find(rawKey('a')));
}

void TestRules::removingAPrincipalTakesItsPartsAlong()
{
    const Api api = platformApi(u"orders"_s);
    Subscription sub;
    sub.principal = u"anna"_s;
    sub.api = api.key();
    CreditBalance balance;
    balance.username = u"anna"_s;
    QVERIFY(m_f->ok(change().put(api).put(user(u"anna"_s)).put(sub).put(balance)));
    QVERIFY(m_f->ok(change().remove(Kind::User, u"user-anna"_s)));
    QCOMPARE(m_f->documents().of<Subscription>().size(), 0);
    QCOMPARE(m_f->documents().of<CreditBalance>().size(), 0);
    QVERIFY(!m_f->hub.current()->users.find("anna"));
}

void TestRules::policyOfARemovedApiDoesNotSpread()
{
    const Api a = contract(u"a"_s);
    const Api b = contract(u"b"_s);
    Policy policy = ratePolicy(u"only-a"_s, 60);
    policy.bindings = {{.id = {}, .apiId = a.id, .tenant = {}, .enabled = true}};
    QVERIFY(m_f->ok(change().put(a).put(b).put(policy)));
    QVERIFY(m_f->ok(change().remove(Kind::Api, a.id)));
    const auto left = m_f->documents().of<Policy>().find(policy.id);
    QVERIFY(left);
    QVERIFY(left->bindings.isEmpty());
    QVERIFY(!left->enabled);
    // It can still be edited.
    QVERIFY(m_f->ok(change().patch(Kind::Policy, policy.id, {{u"priority"_s, 7}})));
}

void TestRules::usedDocumentsStay()
{
    Upstream pool;
    pool.id = u"pool"_s;
    pool.name = u"pool"_s;
    UpstreamTarget target;
    target.url = u"http://127.0.0.1:1"_s;
    pool.targets = {target};
    Api api = platformApi(u"orders"_s);
    api.upstreamId = pool.id;
    QVERIFY(m_f->ok(change().put(pool).put(api)));
    const QString message = onlyFault(change().remove(Kind::Upstream, pool.id));
    QVERIFY2(message.contains(u"orders/v1"), qPrintable(message));
    const auto* tenant = m_f->documents().of<Tenant>().first(By::NaturalKey, u"default"_s);
    QCOMPARE(m_f->faults(change().remove(Kind::Tenant, tenant->id)), QStringList{u"id: reference"_s});
    // Both at once is fine.
    QVERIFY(m_f->ok(change().remove(Kind::Upstream, pool.id).remove(Kind::Api, api.id)));
}

void TestRules::trustedSetsSkipTheRules()
{
    ChangeSet restore = change();
    restore.put(operation(platformApi(u"gone"_s), u"GET"_s, u"/x"_s)).trust();
    QVERIFY(m_f->ok(restore));
    QCOMPARE(m_f->documents().of<Operation>().size(), 1);
}

} // namespace gatehouse::control

QTEST_GUILESS_MAIN(gatehouse::control::TestRules)
#include "tst_rules.moc"
