// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/ctl/table_text.h"

#include <QJsonDocument>

#include <algorithm>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString cellText(const QJsonValue& value)
{
    if (value.isBool())
        return value.toBool() ? u"yes"_s : u"no"_s;
    if (value.isArray()) {
        QStringList parts;
        for (const QJsonValue& part : value.toArray())
            parts.append(cellText(part));
        return parts.join(u", "_s);
    }
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    return value.isNull() || value.isUndefined() ? QString() : value.toVariant().toString();
}

} // namespace

QString tableText(const QJsonArray& rows, const QStringList& columns)
{
    QList<QStringList> lines{{}};
    for (const QString& column : columns)
        lines.first().append(QString(column).replace(u'_', u' ').toUpper());
    for (const QJsonValue& row : rows) {
        QStringList line;
        for (const QString& column : columns)
            line.append(cellText(row.toObject().value(column)));
        lines.append(line);
    }
    std::vector<qsizetype> widths(std::size_t(columns.size()), 0);
    for (const QStringList& line : lines) {
        for (std::size_t i = 0; i < widths.size(); ++i)
            widths[i] = std::max(widths[i], line[qsizetype(i)].size());
    }
    QString text;
    for (const QStringList& line : lines) {
        QString row;
        for (std::size_t i = 0; i < widths.size(); ++i)
            row += line[qsizetype(i)].leftJustified(widths[i] + 2);
        text += row.trimmed() + u'\n';
    }
    return text;
}

QString objectText(const QJsonObject& object)
{
    qsizetype width = 0;
    for (const QString& key : object.keys())
        width = std::max(width, key.size());
    QString text;
    for (auto at = object.begin(); at != object.end(); ++at) {
        const QString cell = cellText(at.value());
        if (!cell.isEmpty())
            text += at.key().leftJustified(width + 2) + cell + u'\n';
    }
    return text;
}

} // namespace gatehouse::console
