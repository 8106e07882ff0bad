// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChartView>
#include <QPen>

#include <optional>

class QCategoryAxis;
class QLineSeries;
class QValueAxis;

namespace gatehouse::console {

/// The plane of a LiveChart: axes, and a cursor that follows the mouse. Private to this folder.
class ChartView : public QChartView {
    Q_OBJECT
public:
    explicit ChartView(QWidget* parent = nullptr);

    QCategoryAxis* xAxis() const { return m_x; }
    QValueAxis* yAxis() const { return m_y; }
    /// From -seconds to 0, labelled with round times; with the second at 0, labelled by the clock.
    void setRange(int seconds, std::optional<qint64> end = {});
    int range() const { return m_range; }
    /// From zero to the next round number above `highest`.
    void setHighest(double highest);
    void setColours(const QPalette& palette);
    void setCursor(std::optional<double> x);
    void setCursorText(const QString& text);

    /// Round axis: the step for about four lines up to `highest`.
    static double niceStep(double highest);

Q_SIGNALS:
    void cursorMoved(std::optional<double> x);
    /// The mouse was dragged over a part of the plane.
    void rangeSelected(double from, double to);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    void placeLabels();
    QString labelOf(int ago) const;
    /// The x in the plane below a point of the view.
    double xAt(const QPoint& point) const;
    void drawSelection(QPainter& painter, const QRectF& plot) const;
    QCategoryAxis* m_x;
    QValueAxis* m_y;
    std::optional<double> m_cursor;
    QString m_cursorText;
    std::optional<double> m_dragFrom, m_dragTo;
    std::optional<qint64> m_end;
    int m_range = 0;
    int m_step = 0; ///< seconds between two labels
    double m_highest = -1;
};

/// One line with gaps: Qt's line series cannot leave one out, so every run of points is a series of its own.
/// Runs are kept and used again.
class LineSet : public QObject {
    Q_OBJECT
public:
    LineSet(ChartView& view, QObject* parent);
    void replace(const QList<QPointF>& points);
    void setPen(const QPen& pen);
    void setVisible(bool visible);
    bool isVisible() const { return m_visible; }
    int runCount() const { return m_used; }

private:
    QLineSeries* run(int index);
    ChartView& m_view;
    QList<QLineSeries*> m_runs;
    QPen m_pen;
    int m_used = 0;
    bool m_visible = true;
};

} // namespace gatehouse::console
