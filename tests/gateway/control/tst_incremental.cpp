// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever order edits come in, the tables kept up to date are those a fresh compiler makes of the documents.
#include "common/model/plan.h"
#include "common/model/security_settings.h"
#include "common/model/upstream.h"
#include "gateway/control/policies.h"
#include "tests/gateway/control/plane_fixture.h"
#include "tests/gateway/control/snapshot_text.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QTest>

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::control {

class TestIncremental : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void randomEdits_data();
    void randomEdits();

private:
    int below(int bound) { return int(m_random.bounded(bound)); }
    bool coin() { return below(2) == 0; }
    template <typename E>
    QString any(const Documents& documents)
    {
        QStringList ids;
        documents.of<E>().forEach([&](const E& entity) { ids.append(entity.id); });
        ids.sort();
        return ids.isEmpty() ? QString() : ids.at(below(int(ids.size())));
    }
    ChangeSet edit(const Documents& documents);
    Api api();
    Policy policy(const Documents& documents);
    void makeOther(Policy& policy);
    void addSubscription(ChangeSet& changes, const Documents& documents);
    void addPrincipal(ChangeSet& changes, const Documents& documents);
    void removeSomething(ChangeSet& changes, const Documents& documents);

    QRandomGenerator m_random;
    int m_keys = 0;
};

Api TestIncremental::api()
{
    const QString name = u"api%1"_s.arg(below(12));
    Api api = coin() ? platformApi(name, u"v%1"_s.arg(1 + below(2)))
                     : contract(name, u"%1.0.0"_s.arg(1 + below(3)));
    api.active = below(4) != 0;
    api.isPublic = below(5) == 0;
    api.status = below(6) == 0 ? ApiStatus::Draft : ApiStatus::Published;
    if (below(3) == 0)
        api.prefixes = {u"/extra%1"_s.arg(below(6))};
    if (below(5) == 0)
        api.hosts = {u"h%1.example"_s.arg(below(3))};
    if (below(4) == 0)
        api.upstreamId = u"pool"_s;
    if (below(4) == 0)
        api.corsAllowOrigins = QStringList{u"https://a.example"_s};
    return api;
}

/// Of another type, so that an edit may also change the type.
void TestIncremental::makeOther(Policy& policy)
{
    const auto [type, config] = std::array{
        std::pair(PolicyType::IpFilter,
                  QJsonObject{{u"mode"_s, u"deny"_s}, {u"ip_list"_s, QJsonArray{u"10.0.0.0/8"_s}}}),
        std::pair(PolicyType::Cors, QJsonObject{{u"origins"_s, QJsonArray{u"https://b.example"_s}}}),
        std::pair(PolicyType::Logging, QJsonObject{{u"log_request"_s, false}}),
        std::pair(PolicyType::JwtValidation, QJsonObject{{u"issuer"_s, u"https://issuer.example"_s},
                                                         {u"jwks_url"_s, u"https://issuer.example/k"_s}}),
        std::pair(PolicyType::Transform,
                  QJsonObject{{u"request"_s, QJsonObject{{u"remove"_s, QJsonArray{u"X-Old"_s}}}}}),
    }[std::size_t(below(5))];
    policy.type = type;
    policy.config = config;
}

Policy TestIncremental::policy(const Documents& documents)
{
    Policy policy = ratePolicy(u"p%1"_s.arg(below(6)), 60 * (1 + below(5)));
    if (coin())
        makeOther(policy);
    policy.enabled = below(4) != 0;
    policy.dryRun = coin();
    policy.priority = below(3);
    if (below(3) == 0)
        policy.tenant.clear();
    if (const QString bound = any<Api>(documents); coin() && !bound.isEmpty())
        policy.bindings = {{.id = {}, .apiId = bound, .tenant = {}, .enabled = coin()}};
    return policy;
}

void TestIncremental::addSubscription(ChangeSet& changes, const Documents& documents)
{
    const auto owner = documents.of<Consumer>().find(any<Consumer>(documents));
    const auto target = documents.of<Api>().find(any<Api>(documents));
    if (!owner || !target)
        return;
    Subscription sub = subscription(*owner, *target);
    sub.state = below(4) == 0 ? SubscriptionState::Suspended : SubscriptionState::Active;
    sub.id += target->version;
    if (coin())
        sub.planId = u"gold"_s;
    Credential fresh = key(sub, 'a');
    fresh.id = u"key%1"_s.arg(++m_keys);
    QByteArray hash = QByteArray::number(m_keys, 16).rightJustified(64, '0');
    // In front, so that the first half, by which keys are filed, differs.
    std::reverse(hash.begin(), hash.end());
    fresh.hash = hash;
    changes.put(sub).put(fresh);
}

void TestIncremental::addPrincipal(ChangeSet& changes, const Documents& documents)
{
    const QString name = u"n%1"_s.arg(below(10));
    if (coin()) {
        Consumer each = consumer(name);
        each.status = below(4) == 0 ? ConsumerStatus::Suspended : ConsumerStatus::Active;
        each.planId = coin() ? u"gold"_s : QString();
        changes.put(each);
        return;
    }
    User each = user(name);
    each.role = coin() ? u"support"_s : u"admin"_s;
    each.rateLimit = below(10);
    changes.put(each);
    if (const auto target = documents.of<Api>().find(any<Api>(documents))) {
        Subscription sub;
        sub.id = u"own-"_s + name + target->key();
        sub.principal = name;
        sub.api = target->key();
        changes.put(sub);
    }
    if (below(4) == 0) {
        Revocation revocation;
        revocation.username = name;
        revocation.jti = u"j%1"_s.arg(below(1000));
        revocation.expiresAt = 2'000'000'000;
        revocation.id = u"rev-"_s + name + revocation.jti;
        changes.put(revocation);
    }
}

