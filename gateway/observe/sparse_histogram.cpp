// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/sparse_histogram.h"

namespace gatehouse::observe {

void SparseHistogram::addBucket(std::uint16_t bucket, std::uint32_t times)
{
    // What comes often moves to the front, so that it is found at once: this runs twice per request.
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (m_entries[i].first != bucket)
            continue;
        m_entries[i].second += times;
        if (i > 0 && m_entries[i - 1].second < m_entries[i].second)
            std::swap(m_entries[i - 1], m_entries[i]);
        return;
    }
    m_entries.emplace_back(bucket, times);
}

void SparseHistogram::merge(const SparseHistogram& other)
{
    for (const Entry& entry : other.m_entries)
        addBucket(entry.first, entry.second);
}

Histogram SparseHistogram::expanded() const
{
    Histogram histogram;
    for (const Entry& entry : m_entries)
        histogram.addBucket(entry.first, entry.second);
    return histogram;
}

Percentiles Percentiles::of(const Histogram& histogram)
{
    const auto ms = [&](double p) { return histogram.percentileNs(p) * 1e-6; };
    return {ms(0.5), ms(0.75), ms(0.9), ms(0.95), ms(0.99), ms(0), ms(1)};
}

} // namespace gatehouse::observe
