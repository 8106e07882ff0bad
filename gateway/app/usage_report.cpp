// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/usage_report.h"

#include "gateway/app/counter_file.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::app {

namespace {

constexpr qsizetype rowsPerMessage = 500;

QByteArrayList inParts(const QString& name, const QJsonArray& rows)
{
    QByteArrayList messages;
    for (qsizetype at = 0; at < rows.size(); at += rowsPerMessage) {
        QJsonArray part;
        for (qsizetype i = at; i < qMin(at + rowsPerMessage, rows.size()); ++i)
            part.append(rows.at(i));
        messages.append(QJsonDocument(QJsonObject{{name, part}}).toJson(QJsonDocument::Compact));
    }
    return messages;
}

/// A text and, behind it, a number above zero.
bool namesAmount(const QJsonArray& row, qsizetype texts)
{
    bool fine = row.size() == texts + 1 && row.last().toInteger() > 0;
    for (qsizetype i = 0; i < texts; ++i)
        fine = fine && row.at(i).isString();
    return fine;
}

} // namespace

QByteArrayList toMessages(const UsageReport& report)
{
    QJsonArray credits;
    for (auto at = report.credits.cbegin(); at != report.credits.cend(); ++at)
        credits.append(QJsonArray{at.key().first, at.key().second, at.value()});
    QJsonArray counters;
    for (const shared_state::LimiterCells::Saved& counter : report.counters)
        counters.append(counterRow(counter));
    QJsonArray keys;
    for (const auto& [credential, seconds] : report.keys)
        keys.append(QJsonArray{QString::fromStdString(credential), qint64(seconds)});
    return inParts(u"credits"_s, credits) + inParts(u"counters"_s, counters) + inParts(u"keys"_s, keys);
}

Result<UsageReport> usageReport(const QByteArray& message)
{
    const QJsonDocument document = QJsonDocument::fromJson(message);
    const QJsonObject object = document.object();
    bool fine = document.isObject();
    UsageReport report;
    for (const QJsonValue value : object.value(u"credits"_s).toArray()) {
        const QJsonArray row = value.toArray();
        fine = fine && namesAmount(row, 2);
        report.credits.insert({row.at(0).toString(), row.at(1).toString()}, row.at(2).toInteger());
    }
    for (const QJsonValue value : object.value(u"counters"_s).toArray())
        report.counters.push_back(counterFrom(value.toArray(), fine));
    for (const QJsonValue value : object.value(u"keys"_s).toArray()) {
        const QJsonArray row = value.toArray();
        fine = fine && namesAmount(row, 1);
        report.keys.emplace_back(row.at(0).toString().toStdString(), row.at(1).toInteger());
    }
    if (!fine)
        return Error::corrupt(u"a message about usage is damaged"_s);
    return report;
}

} // namespace gatehouse::app