void TestIncremental::removeSomething(ChangeSet& changes, const Documents& documents)
{
    const std::pair<Kind, QString> victims[] = {
        {Kind::Api, any<Api>(documents)},
        {Kind::Operation, any<Operation>(documents)},
        {Kind::Policy, any<Policy>(documents)},
        {Kind::Consumer, any<Consumer>(documents)},
        {Kind::User, any<User>(documents)},
        {Kind::Subscription, any<Subscription>(documents)},
        {Kind::Credential, any<Credential>(documents)},
        {Kind::Revocation, any<Revocation>(documents)},
    };
    const auto& [kind, id] = victims[below(int(std::size(victims)))];
    if (!id.isEmpty())
        changes.remove(kind, id);
}

ChangeSet TestIncremental::edit(const Documents& documents)
{
    ChangeSet changes = change();
    switch (below(12)) {
    case 0:
    case 1:
        changes.put(api());
        break;
    case 2:
    case 3:
        if (const auto target = documents.of<Api>().find(any<Api>(documents))) {
            Operation op = operation(*target, coin() ? u"GET"_s : u"POST"_s, u"/o%1"_s.arg(below(5)));
            op.id = u"op-"_s + target->id + op.method + op.uri;
            op.active = below(4) != 0;
            changes.put(op);
        }
        break;
    case 4:
        changes.put(policy(documents));
        if (coin()) { // together with what touches a chain as a whole, or another API
            changes.put(policy(documents));
            changes.put(api());
        }
        break;
    case 5:
    case 6:
        addSubscription(changes, documents);
        break;
    case 7:
        addPrincipal(changes, documents);
        break;
    case 8:
        changes.patch(Kind::Plan, u"gold"_s,
                      {{u"limits"_s, QJsonObject{{u"requests_per_minute"_s, 1 + below(100)}}},
                       {u"is_default"_s, coin()}});
        break;
    case 9:
        changes.patch(Kind::Role, u"support"_s, {{u"manage_apis"_s, coin()}, {u"view_logs"_s, coin()}});
        break;
    case 10:
        if (coin()) {
            changes.patch(Kind::Tenant, documents.of<Tenant>().first(By::NaturalKey, u"default"_s)->id,
                          {{u"active"_s, coin()}});
        } else {
            changes.patch(
                Kind::Upstream, u"pool"_s,
                {{u"targets"_s, QJsonArray{QJsonObject{{u"url"_s, u"http://10.0.0.%1"_s.arg(below(9))}}}}});
        }
        break;
    default:
        removeSomething(changes, documents);
    }
    return changes;
}

void TestIncremental::randomEdits_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 4; ++seed)
        QTest::newRow(qPrintable(QString::number(seed))) << seed;
}

void TestIncremental::randomEdits()
{
    QFETCH(quint32, seed);
    m_random.seed(seed);
    PlaneFixture f;
    QVERIFY(f.start());
    Plan gold;
    gold.id = u"gold"_s;
    gold.tierId = u"gold"_s;
    gold.displayName = u"Gold"_s;
    Role role;
    role.id = u"support"_s;
    role.name = u"support"_s;
    Upstream pool;
    pool.id = u"pool"_s;
    pool.name = u"pool"_s;
    UpstreamTarget target;
    target.url = u"http://10.0.0.1"_s;
    pool.targets = {target};
    QVERIFY(f.ok(change().put(gold).put(role).put(pool)));

    int accepted = 0;
    std::size_t mostRoutes = 0;
    quint64 checkpoint = f.plane.revision();
    for (int round = 0; round < 1000; ++round) {
        const int kind = below(50);
        if (kind == 0) { // the journal fails under several changes
            for (int i = 0; i < 3; ++i)
                f.plane.apply(edit(f.documents()), f.actor, [](const Result<Applied>&) {});
            f.store.refuse();
        } else if (kind == 1) {
            f.plane.rollback(checkpoint, f.actor, [](const Result<Applied>&) {});
            f.store.settle();
            checkpoint = f.plane.revision();
        } else {
            accepted += f.apply(edit(f.documents())).ok() ? 1 : 0;
        }
        if (round % 5 != 0)
            continue;
        observe::ApiSlots slots_;
        Compiler fresh({}, {f.state, nullptr}, slots_);
        const auto expected = fresh.compileAll(f.documents(), f.plane.revision());
        mostRoutes = std::max(mostRoutes, expected->routes.size());
        const auto is = SnapshotText(*f.hub.current()).lines;
        const auto should = SnapshotText(*expected).lines;
        if (is != should) {
            for (const auto& [name, text] : should) {
                const auto found = is.find(name);
                if (found == is.end() || found->second != text)
                    qWarning("%s\n  is     %s\n  should %s", name.c_str(),
                             found == is.end() ? "missing" : found->second.c_str(), text.c_str());
            }
            for (const auto& [name, text] : is) {
                if (!should.contains(name))
                    qWarning("%s is too much: %s", name.c_str(), text.c_str());
            }
            QFAIL(qPrintable(u"differs after round %1"_s.arg(round)));
        }
    }
    QVERIFY2(accepted > 500, qPrintable(QString::number(accepted))); // the edits really do something
    QVERIFY(mostRoutes > 10);
}

} // namespace gatehouse::control

QTEST_GUILESS_MAIN(gatehouse::control::TestIncremental)
#include "tst_incremental.moc"
