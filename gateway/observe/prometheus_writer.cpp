// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/prometheus_writer.h"

#include <array>
#include <charconv>
#include <cmath>

namespace gatehouse::observe {

namespace {

void appendNumber(std::string& out, double value)
{
    if (std::isnan(value) || std::isinf(value)) {
        out += std::isnan(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        return;
    }
    std::array<char, 32> buffer{};
    const bool whole = std::floor(value) == value && std::abs(value) < 1e15;
    const auto end =
        whole ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), static_cast<std::int64_t>(value))
              : std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    out.append(buffer.data(), end.ptr);
}

/// Label values: backslash, quote and newline are escaped; other control bytes and invalid UTF-8 become '?'.
void appendLabelValue(std::string& out, std::string_view value)
{
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\\' || c == '"')
            (out += '\\') += c;
        else if (c == '\n')
            out += "\\n";
        else
            out += byte < 0x20 || byte >= 0x7f ? '?' : c;
    }
}

} // namespace

void PrometheusWriter::family(const MetricRow& row)
{
    m_row = &row;
    m_out.append("# HELP ").append(row.name).append(" ").append(row.help).append("\n");
    m_out.append("# TYPE ").append(row.name).append(" ").append(toString(row.type)).append("\n");
}

void PrometheusWriter::sample(std::string_view suffix, std::span<const std::string> labels, double value,
                              std::string_view le)
{
    m_out.append(m_row->name).append(suffix);
    bool open = false;
    std::string_view names = m_row->labels;
    for (const std::string& label : labels) {
        const std::size_t comma = names.find(',');
        (m_out += open ? ',' : '{').append(names.substr(0, comma)).append("=\"");
        appendLabelValue(m_out, label);
        m_out += '"';
        names.remove_prefix(comma == std::string_view::npos ? names.size() : comma + 1);
        open = true;
    }
    if (!le.empty()) {
        (m_out += open ? ',' : '{').append("le=\"").append(le).append("\"");
        open = true;
    }
    if (open)
        m_out += '}';
    m_out += ' ';
    appendNumber(m_out, value);
    m_out += '\n';
}

void PrometheusWriter::histogram(std::span<const std::string> labels, std::span<const double> edges,
                                 std::span<const std::uint64_t> counts, double sum)
{
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        seen += counts[i];
        std::string le;
        appendNumber(le, edges[i]);
        sample("_bucket", labels, static_cast<double>(seen), le);
    }
    seen += counts[edges.size()];
    sample("_bucket", labels, static_cast<double>(seen), "+Inf");
    sample("_sum", labels, sum);
    sample("_count", labels, static_cast<double>(seen));
}

} // namespace gatehouse::observe
