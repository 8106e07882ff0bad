// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/tokens.h"

#include <QFrame>
#include <QPen>

#include <optional>

class QAbstractItemModel;
class QToolButton;

namespace gatehouse::console {

class ChartView;
class LineSet;
class PictureOrTable;
class SamplesModel;
class TableView;

/// How one line of a chart looks and is called.
struct ChartSeries {
    QString name;
    /// A state (status classes keep theirs), or Neutral: the colour of the series at its place.
    tokens::Tone tone = tokens::Tone::Neutral;
    Qt::PenStyle dash = Qt::SolidLine; ///< repeats the identity for those who do not see the colour
};

/// A chart of the last minutes: lines from zero, a gap where nothing is known, a cursor with the values, and
/// the same numbers as a table. The only class of the console that draws with Qt Charts; its colours follow
/// the palette.
class LiveChart : public QFrame {
    Q_OBJECT
public:
    /// `title` carries the unit: "Latency (ms)".
    LiveChart(const QString& title, const QList<ChartSeries>& series, QWidget* parent = nullptr);
    ~LiveChart() override;

    /// Replaces all lines in one go. `points` per series: x in seconds before now (0 or less), y in the unit
    /// of the title, NaN = nothing known. All series have the same x. `now` is the second at x = 0, for the
    /// table; `byClock`: the axis tells it too, because it is not now.
    void replace(const QList<QList<QPointF>>& points, int rangeSeconds, qint64 now, bool byClock = false);
    /// Instead of lines: why there are none. Empty: lines.
    void setNotice(const QString& text);
    /// The shared cursor: charts beside each other show the same moment.
    void setCursor(std::optional<double> secondsAgo);
    bool isTableShown() const;
    void setTableShown(bool shown);
    /// The numbers that are plotted: what the table shows.
    QAbstractItemModel* samples() const;
    bool isSeriesVisible(int series) const;

Q_SIGNALS:
    void cursorMoved(std::optional<double> secondsAgo);
    /// The user has dragged over a part: seconds since 1970.
    void rangeSelected(qint64 from, qint64 to);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* buildHeader(const QString& title);
    void restyle();
    void showSeries(int series, bool visible);
    QString cursorText(double secondsAgo) const;
    QPen penOf(int series) const;
    QList<ChartSeries> m_series;
    ChartView* m_view;
    QList<LineSet*> m_lines;
    QList<QToolButton*> m_chips;
    SamplesModel* m_samples;
    TableView* m_table;
    PictureOrTable* m_stack;
    QList<QList<QPointF>> m_points;
    int m_range = 0;
    qint64 m_now = 0;
    bool m_byClock = false;
};

} // namespace gatehouse::console
