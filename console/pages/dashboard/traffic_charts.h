// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/traffic_history.h"

#include <QWidget>

#include <optional>

namespace gatehouse::console {

class LiveChart;

/// Requests by status class and latency side by side, and the share of errors with its alert threshold for
/// wherever the page puts it; all with one cursor.
class TrafficCharts : public QWidget {
    Q_OBJECT
public:
    explicit TrafficCharts(QWidget* parent = nullptr);
    void show(const TrafficHistory& history, int rangeSeconds);
    /// Instead of lines; empty: lines.
    void setNotice(const QString& text);
    LiveChart* requests() const { return m_requests; }
    LiveChart* latency() const { return m_latency; }
    LiveChart* errors() const { return m_errors; }
    /// Percent above which an alert is due; nothing: no rule says so. Drawn with the next numbers.
    void setErrorThreshold(std::optional<double> percent) { m_threshold = percent; }

    /// Seconds that one point covers, so that about a hundred points are drawn.
    static int stepFor(int rangeSeconds);

private:
    LiveChart* m_requests;
    LiveChart* m_latency;
    LiveChart* m_errors;
    std::optional<double> m_threshold;
};

} // namespace gatehouse::console
