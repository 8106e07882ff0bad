// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/metrics.h"

#include <algorithm>

namespace gatehouse::observe {

std::uint32_t NameTable::idOf(std::string_view name)
{
    const std::uint32_t size = m_size.load(std::memory_order_relaxed);
    for (std::uint32_t i = 0; i < size; ++i) {
        if (m_names[i] == name)
            return i;
    }
    if (size == Capacity)
        return 0;
    m_names[size] = std::string(name.substr(0, 120));
    m_size.store(size + 1, std::memory_order_release);
    return size;
}

WorkerMetrics::~WorkerMetrics()
{
    for (const std::atomic<Page*>& slot : m_pages) {
        const std::unique_ptr<Page> page(slot.load(std::memory_order_relaxed));
        if (!page)
            continue;
        for (const std::atomic<ApiBlock*>& block : *page)
            delete block.load(std::memory_order_relaxed);
    }
}

const ApiBlock* WorkerMetrics::api(std::uint32_t slot) const
{
    if (slot >= ApiSlots::Capacity)
        return nullptr;
    const Page* page = m_pages[slot / PageSize].load(std::memory_order_acquire);
    return page ? (*page)[slot % PageSize].load(std::memory_order_acquire) : nullptr;
}

ApiBlock& WorkerMetrics::apiBlock(std::uint32_t slot)
{
    if (slot >= ApiSlots::Capacity)
        slot = ApiSlots::Other;
    std::atomic<Page*>& pageSlot = m_pages[slot / PageSize];
    Page* page = pageSlot.load(std::memory_order_relaxed);
    if (!page) {
        page = std::make_unique<Page>().release();
        pageSlot.store(page, std::memory_order_release);
    }
    std::atomic<ApiBlock*>& blockSlot = (*page)[slot % PageSize];
    ApiBlock* block = blockSlot.load(std::memory_order_relaxed);
    if (!block) {
        block = std::make_unique<ApiBlock>().release();
        blockSlot.store(block, std::memory_order_release);
    }
    return *block;
}

void WorkerMetrics::bump(std::span<ApiBlock::Cell> cells, std::uint32_t key, std::uint32_t overflowKey)
{
    for (std::size_t i = 0; i + 1 < cells.size(); ++i) {
        const std::uint32_t found = cells[i].key.load(std::memory_order_relaxed);
        if (found == 0)
            cells[i].key.store(key, std::memory_order_release);
        if (found == 0 || found == key) {
            cells[i].count.add(1);
            return;
        }
    }
    cells.back().key.store(overflowKey, std::memory_order_release);
    cells.back().count.add(1);
}

void WorkerMetrics::count(const RequestRecord& record)
{
    if (record.isTest) {
        add(Metric::TestRequests);
        return;
    }
    const std::uint16_t status = record.status < StatusLimit ? record.status : std::uint16_t(0);
    const std::uint8_t method = methodIndex(record.method);
    m_status[status].add(1);
    m_versions[versionIndex(record.httpVersion)].add(1);
    m_duration.record(record.latency(), DoormanEdges);
    m_latency.record(record.latency());
    add(Metric::RequestBytes, static_cast<std::int64_t>(record.bytesIn));
    add(Metric::ResponseBytes, static_cast<std::int64_t>(record.bytesOut));
    add(Metric::UpstreamSeconds, std::max<std::int64_t>(record.upstreamNs, 0));
    add(Metric::QueueSeconds, record.queueNs);
    if (record.retries > 0)
        add(Metric::DoormanRetries, record.retries);
    if (record.upstreamTimeouts > 0)
        add(Metric::DoormanTimeouts, record.upstreamTimeouts);
    if (record.cacheHit)
        add(Metric::CacheHits);
    if (status == 0)
        add(Metric::ClientsGone);
    if (record.closeCode != 0)
        m_closes[closeClass(record.closeCode)].add(1);
    if (!record.reason.empty())
        m_reasonCounts[m_reasons.idOf(record.reason)].add(1);

    ApiBlock& api = apiBlock(record.apiSlot);
    bump(api.status, ApiBlock::statusKey(method, status), ApiBlock::statusKey(0, 0));
    api.duration[method].record(record.latency(), ApiEdges);
    if (record.certificate != CertificateCheck::None)
        api.certificates[static_cast<std::size_t>(record.certificate)].add(1);
    if (record.limited)
        bump(api.limited, 1 + m_policies.idOf(record.policy), 1);
}

} // namespace gatehouse::observe
