// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QPointF>

namespace gatehouse::console {

/// The plotted numbers as a table, newest first: time, then one column per line. Also what a screen reader
/// gets instead of the chart.
class SamplesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit SamplesModel(const QStringList& names, QObject* parent = nullptr);
    /// `rangeSeconds` decides whether a time is told with its date.
    void setSamples(const QList<QList<QPointF>>& points, qint64 now, int rangeSeconds);
    static QString timeText(const QDateTime& time, int rangeSeconds);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QStringList m_names;
    QList<QList<QPointF>> m_points;
    qint64 m_now = 0;
    int m_range = 0;
    int m_rows = 0;
};

} // namespace gatehouse::console
