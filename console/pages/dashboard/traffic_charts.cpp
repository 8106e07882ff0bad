// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/dashboard/traffic_charts.h"

#include "console/charts/live_chart.h"

#include <QHBoxLayout>

#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

template <typename Value>
QList<QPointF> line(const QList<std::optional<TrafficPoint>>& steps, int step, const Value& value)
{
    QList<QPointF> points;
    points.reserve(steps.size());
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const double x = static_cast<double>((i + 1 - steps.size()) * step);
        points.append({x, steps.at(i) ? value(*steps.at(i)) : unknown});
    }
    return points;
}

} // namespace

TrafficCharts::TrafficCharts(QWidget* parent)
    : QWidget(parent)
    , m_requests(new LiveChart(tr("Requests per second"),
                               {{u"2xx"_s, tokens::Tone::Good, Qt::SolidLine},
                                {u"3xx"_s, tokens::Tone::Info, Qt::DashLine},
                                {u"4xx"_s, tokens::Tone::Warning, Qt::DashDotLine},
                                {u"5xx"_s, tokens::Tone::Bad, Qt::DotLine}},
                               this))
    , m_latency(new LiveChart(tr("Latency (ms)"),
                              {{u"p50"_s, tokens::Tone::Neutral, Qt::SolidLine},
                               {u"p95"_s, tokens::Tone::Neutral, Qt::DashLine},
                               {u"p99"_s, tokens::Tone::Neutral, Qt::DotLine}},
                              this))
    , m_errors(new LiveChart(
          tr("Error rate (%)"),
          {{tr("5xx"), tokens::Tone::Bad, Qt::SolidLine}, {tr("Alert"), tokens::Tone::Warning, Qt::DashLine}},
          this))
{
    m_requests->setObjectName(u"requestsChart"_s);
    m_latency->setObjectName(u"latencyChart"_s);
    m_errors->setObjectName(u"errorChart"_s);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(tokens::spaceM);
    row->addWidget(m_requests, 1);
    row->addWidget(m_latency, 1);
    for (LiveChart* chart : {m_requests, m_latency, m_errors}) {
        for (LiveChart* other : {m_requests, m_latency, m_errors})
            connect(chart, &LiveChart::cursorMoved, other, &LiveChart::setCursor);
    }
}

int TrafficCharts::stepFor(int rangeSeconds)
{
    return rangeSeconds <= 60 ? 1 : rangeSeconds <= 300 ? 3 : 10;
}

void TrafficCharts::show(const TrafficHistory& history, int rangeSeconds)
{
    const int step = stepFor(rangeSeconds);
    // Only steps that are over: the rate of one second of a step jumps.
    const qint64 last = history.newest() - (history.newest() + 1) % step;
    const auto steps = history.buckets(rangeSeconds, step, last);
    QList<QList<QPointF>> classes;
    for (const size_t first : {2U, 3U, 4U, 5U})
        classes.append(line(steps, step, [first](const TrafficPoint& p) {
            const double count = first == 5 ? p.failures() : p.classes[first];
            return count / p.seconds;
        }));
    m_requests->replace(classes, rangeSeconds, last - last % step);
    m_latency->replace({line(steps, step, [](const TrafficPoint& p) { return p.p50Ms.value_or(unknown); }),
                        line(steps, step, [](const TrafficPoint& p) { return p.p95Ms.value_or(unknown); }),
                        line(steps, step, [](const TrafficPoint& p) { return p.p99Ms.value_or(unknown); })},
                       rangeSeconds, last - last % step);
    const auto share = [](const TrafficPoint& p) {
        return p.requests > 0 ? 100 * p.classes[5] / p.requests : unknown;
    };
    const QList<QPointF> errors = line(steps, step, share);
    QList<QPointF> threshold = errors;
    for (QPointF& point : threshold)
        point.setY(m_threshold.value_or(unknown));
    m_errors->replace({errors, threshold}, rangeSeconds, last - last % step);
}

void TrafficCharts::setNotice(const QString& text)
{
    m_requests->setNotice(text);
    m_latency->setNotice(text);
    m_errors->setNotice(text);
}

} // namespace gatehouse::console
