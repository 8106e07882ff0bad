// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/metrics.h"
#include "gateway/observe/prometheus_writer.h"

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace gatehouse::observe {

struct ScrapeInput;

/// The families of a scrape that are counted by API: what all workers have counted, added up once.
class ApiFamilies {
public:
    /// `input` must outlive this.
    explicit ApiFamilies(const ScrapeInput& input);
    /// Writes the samples of the family. False: it is none of these.
    bool write(Metric family, PrometheusWriter& writer) const;

private:
    using Labels = std::vector<std::string>;
    using Series = std::map<Labels, double>;
    struct Durations {
        std::array<std::uint64_t, ApiEdges.size() + 1> counts{};
        double sum = 0;
        void add(const Durations& other);
    };
    struct Merged {
        std::map<std::uint32_t, std::uint64_t> status; ///< by ApiBlock::statusKey
        std::map<std::string, std::uint64_t> limited;
        std::map<std::uint8_t, Durations> duration;
        std::array<std::uint64_t, CertificateWords.size()> certificates{};
        std::array<std::uint64_t, 3> messages{};
        void add(const ApiBlock& block, const WorkerMetrics& worker);
        void add(const EdgeHistogram<ApiEdges.size()>& durations, std::uint8_t method);
    };

    static void put(const Series& series, PrometheusWriter& writer);
    Series counts(Metric family) const;
    void putDurations(Metric family, PrometheusWriter& writer) const;
    Series limited(Metric family) const;
    Series messages() const;
    Series dropped() const;
    Series requestsOf(ApiKind kind) const;
    Series answersOf(ApiKind kind) const;
    Series certificates() const;

    std::span<const ApiLabels> m_labels;
    std::map<std::uint32_t, Merged> m_apis; ///< by slot
};

} // namespace gatehouse::observe
