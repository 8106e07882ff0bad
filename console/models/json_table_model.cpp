// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/json_table_model.h"

#include "console/models/roles.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString plainText(const QJsonValue& value)
{
    if (!value.isArray())
        return value.toVariant().toString();
    QStringList items;
    const QJsonArray array = value.toArray();
    for (const QJsonValue& item : array)
        items.append(item.toVariant().toString());
    return items.join(u", "_s);
}

} // namespace

JsonTableModel::JsonTableModel(QList<Column> columns, IdOf idOf, QObject* parent)
    : QAbstractTableModel(parent)
    , m_columns(std::move(columns))
    , m_idOf(std::move(idOf))
{
}

int JsonTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int JsonTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QString JsonTableModel::textOf(const Column& column, const QJsonObject& row) const
{
    return column.text ? column.text(row) : plainText(row.value(column.key));
}

QVariant JsonTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Column& column = m_columns.at(index.column());
    const QJsonObject& row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return textOf(column, row);
    case Qt::ToolTipRole:
        return column.toolTip ? column.toolTip(row) : textOf(column, row);
    case Qt::TextAlignmentRole:
        return column.numeric ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case TypedRole:
        return row.value(column.key).toVariant();
    case ToneRole:
        return column.tone ? QVariant(static_cast<int>(column.tone(row))) : QVariant();
    case IdRole:
        return m_idOf(row);
    default:
        return {};
    }
}

QVariant JsonTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size())
        return {};
    const Column& column = m_columns.at(section);
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return column.title;
    if (role == ColumnKeyRole)
        return column.key;
    if (role == Qt::TextAlignmentRole && column.numeric)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

void JsonTableModel::setRows(const QList<QJsonObject>& rows)
{
    const auto sameId = [this](const QJsonObject& a, const QJsonObject& b) { return m_idOf(a) == m_idOf(b); };
    const bool sameDocuments = !rows.isEmpty() && rows.size() == m_rows.size() &&
                               std::equal(rows.begin(), rows.end(), m_rows.begin(), sameId);
    if (!sameDocuments) {
        beginResetModel();
        m_rows = rows;
        endResetModel();
        return;
    }
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows.at(row) == rows.at(row))
            continue;
        m_rows[row] = rows.at(row);
        Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
    }
}

void JsonTableModel::append(const QList<QJsonObject>& rows)
{
    if (rows.isEmpty())
        return;
    const int first = static_cast<int>(m_rows.size());
    beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
    m_rows += rows;
    endInsertRows();
}

int JsonTableModel::rowOf(const QString& id) const
{
    const auto it = std::find_if(m_rows.begin(), m_rows.end(),
                                 [this, &id](const QJsonObject& row) { return m_idOf(row) == id; });
    return it == m_rows.end() ? -1 : static_cast<int>(it - m_rows.begin());
}

} // namespace gatehouse::console
