// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/charts/heat_plane.h"

#include "console/widgets/tokens.h"

#include <QDateTime>
#include <QFontMetrics>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int barRoom = 150;      ///< most of what the bars of the rows get
constexpr int leastRow = 14;      ///< a row is legible
constexpr double leastTint = .12; ///< one request can be seen beside none

QFont small()
{
    return tokens::font(tokens::TextRole::Caption);
}

QString countText(double count)
{
    return QLocale().toString(count, 'f', 0);
}

} // namespace

HeatPlane::HeatPlane(QWidget* parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
}

void HeatPlane::show(const HeatGrid& grid)
{
    m_grid = &grid;
    if (m_cell && (m_cell->row >= grid.rows.size() || m_cell->column >= grid.starts.size()))
        m_cell.reset();
    tell();
    updateGeometry();
    update();
}

QSize HeatPlane::minimumSizeHint() const
{
    const auto rows = static_cast<int>(m_grid ? m_grid->rows.size() : 1);
    return {tokens::detailWidth, rows * leastRow + QFontMetrics(small()).height() + tokens::spaceXs};
}

/// Between the labels at the left, the times below and the bars at the right.
QRectF HeatPlane::cells() const
{
    const QFontMetrics metrics(small());
    int labels = 0;
    for (const QString& row : m_grid->rows)
        labels = qMax(labels, metrics.horizontalAdvance(row));
    labels = qMin(labels + 2, width() / 4) + tokens::spaceS; // rounding must not cut the longest one
    const int bars = qMin(barRoom, width() / 5);
    const int times = metrics.height() + tokens::spaceXs;
    return QRectF(labels, 0, width() - labels - bars - tokens::spaceM, height() - times);
}

QRectF HeatPlane::rectOf(Cell cell) const
{
    const QRectF area = cells();
    const double w = area.width() / static_cast<double>(m_grid->starts.size());
    const double h = area.height() / static_cast<double>(m_grid->rows.size());
    return {area.left() + cell.column * w, area.top() + cell.row * h, w, h};
}

std::optional<HeatPlane::Cell> HeatPlane::cellAt(const QPointF& point) const
{
    if (!m_grid || m_grid->isEmpty() || !cells().contains(point))
        return std::nullopt;
    const QRectF one = rectOf({0, 0});
    const Cell cell{static_cast<int>((point.y() - one.top()) / one.height()),
                    static_cast<int>((point.x() - one.left()) / one.width())};
    return Cell{qMin(cell.row, static_cast<int>(m_grid->rows.size()) - 1),
                qMin(cell.column, static_cast<int>(m_grid->starts.size()) - 1)};
}

/// By the logarithm: a few slow calls among thousands of quick ones are what people look for.
QColor HeatPlane::colourOf(double count) const
{
    const tokens::Colours& c = tokens::of(palette());
    const double share = std::log1p(count) / std::log1p(qMax(1.0, m_grid->highest()));
    return tokens::mix(c.surface, c.accent, leastTint + (1 - leastTint) * share);
}

void HeatPlane::paintEvent(QPaintEvent*)
{
    if (!m_grid || m_grid->isEmpty())
        return;
    QPainter painter(this);
    painter.setFont(small());
    const QRectF area = cells();
    drawCells(painter, area);
    drawRowLabels(painter, area);
    drawTimes(painter, area);
    drawBars(painter, area);
    drawKey(painter, area);
    if (m_cell) {
        painter.setPen(QPen(tokens::colour(tokens::of(palette()).text), tokens::hairline));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rectOf(*m_cell));
    }
}

void HeatPlane::drawCells(QPainter& painter, const QRectF& area) const
{
    const tokens::Colours& c = tokens::of(palette());
    const int gap = rectOf({0, 0}).width() < tokens::spaceM ? 0 : tokens::hairline;
    painter.setPen(Qt::NoPen);
    for (int row = 0; row < m_grid->rows.size(); ++row) {
        for (int column = 0; column < m_grid->starts.size(); ++column) {
            const double count = m_grid->counts.at(row).at(column);
            const QRectF cell = rectOf({row, column});
            if (std::isnan(count))
                painter.fillRect(cell, QBrush(tokens::colour(c.border), Qt::BDiagPattern));
            else if (count > 0)
                painter.fillRect(cell.adjusted(0, 0, -gap, -gap), colourOf(count));
        }
    }
    painter.setPen(QPen(tokens::colour(c.border), tokens::hairline));
    painter.drawRect(area.adjusted(-.5, 0, 0, 0));
}

void HeatPlane::drawRowLabels(QPainter& painter, const QRectF& area) const
{
    painter.setPen(tokens::colour(tokens::of(palette()).muted));
    for (int row = 0; row < m_grid->rows.size(); ++row) {
        const QRectF cell = rectOf({row, 0});
        const QRectF place(0, cell.top(), area.left() - tokens::spaceS, cell.height());
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(m_grid->rows.at(row), Qt::ElideMiddle,
                                                          static_cast<int>(place.width())));
    }
}

