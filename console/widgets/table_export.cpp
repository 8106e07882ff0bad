// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/table_export.h"

#include "console/models/roles.h"

#include <QAbstractItemModel>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString header(const QAbstractItemModel& model, int column)
{
    return model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
}

bool looksLikeFormula(const QString& text)
{
    if (text.isEmpty() || !u"=+-@\t\r"_s.contains(text.front()))
        return false;
    bool number = false;
    text.toDouble(&number);
    return !number;
}

} // namespace

QString csvCell(const QString& text)
{
    QString cell = looksLikeFormula(text) ? u'\'' + text : text;
    if (cell.contains(u'"') || cell.contains(u',') || cell.contains(u'\n') || cell.contains(u'\r'))
        cell = u'"' + cell.replace(u"\""_s, u"\"\""_s) + u'"';
    return cell;
}

QByteArray toCsv(const QAbstractItemModel& model, const QList<int>& columns)
{
    QStringList lines;
    QStringList cells;
    for (const int column : columns)
        cells.append(csvCell(header(model, column)));
    lines.append(cells.join(u','));
    for (int row = 0; row < model.rowCount(); ++row) {
        cells.clear();
        for (const int column : columns)
            cells.append(csvCell(model.index(row, column).data().toString()));
        lines.append(cells.join(u','));
    }
    return (lines.join(u"\r\n"_s) + u"\r\n"_s).toUtf8();
}

QByteArray toJson(const QAbstractItemModel& model, const QList<int>& columns)
{
    QJsonArray rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QJsonObject object;
        for (const int column : columns) {
            const QModelIndex index = model.index(row, column);
            QVariant value = index.data(TypedRole);
            if (!value.isValid())
                value = index.data(Qt::DisplayRole);
            object.insert(header(model, column), QJsonValue::fromVariant(value));
        }
        rows.append(object);
    }
    return QJsonDocument(rows).toJson();
}

QString toClipboard(const QModelIndexList& selection)
{
    QModelIndexList cells = selection;
    std::sort(cells.begin(), cells.end());
    QString text;
    int row = -1;
    for (const QModelIndex& index : std::as_const(cells)) {
        if (row >= 0)
            text += index.row() == row ? u'\t' : u'\n';
        row = index.row();
        text += index.data().toString();
    }
    return text;
}

} // namespace gatehouse::console
