// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/metrics_table.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::observe {

/// Writes families in the text format, version 0.0.4.
class PrometheusWriter {
public:
    explicit PrometheusWriter(std::string& out)
        : m_out(out)
    {
    }

    /// HELP and TYPE of the row whose samples follow.
    void family(const MetricRow& row);
    /// `labels` in the order of the row. `le` not empty: the bound of a bucket.
    void sample(std::string_view suffix, std::span<const std::string> labels, double value,
                std::string_view le = {});
    /// `counts` are not cumulative; one more than `edges`.
    void histogram(std::span<const std::string> labels, std::span<const double> edges,
                   std::span<const std::uint64_t> counts, double sum);

private:
    std::string& m_out;
    const MetricRow* m_row = nullptr;
};

} // namespace gatehouse::observe