/// At the beginning of every n-th column, as many as fit.
void HeatPlane::drawTimes(QPainter& painter, const QRectF& area) const
{
    constexpr int day = 86'400;
    const qint64 span = m_grid->starts.last() + m_grid->width - m_grid->starts.first();
    const QString format = span <= day ? u"HH:mm"_s : m_grid->width >= day ? u"dd.MM."_s : u"dd.MM. HH:mm"_s;
    const double columnWidth = rectOf({0, 0}).width();
    const int wide = painter.fontMetrics().horizontalAdvance(format) + tokens::spaceXl;
    const int step = qMax(1, static_cast<int>(std::ceil(wide / columnWidth)));
    painter.setPen(tokens::colour(tokens::of(palette()).muted));
    for (int column = 0; column < m_grid->starts.size(); column += step) {
        const double x = rectOf({0, column}).left();
        if (x + wide - tokens::spaceXl > area.right())
            return;
        painter.drawText(QRectF(x, area.bottom() + tokens::spaceXs, wide, painter.fontMetrics().height()),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         QDateTime::fromSecsSinceEpoch(m_grid->starts.at(column)).toString(format));
    }
}

/// How many requests of all times are in the row; the number beside the bar.
void HeatPlane::drawBars(QPainter& painter, const QRectF& area) const
{
    const tokens::Colours& c = tokens::of(palette());
    double most = 1;
    int texts = 0;
    for (qsizetype row = 0; row < m_grid->rows.size(); ++row) {
        most = qMax(most, m_grid->sum(row));
        texts = qMax(texts, painter.fontMetrics().horizontalAdvance(countText(m_grid->sum(row))));
    }
    const double left = area.right() + tokens::spaceM;
    const double room = qMax(0.0, width() - left - texts - tokens::spaceXs);
    for (int row = 0; row < m_grid->rows.size(); ++row) {
        const double sum = m_grid->sum(row);
        const QRectF cell = rectOf({row, 0});
        const double length = sum > 0 ? qMax(1.0, room * sum / most) : 0;
        painter.fillRect(QRectF(left, cell.top() + 1, length, cell.height() - 2), tokens::colour(c.accent));
        painter.setPen(tokens::colour(sum > 0 ? c.text : c.muted));
        painter.drawText(QRectF(left + length + tokens::spaceXs, cell.top(), texts + 1, cell.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, countText(sum));
    }
}

/// Below the bars: the tints from one request to the most of a cell.
void HeatPlane::drawKey(QPainter& painter, const QRectF& area) const
{
    constexpr int tints = 5;
    const double most = qMax(1.0, m_grid->highest());
    const double height = painter.fontMetrics().height();
    QRectF place(area.right() + tokens::spaceM, area.bottom() + tokens::spaceXs, 0, height);
    const auto write = [&](const QString& text) {
        place.setWidth(painter.fontMetrics().horizontalAdvance(text) + 1);
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, text);
        place.translate(place.width() + tokens::spaceXs, 0);
    };
    painter.setPen(tokens::colour(tokens::of(palette()).muted));
    write(countText(1));
    for (int i = 0; i < tints; ++i) {
        const double count = std::expm1(std::log1p(most) * i / (tints - 1));
        painter.fillRect(QRectF(place.left(), place.top() + 2, tokens::spaceM, height - 4),
                         colourOf(qMax(1.0, count)));
        place.translate(tokens::spaceM, 0);
    }
    place.translate(tokens::spaceXs, 0);
    write(countText(most));
}

void HeatPlane::point(std::optional<Cell> cell)
{
    if (cell == m_cell)
        return;
    m_cell = cell;
    update();
    tell();
}

void HeatPlane::tell()
{
    Q_EMIT cellPointedAt(m_cell ? m_cell->row : -1, m_cell ? m_cell->column : -1);
}

void HeatPlane::mouseMoveEvent(QMouseEvent* event)
{
    point(cellAt(event->position()));
}

void HeatPlane::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const auto cell = cellAt(event->position()))
        Q_EMIT cellOpened(cell->row, cell->column);
}

void HeatPlane::leaveEvent(QEvent*)
{
    if (!hasFocus())
        point(std::nullopt);
}

/// The newest column is where people begin.
void HeatPlane::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    if (!m_cell && m_grid && !m_grid->isEmpty())
        point(Cell{0, static_cast<int>(m_grid->starts.size()) - 1});
}

void HeatPlane::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    point(std::nullopt);
}

void HeatPlane::keyPressEvent(QKeyEvent* event)
{
    if (!m_cell)
        return QWidget::keyPressEvent(event);
    const auto lastRow = static_cast<int>(m_grid->rows.size()) - 1;
    const auto lastColumn = static_cast<int>(m_grid->starts.size()) - 1;
    Cell next = *m_cell;
    switch (event->key()) {
    case Qt::Key_Left:
        next.column = qMax(0, next.column - 1);
        break;
    case Qt::Key_Right:
        next.column = qMin(lastColumn, next.column + 1);
        break;
    case Qt::Key_Up:
        next.row = qMax(0, next.row - 1);
        break;
    case Qt::Key_Down:
        next.row = qMin(lastRow, next.row + 1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT cellOpened(next.row, next.column);
        return;
    default:
        return QWidget::keyPressEvent(event);
    }
    point(next);
}

} // namespace gatehouse::console
