// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QList>
#include <QStringList>

class QLabel;
class QStandardItemModel;

namespace gatehouse::console {

class HeatPlane;
class PictureOrTable;
class TableView;

/// Counts in rows over time.
struct HeatGrid {
    QStringList rows;            ///< from the top
    QList<qint64> starts;        ///< of the columns, ascending; seconds since 1970
    int width = 0;               ///< of a column, seconds
    QList<QList<double>> counts; ///< per row and column; NaN: nothing is known of that time

    bool isEmpty() const { return rows.isEmpty() || starts.isEmpty(); }
    double highest() const;
    /// Of a row over all columns.
    double sum(qsizetype row) const;
    double total() const;
};

/// A heat map with a bar per row at its side that counts all of the row: with bands of latency as rows these
/// bars are the histogram. The cell below the mouse, or chosen with the arrow keys, is told in words; the
/// same numbers are there as a table.
class HeatMap : public QFrame {
    Q_OBJECT
public:
    explicit HeatMap(const QString& title, QWidget* parent = nullptr);

    void setGrid(const HeatGrid& grid);
    const HeatGrid& grid() const { return m_grid; }
    /// Instead of the map: why there is none. Empty: the map.
    void setNotice(const QString& text);
    void setTableShown(bool shown);
    bool isTableShown() const;
    /// What is told about a cell.
    QString cellText(qsizetype row, qsizetype column) const;
    /// Where its middle is, in the picture.
    QPointF cellCentre(qsizetype row, qsizetype column) const;

Q_SIGNALS:
    /// Enter or double click on a cell.
    void cellOpened(int row, qint64 from, qint64 to);

private:
    QWidget* buildHeader(const QString& title);
    void fillTable();
    HeatGrid m_grid;
    HeatPlane* m_plane;
    QStandardItemModel* m_numbers;
    TableView* m_table;
    PictureOrTable* m_stack;
    QLabel* m_told;
};

} // namespace gatehouse::console
