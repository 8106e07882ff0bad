// SPDX-License-Identifier: GPL-3.0-or-later
// What the limiter, the key and the token cost per request. Cost must not grow with the number of keys.
#include "common/crypto/sha256.h"
#include "gateway/filters/authenticate.h"
#include "gateway/filters/rate_policy.h"
#include "gateway/shared_state/local_state.h"
#include "tests/gateway/proxy/exchange_fixture.h"

#include <QJsonObject>

#include <benchmark/benchmark.h>
#include <memory>
#include <string>

using namespace gatehouse;
using namespace gatehouse::filters;

namespace {

const SystemClock systemClock;

shared_state::LimiterCells& sharedCells()
{
    static shared_state::LimiterCells cells(systemClock);
    return cells;
}

shared_state::LimitRule ruleOf(shared_state::Algorithm algorithm)
{
    return {algorithm, 1'000'000'000'000, 60'000'000'000, 1'000'000'000'000};
}

/// Arguments: algorithm, number of keys. With several threads all of them count the same keys.
void limiter(benchmark::State& state)
{
    const auto rule = ruleOf(static_cast<shared_state::Algorithm>(state.range(0)));
    const auto keys = static_cast<std::uint64_t>(state.range(1));
    std::uint64_t at = 0;
    for (auto _ : state) {
        at = at * 6364136223846793005ULL + 1442695040888963407ULL;
        benchmark::DoNotOptimize(sharedCells().take({1, (at >> 33) % keys}, rule));
    }
    state.SetItemsProcessed(state.iterations());
}

std::string keyText(std::int64_t number)
{
    return "gh_live_0123456789abcdef0123456789abcdef" + std::to_string(number);
}

std::string rawHash(const std::string& key)
{
    const crypto::Digest digest = crypto::sha256(QByteArrayView(key.data(), qsizetype(key.size())));
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// Argument: number of keys. SHA-256 of the key and look-up in the snapshot, through the filter.
void apiKey(benchmark::State& state)
{
    auto snapshot = std::make_shared<proxy::RuntimeSnapshot>();
    proxy::CredentialEntry entry;
    entry.identity = std::make_shared<const proxy::Identity>();
    for (std::int64_t i = 0; i < state.range(0); ++i)
        snapshot->credentials.set(rawHash(keyText(i)), entry);
    proxy::ExchangeFixture fixture;
    fixture.setSnapshot(snapshot);
    AuthenticateConfig config;
    config.apiKeys = true;
    const AuthenticateFilter filter(config);
    fixture.request("GET", "/orders/v1/items",
                    {{"User-Agent", "bench"}, {"X-API-Key", keyText(state.range(0) / 2)}});
    for (auto _ : state) {
        if (filter.request(fixture.exchange()) != proxy::Verdict::Continue)
            state.SkipWithError("the key was refused");
    }
    state.SetItemsProcessed(state.iterations());
}

/// A user's token (HS256): the first call verifies it, all others find it.
void cachedToken(benchmark::State& state)
{
    const auto key = crypto::JwtKey::fromSecret(QStringLiteral("k"), Secret(QByteArray(32, 'k')));
    const crypto::KeySet keys({key.value()});
    auto snapshot = std::make_shared<proxy::RuntimeSnapshot>();
    snapshot->users.set("ann", std::make_shared<const proxy::Identity>());
    proxy::ExchangeFixture fixture;
    fixture.setSnapshot(snapshot);
    AuthenticateConfig config;
    config.tokens = std::make_shared<TokenVerifier>(systemClock, keys);
    const AuthenticateFilter filter(config);
    const QJsonObject claims{{QStringLiteral("sub"), QStringLiteral("ann")},
                             {QStringLiteral("jti"), QStringLiteral("0e3b5a1c-1111-4222-8333-444455556666")},
                             {QStringLiteral("exp"), qint64(systemClock.wallMs() / 1000 + 3600)}};
    const std::string token = crypto::signJwt(claims, keys).value().toStdString();
    fixture.request("GET", "/api/rest/orders/v1/items", {{"Authorization", "Bearer " + token}});
    for (auto _ : state) {
        if (filter.request(fixture.exchange()) != proxy::Verdict::Continue)
            state.SkipWithError("the token was refused");
    }
    state.SetItemsProcessed(state.iterations());
}

/// The whole rate policy: key, decision, three answer fields.
void ratePolicy(benchmark::State& state)
{
    RatePolicyConfig config;
    config.state = std::make_shared<shared_state::LocalState>(systemClock);
    config.counterId = "policy/api";
    config.rule = ruleOf(shared_state::Algorithm::TokenBucket);
    const RatePolicyFilter filter(config);
    proxy::ExchangeFixture fixture;
    std::uint64_t left = 0;
    for (auto _ : state) {
        if (left-- == 0) { // a new request now and then, as the fixture's memory grows with each answer field
            state.PauseTiming();
            fixture.request("GET", "/orders/v1/items");
            left = 64;
            state.ResumeTiming();
        }
        if (filter.request(fixture.exchange()) != proxy::Verdict::Continue)
            state.SkipWithError("the limit was reached");
    }
    state.SetItemsProcessed(state.iterations());
}

BENCHMARK(limiter)->ArgNames({"algorithm", "keys"})->ArgsProduct({{0, 1, 2}, {10, 10'000, 100'000}});
BENCHMARK(limiter)
    ->ArgNames({"algorithm", "keys"})
    ->Args({2, 1})
    ->Args({2, 10'000})
    ->Threads(2)
    ->UseRealTime();
BENCHMARK(apiKey)->ArgName("keys")->Arg(10)->Arg(10'000)->Arg(100'000);
BENCHMARK(cachedToken);
BENCHMARK(ratePolicy);

} // namespace
