// SPDX-License-Identifier: GPL-3.0-or-later
// What recording one finished request costs: its access line, its counters, its place in the minute's tally.
#include "gateway/observe/access_line.h"
#include "gateway/observe/metrics.h"
#include "gateway/observe/tally.h"
#include "tests/gateway/observe/sample_record.h"

#include <benchmark/benchmark.h>
#include <memory>
#include <string>

using namespace gatehouse::observe;

namespace {

RequestRecord browserRecord()
{
    RequestRecord record = sampleRecord();
    record.path = "/orders/v1/items/12345";
    record.userAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
                       "Chrome/126.0.0.0 Safari/537.36";
    return record;
}

void writeLine(benchmark::State& state, AccessFormat format)
{
    AccessLine line(format);
    const RequestRecord record = browserRecord();
    std::string out;
    out.reserve(68 * 1024);
    for (auto _ : state) {
        line.append(out, record);
        if (out.size() > 64 * 1024)
            out.clear();
    }
}
BENCHMARK_CAPTURE(writeLine, json, AccessFormat::Json);
BENCHMARK_CAPTURE(writeLine, text, AccessFormat::Text);

void countRequest(benchmark::State& state)
{
    const auto metrics = std::make_unique<WorkerMetrics>();
    const RequestRecord record = browserRecord();
    for (auto _ : state)
        metrics->count(record);
}
BENCHMARK(countRequest);

/// The latencies of a loaded second: some forty buckets.
void addToTally(benchmark::State& state)
{
    Tally tally;
    RecentEndpoints recent;
    RequestRecord record = browserRecord();
    std::int64_t step = 0;
    for (auto _ : state) {
        record.totalNs = 500'000 + (step++ * 7919 % 64) * 40'000;
        tally.add(record, recent);
    }
}
BENCHMARK(addToTally);

} // namespace
