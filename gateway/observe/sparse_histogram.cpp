// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/sparse_histogram.h"

namespace gatehouse::observe {

void SparseHistogram::addBucket(std::uint16_t bucket, std::uint32_t times)
{
    for (Entry& entry : m_entries) {
        if (entry.first == bucket) {
            entry.second += times;
            return;
        }
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
