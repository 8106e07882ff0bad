// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/revision_columns.h"

#include "console/pages/shared/action_words.h"
#include "console/widgets/indicators.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString text(const char* english, int number = -1)
{
    return QCoreApplication::translate("Revisions", english, nullptr, number);
}

QString revisionAction(const QJsonObject& revision)
{
    return actionInWords(revision.value(u"action"_s).toString());
}

} // namespace

QString revisionId(const QJsonObject& revision)
{
    return QString::number(revision.value(u"revision"_s).toInteger());
}

QDateTime revisionTime(const QJsonObject& revision)
{
    return QDateTime::fromString(revision.value(u"at"_s).toString(), Qt::ISODateWithMs);
}

QString revisionExtent(const QJsonObject& revision)
{
    QStringList parts;
    const auto add = [&](const QString& key, const char* words) {
        const int count = revision.value(key).toInt();
        if (count > 0)
            parts.append(text(words, count));
    };
    add(u"created"_s, QT_TRANSLATE_N_NOOP("Revisions", "%n created"));
    add(u"updated"_s, QT_TRANSLATE_N_NOOP("Revisions", "%n changed"));
    add(u"removed"_s, QT_TRANSLATE_N_NOOP("Revisions", "%n removed"));
    return parts.join(u", "_s);
}

QList<Column> revisionColumns()
{
    return {{u"revision"_s, text(QT_TRANSLATE_NOOP("Revisions", "Revision")), revisionId, {}, {}, true, true},
            {u"at"_s,
             text(QT_TRANSLATE_NOOP("Revisions", "When")),
             [](const QJsonObject& row) {
                 return RelativeTime::text(revisionTime(row), QDateTime::currentDateTimeUtc());
             },
             {},
             [](const QJsonObject& row) { return RelativeTime::absolute(revisionTime(row)); },
             false},
            {u"actor"_s, text(QT_TRANSLATE_NOOP("Revisions", "Who")), {}, {}, {}, false},
            {u"action"_s,
             text(QT_TRANSLATE_NOOP("Revisions", "What")),
             revisionAction,
             {},
             [](const QJsonObject& row) { return row.value(u"action"_s).toString(); },
             false},
            {u"changes"_s, text(QT_TRANSLATE_NOOP("Revisions", "Extent")), revisionExtent, {}, {}, false}};
}

QList<Column> revisionSummary()
{
    const auto summary = [](const QJsonObject& row) {
        QStringList details{revisionId(row),
                            RelativeTime::text(revisionTime(row), QDateTime::currentDateTimeUtc()),
                            row.value(u"actor"_s).toString(), revisionExtent(row)};
        details.removeAll(QString());
        return revisionAction(row) + u'\n' + details.join(u" · "_s);
    };
    const auto exact = [summary](const QJsonObject& row) {
        return summary(row) + u'\n' + RelativeTime::absolute(revisionTime(row));
    };
    return {{u"revision"_s, text(QT_TRANSLATE_NOOP("Revisions", "Revision")), summary, {}, exact, false}};
}

} // namespace gatehouse::console
