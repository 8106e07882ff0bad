// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/charts/heat_map.h"

#include <QWidget>

#include <optional>

namespace gatehouse::console {

/// The picture of a HeatMap: cells, the time below them, a bar per row at the right. Private to this folder.
class HeatPlane : public QWidget {
    Q_OBJECT
public:
    explicit HeatPlane(QWidget* parent = nullptr);

    /// `grid` outlives the plane and is shown anew.
    void show(const HeatGrid& grid);
    using QWidget::show;
    QSize minimumSizeHint() const override;
    struct Cell {
        int row, column;
        bool operator==(const Cell&) const = default;
    };
    QRectF rectOf(Cell cell) const;

Q_SIGNALS:
    /// -1: none.
    void cellPointedAt(int row, int column);
    void cellOpened(int row, int column);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    QRectF cells() const;
    std::optional<Cell> cellAt(const QPointF& point) const;
    void point(std::optional<Cell> cell);
    void tell();
    void drawCells(QPainter& painter, const QRectF& area) const;
    void drawRowLabels(QPainter& painter, const QRectF& area) const;
    void drawTimes(QPainter& painter, const QRectF& area) const;
    void drawBars(QPainter& painter, const QRectF& area) const;
    void drawKey(QPainter& painter, const QRectF& area) const;
    QColor colourOf(double count) const;
    const HeatGrid* m_grid = nullptr;
    std::optional<Cell> m_cell;
};

} // namespace gatehouse::console
