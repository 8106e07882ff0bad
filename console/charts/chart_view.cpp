// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/charts/chart_view.h"

#include "console/widgets/tokens.h"

#include <QCategoryAxis>
#include <QDateTime>
#include <QFontMetrics>
#include <QGraphicsLayout>
#include <QLegend>
#include <QLineSeries>
#include <QLocale>
#include <QMouseEvent>
#include <QSignalBlocker>
#include <QValueAxis>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int lines = 4;
constexpr double leastDash = .01; ///< of a lone moment, as a part of the width

QString agoText(int seconds)
{
    if (seconds == 0)
        return ChartView::tr("now");
    constexpr int hour = 3'600, day = 24 * hour;
    if (seconds % day == 0)
        return ChartView::tr("−%1 d").arg(seconds / day);
    if (seconds % hour == 0 && seconds > hour)
        return ChartView::tr("−%1 h").arg(seconds / hour);
    if (seconds % 60 == 0)
        return ChartView::tr("−%1 min").arg(seconds / 60);
    return ChartView::tr("−%1 s").arg(seconds);
}

/// As many as tell two steps apart: 2.5 needs one, 0.00025 five.
int decimalsOf(double step)
{
    constexpr int most = 6;
    for (int decimals = 0; decimals < most; ++decimals) {
        const double scaled = step * std::pow(10.0, decimals);
        if (std::abs(scaled - std::round(scaled)) < 1e-6 * scaled)
            return decimals;
    }
    return most;
}

} // namespace

ChartView::ChartView(QWidget* parent)
    : QChartView(parent)
    , m_x(new QCategoryAxis(this))
    , m_y(new QValueAxis(this))
{
    QChart* plane = chart();
    plane->legend()->hide();
    plane->setMargins(QMargins(0, 0, tokens::spaceM, 0)); // half of the last label
    plane->setBackgroundRoundness(0);
    plane->setLocale(QLocale()); // the program's, not the system's
    plane->setLocalizeNumbers(true);
    plane->layout()->setContentsMargins(0, 0, 0, 0);
    plane->addAxis(m_x, Qt::AlignBottom);
    plane->addAxis(m_y, Qt::AlignLeft);
    m_x->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    m_x->setGridLineVisible(false);
    m_y->setTickCount(lines + 1);
    m_y->setLineVisible(false);
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setMouseTracking(true);
    setRange(60);
    setHighest(0);
}

void ChartView::setRange(int seconds, std::optional<qint64> end)
{
    if (seconds == m_range && end == m_end)
        return;
    m_range = seconds;
    m_end = end;
    m_step = 0;
    placeLabels();
}

QString ChartView::labelOf(int ago) const
{
    if (!m_end)
        return agoText(ago);
    constexpr int day = 86'400;
    return QDateTime::fromSecsSinceEpoch(*m_end - ago)
        .toString(m_range > day ? u"dd.MM. HH:mm"_s : u"HH:mm"_s);
}

/// As many as fit beside each other; a label that would be cut is worse than none.
void ChartView::placeLabels()
{
    constexpr int steps[] = {15,    30,     60,     120,    300,    600,        1'800,     3'600,
                             7'200, 14'400, 21'600, 43'200, 86'400, 2 * 86'400, 5 * 86'400};
    const int wide = QFontMetrics(m_x->labelsFont()).horizontalAdvance(labelOf(m_range)) + tokens::spaceXl;
    const int room = qMax(2, width() / wide);
    const auto* step = std::find_if(std::begin(steps), std::end(steps) - 1,
                                    [this, room](int one) { return m_range / one + 1 <= room; });
    if (*step == m_step)
        return;
    m_step = *step;
    const QStringList old = m_x->categoriesLabels();
    for (const QString& label : old)
        m_x->remove(label);
    m_x->setStartValue(-m_range);
    m_x->setRange(-m_range, 0);
    // By the clock the round times are those of the wall, not those before the end.
    const qint64 local = m_end ? *m_end + QDateTime::fromSecsSinceEpoch(*m_end).offsetFromUtc() : 0;
    const int beyond = static_cast<int>(local % m_step);
    for (int ago = m_range - (m_range - beyond) % m_step; ago >= 0; ago -= m_step)
        m_x->append(labelOf(ago), -ago);
}

void ChartView::resizeEvent(QResizeEvent* event)
{
    QChartView::resizeEvent(event);
    placeLabels();
}

double ChartView::niceStep(double highest)
{
    const double raw = std::max(highest, 1e-3) / lines;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        if (raw <= factor * power * (1 + 1e-9))
            return factor * power;
    }
    return 10 * power;
}

void ChartView::setHighest(double highest)
{
    const double step = niceStep(highest > 0 ? highest : 1);
    if (step * lines == m_highest)
        return;
    m_highest = step * lines;
    m_y->setLabelFormat(u"%.%1f"_s.arg(decimalsOf(step)));
    m_y->setRange(0, m_highest);
}

void ChartView::setColours(const QPalette& palette)
{
    const tokens::Colours& c = tokens::of(palette);
    const QColor muted = tokens::colour(c.muted);
    const QColor border = tokens::colour(c.border);
    QFont small = tokens::font(tokens::TextRole::Caption);
    chart()->setBackgroundBrush(tokens::colour(c.surface));
    setBackgroundBrush(tokens::colour(c.surface));
    for (QAbstractAxis* axis : {static_cast<QAbstractAxis*>(m_x), static_cast<QAbstractAxis*>(m_y)}) {
        axis->setLabelsColor(muted);
        axis->setLabelsFont(small);
        axis->setLinePenColor(border);
        axis->setGridLineColor(border);
    }
    QPen grid(border, tokens::hairline);
    m_y->setGridLinePen(grid);
}

