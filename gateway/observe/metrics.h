// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/api_slots.h"
#include "gateway/observe/histogram.h"
#include "gateway/observe/metrics_table.h"
#include "gateway/observe/request_record.h"

#include <array>
#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::observe {

/// Up to 63 short names with small numbers. One thread adds, others read. The 64th and further names share
/// "other", so that no label can grow without bounds.
class NameTable {
public:
    static constexpr std::uint32_t Capacity = 64;

    NameTable() { m_names[0] = "other"; }
    std::uint32_t idOf(std::string_view name);
    std::uint32_t size() const { return m_size.load(std::memory_order_acquire); }
    const std::string& name(std::uint32_t id) const { return m_names[id]; }

private:
    std::array<std::string, Capacity> m_names;
    std::atomic<std::uint32_t> m_size{1};
};

/// Buckets with fixed upper bounds, for Prometheus; one writer.
template <std::size_t N>
class EdgeHistogram {
public:
    void record(std::int64_t ns, const std::array<double, N>& edges)
    {
        const double seconds = static_cast<double>(ns) * 1e-9;
        std::size_t i = 0;
        while (i < N && seconds > edges[i])
            ++i;
        m_buckets[i].add(1);
        m_sumNs.add(ns);
    }
    /// Not cumulative; the last one is above all bounds.
    std::uint64_t bucket(std::size_t i) const { return m_buckets[i].get(); }
    std::int64_t sumNs() const { return m_sumNs.get(); }

private:
    std::array<SingleWriter<std::uint64_t>, N + 1> m_buckets;
    SingleWriter<std::int64_t> m_sumNs;
};

/// Counters of one API on one worker; made when the first request for the API arrives there.
struct ApiBlock {
    static constexpr std::size_t StatusCells = 24;
    static constexpr std::size_t PolicyCells = 8;

    /// Counts one (method, status) pair or one policy. `key` is written once, before `count`.
    struct Cell {
        std::atomic<std::uint32_t> key{0}; ///< 0 = free
        SingleWriter<std::uint64_t> count;
    };
    static std::uint32_t statusKey(std::uint8_t method, std::uint16_t status)
    {
        return 1U + method * 1000U + status % 1000U;
    }

    std::array<Cell, StatusCells> status; ///< the last cell takes the pairs that found no room, as (OTHER, 0)
    std::array<Cell, PolicyCells> limited; ///< key = 1 + id in the worker's policy names
    std::array<EdgeHistogram<ApiEdges.size()>, MethodNames.size()> duration;
    std::array<SingleWriter<std::uint64_t>, CertificateWords.size()> certificates; ///< by CertificateCheck
    std::array<SingleWriter<std::uint64_t>, 3> messages;                           ///< by SocketMessage
};

/// Everything one worker counts. Written by that worker alone, without locks; read by anybody. All memory
/// orders are relaxed but where a pointer or a key is published.
class alignas(64) WorkerMetrics {
public:
    WorkerMetrics() = default;
    ~WorkerMetrics();
    WorkerMetrics(const WorkerMetrics&) = delete;
    WorkerMetrics& operator=(const WorkerMetrics&) = delete;

    /// Counts a finished exchange of Surface::Traffic.
    void count(const RequestRecord& record);

    /// Metrics of feed Worker, from the worker's thread. Gauges may go up and down.
    void add(Metric metric, std::int64_t n = 1) { m_plain[static_cast<std::size_t>(metric)].add(n); }
    void set(Metric metric, std::int64_t value) { m_plain[static_cast<std::size_t>(metric)].set(value); }

    /// A WebSocket of the API has moved a message, from the worker's thread.
    void countMessage(std::uint32_t slot, SocketMessage message)
    {
        apiBlock(slot).messages[static_cast<std::size_t>(message)].add(1);
    }

    std::int64_t plain(Metric metric) const { return m_plain[static_cast<std::size_t>(metric)].get(); }
    std::uint64_t statusCount(std::uint16_t status) const { return m_status[status].get(); }
    std::uint64_t versionCount(std::size_t version) const { return m_versions[version].get(); }
    const EdgeHistogram<DoormanEdges.size()>& duration() const { return m_duration; }
    const LiveHistogram& latency() const { return m_latency; }
    const NameTable& reasons() const { return m_reasons; }
    std::uint64_t closeCount(std::size_t closeClass) const { return m_closes[closeClass].get(); }
    std::uint64_t reasonCount(std::uint32_t id) const { return m_reasonCounts[id].get(); }
    const NameTable& policies() const { return m_policies; }
    /// nullptr when this worker never saw the API.
    const ApiBlock* api(std::uint32_t slot) const;

    static constexpr std::uint16_t StatusLimit = 1000;

private:
    static constexpr std::uint32_t PageSize = 128;
    using Page = std::array<std::atomic<ApiBlock*>, PageSize>;

    ApiBlock& apiBlock(std::uint32_t slot);
    static void bump(std::span<ApiBlock::Cell> cells, std::uint32_t key, std::uint32_t overflowKey);

    std::array<SingleWriter<std::int64_t>, MetricCount> m_plain;
    std::array<SingleWriter<std::uint64_t>, StatusLimit> m_status;
    std::array<SingleWriter<std::uint64_t>, VersionNames.size()> m_versions;
    EdgeHistogram<DoormanEdges.size()> m_duration;
    LiveHistogram m_latency;
    NameTable m_reasons;
    std::array<SingleWriter<std::uint64_t>, NameTable::Capacity> m_reasonCounts;
    NameTable m_policies;
    std::array<SingleWriter<std::uint64_t>, CloseClasses> m_closes;
    std::array<std::atomic<Page*>, ApiSlots::Capacity / PageSize> m_pages{};
};

} // namespace gatehouse::observe
