// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/charts/samples_model.h"

#include "console/models/roles.h"

#include <QDateTime>
#include <QLocale>

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

SamplesModel::SamplesModel(const QStringList& names, QObject* parent)
    : QAbstractTableModel(parent)
    , m_names(names)
{
}

QString SamplesModel::timeText(const QDateTime& time, int rangeSeconds)
{
    constexpr int hour = 3'600;
    return rangeSeconds > hour ? QLocale().toString(time, QLocale::ShortFormat)
                               : time.toString(u"HH:mm:ss"_s);
}

void SamplesModel::setSamples(const QList<QList<QPointF>>& points, qint64 now, int rangeSeconds)
{
    m_range = rangeSeconds;
    const int rows = points.isEmpty() ? 0 : static_cast<int>(points.first().size());
    if (rows > m_rows) {
        beginInsertRows({}, m_rows, rows - 1);
        m_rows = rows;
        m_points = points;
        endInsertRows();
    } else if (rows < m_rows) {
        beginRemoveRows({}, rows, m_rows - 1);
        m_rows = rows;
        m_points = points;
        endRemoveRows();
    }
    m_points = points;
    m_now = now;
    if (rows > 0)
        Q_EMIT dataChanged(index(0, 0), index(rows - 1, columnCount() - 1));
}

int SamplesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int SamplesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_names.size()) + 1;
}

QVariant SamplesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const qsizetype at = m_rows - 1 - index.row();
    if (role == Qt::TextAlignmentRole)
        return index.column() > 0 ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    if (role != Qt::DisplayRole && role != TypedRole)
        return {};
    if (index.column() == 0) {
        const qint64 second = m_now + static_cast<qint64>(m_points.first().at(at).x());
        const QDateTime time = QDateTime::fromSecsSinceEpoch(second);
        return role == TypedRole ? QVariant(time) : QVariant(timeText(time, m_range));
    }
    const double value = m_points.at(index.column() - 1).at(at).y();
    if (std::isnan(value))
        return role == TypedRole ? QVariant() : QVariant(u"–"_s);
    return role == TypedRole ? QVariant(value) : QVariant(QLocale().toString(value, 'g', 6));
}

QVariant SamplesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section > 0)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Time") : m_names.value(section - 1);
}

} // namespace gatehouse::console