void ChartView::setCursor(std::optional<double> x)
{
    if (x == m_cursor)
        return;
    m_cursor = x;
    scene()->update();
}

void ChartView::setCursorText(const QString& text)
{
    m_cursorText = text;
    scene()->update();
}

double ChartView::xAt(const QPoint& point) const
{
    return qBound(-double(m_range), chart()->mapToValue(mapToScene(point)).x(), 0.0);
}

void ChartView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && chart()->plotArea().contains(mapToScene(event->pos())))
        m_dragFrom = m_dragTo = xAt(event->pos());
    QChartView::mousePressEvent(event);
}

/// A click that shook a little selects nothing.
void ChartView::mouseReleaseEvent(QMouseEvent* event)
{
    const auto from = std::exchange(m_dragFrom, std::nullopt);
    const auto to = std::exchange(m_dragTo, std::nullopt);
    scene()->update();
    constexpr double leastShare = 0.02;
    if (from && to && std::abs(*to - *from) > leastShare * m_range)
        Q_EMIT rangeSelected(std::min(*from, *to), std::max(*from, *to));
    QChartView::mouseReleaseEvent(event);
}

void ChartView::mouseMoveEvent(QMouseEvent* event)
{
    if (m_dragFrom) {
        m_dragTo = xAt(event->pos());
        scene()->update();
    }
    const QPointF at = mapToScene(event->pos());
    const bool inside = chart()->plotArea().contains(at);
    Q_EMIT cursorMoved(inside ? std::optional(chart()->mapToValue(at).x()) : std::nullopt);
    QChartView::mouseMoveEvent(event);
}

void ChartView::leaveEvent(QEvent* event)
{
    Q_EMIT cursorMoved(std::nullopt);
    QChartView::leaveEvent(event);
}

void ChartView::drawSelection(QPainter& painter, const QRectF& plot) const
{
    constexpr double share = 0.15;
    const auto place = [this, &plot](double x) { return plot.right() + x * plot.width() / qMax(1, m_range); };
    QColor colour = tokens::colour(tokens::of(palette()).accent);
    colour.setAlphaF(share);
    painter.fillRect(QRectF(QPointF(place(std::min(*m_dragFrom, *m_dragTo)), plot.top()),
                            QPointF(place(std::max(*m_dragFrom, *m_dragTo)), plot.bottom())),
                     colour);
}

void ChartView::drawForeground(QPainter* painter, const QRectF&)
{
    if (m_dragFrom && m_dragTo)
        drawSelection(*painter, chart()->plotArea());
    if (!m_cursor || m_cursorText.isEmpty())
        return;
    const tokens::Colours& c = tokens::of(palette());
    const QRectF plot = chart()->plotArea();
    const double x = plot.right() + *m_cursor * plot.width() / qMax(1, m_range);
    painter->setPen(QPen(tokens::colour(c.muted), tokens::hairline));
    painter->drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    painter->setFont(tokens::font(tokens::TextRole::Caption));
    QRectF text = painter->boundingRect(plot, Qt::AlignLeft, m_cursorText);
    const double pad = tokens::spaceXs;
    text.moveTop(plot.top() + pad);
    text.moveLeft(x + 2 * pad + text.width() > plot.right() ? x - 3 * pad - text.width() : x + 3 * pad);
    painter->setBrush(tokens::colour(c.surface));
    painter->setPen(tokens::colour(c.border));
    painter->drawRoundedRect(text.adjusted(-pad, -pad, pad, pad), pad, pad);
    painter->setPen(tokens::colour(c.text));
    painter->drawText(text, Qt::AlignLeft, m_cursorText);
}

LineSet::LineSet(ChartView& view, QObject* parent)
    : QObject(parent)
    , m_view(view)
{
}

QLineSeries* LineSet::run(int index)
{
    if (index < m_runs.size())
        return m_runs.at(index);
    auto* series = new QLineSeries(this);
    m_view.chart()->addSeries(series);
    series->attachAxis(m_view.xAxis());
    series->attachAxis(m_view.yAxis());
    series->setPen(m_pen);
    m_runs.append(series);
    return series;
}

void LineSet::replace(const QList<QPointF>& points)
{
    const int before = m_used;
    m_used = 0;
    QList<QPointF> pending;
    const auto flush = [this, &pending] {
        if (pending.isEmpty())
            return;
        if (pending.size() == 1) { // one known moment between two unknown ones: a short dash, else invisible
            const QPointF only = pending.takeFirst();
            const QPointF half(m_view.range() * leastDash / 2, 0);
            pending = {only - half, only + half};
        }
        QLineSeries* series = run(m_used++);
        {
            // Two rebuilds for one replace otherwise: one for the points, one for the axis.
            const QSignalBlocker blocker(series);
            series->replace(pending);
        }
        Q_EMIT series->pointsReplaced();
        series->setVisible(m_visible);
        pending.clear();
    };
    for (const QPointF& point : points) {
        if (std::isnan(point.y()))
            flush();
        else
            pending.append(point);
    }
    flush();
    for (int i = m_used; i < before; ++i)
        m_runs.at(i)->setVisible(false);
}

void LineSet::setPen(const QPen& pen)
{
    m_pen = pen;
    for (QLineSeries* series : std::as_const(m_runs))
        series->setPen(pen);
}

void LineSet::setVisible(bool visible)
{
    m_visible = visible;
    for (int i = 0; i < m_used; ++i)
        m_runs.at(i)->setVisible(visible);
}

} // namespace gatehouse::console
