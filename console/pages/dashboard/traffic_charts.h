// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/traffic_history.h"

#include <QWidget>

namespace gatehouse::console {

class LiveChart;

/// Requests by status class and latency, side by side, with one cursor.
class TrafficCharts : public QWidget {
    Q_OBJECT
public:
    explicit TrafficCharts(QWidget* parent = nullptr);
    void show(const TrafficHistory& history, int rangeSeconds);
    /// Instead of lines; empty: lines.
    void setNotice(const QString& text);
    LiveChart* requests() const { return m_requests; }
    LiveChart* latency() const { return m_latency; }

    /// Seconds that one point covers, so that about a hundred points are drawn.
    static int stepFor(int rangeSeconds);

private:
    LiveChart* m_requests;
    LiveChart* m_latency;
};

} // namespace gatehouse::console
