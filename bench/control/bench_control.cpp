// SPDX-License-Identifier: GPL-3.0-or-later
// The control plane at size: 20,000 consumers, 5,000 contracts, 40,000 keys. Budgets: an edit in effect in
// less than 20 ms, a list page in less than 50 ms, less than 1 KiB of document memory per key.
#include "gateway/control/query.h"
#include "tests/gateway/control/plane_fixture.h"

#include <benchmark/benchmark.h>

#include <malloc.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::control {

namespace {

constexpr int apiCount = 5'000;
constexpr int consumerCount = 20'000;
constexpr int keyCount = 40'000;

template <typename E>
void load(store::Documents& documents, const E& entity)
{
    documents[toString(kindOf<E>())].insert(entity.id, toJson(entity, View::Stored));
}

Api contractAt(int i)
{
    Api api = contract(u"service-%1"_s.arg(i));
    api.id = u"00000000-0000-4000-8000-%1"_s.arg(i, 12, 16, QLatin1Char('0'));
    return api;
}

Consumer consumerAt(int i)
{
    Consumer each = consumer(u"consumer-%1"_s.arg(i));
    each.id = u"10000000-0000-4000-8000-%1"_s.arg(i, 12, 16, QLatin1Char('0'));
    each.company = u"Company %1"_s.arg(i % 500);
    return each;
}

/// Each consumer has two subscriptions with a key.
Subscription subscriptionAt(int i)
{
    Subscription sub = subscription(consumerAt(i % consumerCount), contractAt(i % apiCount));
    sub.apiId = contractAt(i % apiCount).id;
    sub.id = u"20000000-0000-4000-8000-%1"_s.arg(i, 12, 16, QLatin1Char('0'));
    return sub;
}

Credential keyAt(int i)
{
    Credential credential = key(subscriptionAt(i), 'a');
    credential.id = u"30000000-0000-4000-8000-%1"_s.arg(i, 12, 16, QLatin1Char('0'));
    QByteArray hash = QByteArray::number(i, 16).rightJustified(64, '0');
    std::reverse(hash.begin(), hash.end());
    credential.hash = hash;
    return credential;
}

void fill(store::Documents& documents)
{
    Tenant tenant;
    tenant.id = u"tenant"_s;
    tenant.slug = u"default"_s;
    load(documents, tenant);
    load(documents, ratePolicy(u"tenant-wide"_s, 6000));
    Policy bound = ratePolicy(u"bound"_s, 600);
    bound.bindings = {{.id = u"b"_s, .apiId = contractAt(7).id, .tenant = {}, .enabled = true}};
    load(documents, bound);
    User admin = user(u"admin"_s);
    load(documents, admin);
    for (int i = 0; i < apiCount; ++i)
        load(documents, contractAt(i));
    for (int i = 0; i < consumerCount; ++i)
        load(documents, consumerAt(i));
    for (int i = 0; i < keyCount; ++i) {
        load(documents, subscriptionAt(i));
        load(documents, keyAt(i));
    }
}

/// One plane for all benchmarks; the journal answers at once.
PlaneFixture& plane()
{
    static PlaneFixture* const fixture = [] {
        auto* made = new PlaneFixture();
        fill(made->store.documents);
        made->store.revision = 1;
        if (!made->plane.start())
            std::abort();
        return made;
    }();
    return *fixture;
}

void patchOf(benchmark::State& state, Kind kind, const QString& id,
             const std::function<QJsonObject(int)>& fields)
{
    PlaneFixture& f = plane();
    int round = 0;
    for ([[maybe_unused]] auto _ : state) {
        if (!f.ok(change().patch(kind, id, fields(++round))))
            state.SkipWithError("refused");
    }
}

void applyUserEdit(benchmark::State& state)
{
    patchOf(state, Kind::User, u"user-admin"_s, [](int i) {
        return QJsonObject{{u"rate_limit_duration"_s, i}};
    });
}
BENCHMARK(applyUserEdit)->Unit(benchmark::kMillisecond);

void applyKeyEdit(benchmark::State& state)
{
    patchOf(state, Kind::Credential, keyAt(17).id, [](int i) {
        return QJsonObject{{u"label"_s, QString::number(i)}};
    });
}
BENCHMARK(applyKeyEdit)->Unit(benchmark::kMillisecond);

void applyApiEdit(benchmark::State& state)
{
    patchOf(state, Kind::Api, contractAt(99).id, [](int i) {
        return QJsonObject{{u"api_description"_s, QString::number(i)}};
    });
}
BENCHMARK(applyApiEdit)->Unit(benchmark::kMillisecond);

QJsonObject rate(int i)
{
    return {{u"config"_s, QJsonObject{{u"requests_per_minute"_s, 600 + i}}}};
}

void applyBoundPolicyEdit(benchmark::State& state)
{
    patchOf(state, Kind::Policy, u"policy-bound"_s, rate);
}
BENCHMARK(applyBoundPolicyEdit)->Unit(benchmark::kMillisecond);

void applyTenantPolicyEdit(benchmark::State& state)
{
    patchOf(state, Kind::Policy, u"policy-tenant-wide"_s, rate);
}
BENCHMARK(applyTenantPolicyEdit)->Unit(benchmark::kMillisecond);

void compileEverything(benchmark::State& state)
{
    PlaneFixture& f = plane();
    for ([[maybe_unused]] auto _ : state) {
        observe::ApiSlots slots_;
        Compiler compiler({}, {f.state, nullptr}, slots_);
        benchmark::DoNotOptimize(compiler.compileAll(f.documents(), 1));
    }
}
BENCHMARK(compileEverything)->Unit(benchmark::kMillisecond);

void publishSnapshot(benchmark::State& state)
{
    proxy::SnapshotHub hub;
    const auto a = plane().hub.current();
    const auto b = std::make_shared<const proxy::RuntimeSnapshot>(*a);
    bool even = false;
    for ([[maybe_unused]] auto _ : state)
        hub.publish((even = !even) ? a : b);
}
BENCHMARK(publishSnapshot);

void listConsumers(benchmark::State& state)
{
    PlaneFixture& f = plane();
    Query wanted;
    wanted.search = u"company 12"_s;
    wanted.searchFields = {u"name"_s, u"email"_s, u"external_id"_s, u"company"_s};
    wanted.filters = {{u"status"_s, Query::Op::Equals, u"active"_s}};
    wanted.sort = u"email"_s;
    wanted.descending = true;
    wanted.pageSize = 50;
    for ([[maybe_unused]] auto _ : state)
        benchmark::DoNotOptimize(query(f.documents().of<Consumer>(), wanted)->total);
}
BENCHMARK(listConsumers)->Unit(benchmark::kMillisecond);

void listAllConsumersSorted(benchmark::State& state)
{
    PlaneFixture& f = plane();
    Query wanted;
    wanted.sort = u"name"_s;
    wanted.pageSize = 50;
    for ([[maybe_unused]] auto _ : state)
        benchmark::DoNotOptimize(query(f.documents().of<Consumer>(), wanted)->total);
}
BENCHMARK(listAllConsumersSorted)->Unit(benchmark::kMillisecond);

void findKey(benchmark::State& state)
{
    PlaneFixture& f = plane();
    const CompactText hash = keyAt(31'234).hash;
    for ([[maybe_unused]] auto _ : state)
        benchmark::DoNotOptimize(f.documents().credentialByHash(hash));
}
BENCHMARK(findKey);

/// Not a time: heap bytes that the table of keys holds per key.
void memoryPerKey(benchmark::State& state)
{
    std::vector<std::shared_ptr<Credential>> keys;
    double bytes = 0;
    for ([[maybe_unused]] auto _ : state) {
        Documents documents;
        const auto set = [&](Kind kind, auto entity) {
            documents.shareTexts(kind, entity.get());
            documents.table(kind).set(entity);
        };
        for (int i = 0; i < consumerCount; ++i)
            set(Kind::Consumer, std::make_shared<Consumer>(consumerAt(i)));
        for (int i = 0; i < keyCount; ++i)
            set(Kind::Subscription, std::make_shared<Subscription>(subscriptionAt(i)));
        const std::size_t before = mallinfo2().uordblks;
        for (int i = 0; i < keyCount; ++i) {
            auto credential = std::make_shared<Credential>();
            ReadContext context{ReadOptions::stored(), {}};
            readTable(tableOf<Credential>(), credential.get(), toJson(keyAt(i), View::Stored), context);
            set(Kind::Credential, credential);
        }
        bytes = double(mallinfo2().uordblks - before) / keyCount;
    }
    state.counters["bytes_per_key"] = bytes;
}
BENCHMARK(memoryPerKey)->Iterations(1)->Unit(benchmark::kMillisecond);

} // namespace

} // namespace gatehouse::control
