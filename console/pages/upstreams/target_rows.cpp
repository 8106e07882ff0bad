// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/upstreams/target_rows.h"

#include "console/models/json_row.h"
#include "console/pages/consumers/desk_words.h"
#include "console/widgets/usage_bar.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console::targets {

namespace {

QString text(const char* english)
{
    return QCoreApplication::translate("Targets", english);
}

QString number(const QJsonObject& row, const char* key)
{
    return QLocale().toString(row.value(QLatin1StringView(key)).toInteger());
}

bool takesCalls(const QJsonObject& target)
{
    return textOf(target, "state") == u"up"_s && !target.value(u"backup"_s).toBool() &&
           target.value(u"weight"_s).toInteger() > 0;
}

Tone breakerTone(const QJsonObject& row)
{
    const QString word = textOf(row, "breaker");
    if (word == u"open"_s)
        return Tone::Bad;
    return word == u"half_open"_s ? Tone::Warning : Tone::Good;
}

QString ejectionText(const QJsonObject& row)
{
    const QString count = number(row, "ejections");
    const QDateTime until = QDateTime::fromString(textOf(row, "ejected_until"), Qt::ISODateWithMs);
    if (!until.isValid())
        return count;
    return text(QT_TRANSLATE_NOOP("Targets", "%1; back at %2"))
        .arg(count, QLocale().toString(until.toLocalTime().time(), u"HH:mm:ss"_s));
}

Column counted(const char* key, const char* title, QString (*show)(const QJsonObject&))
{
    return {QString::fromLatin1(key), text(title), show, {}, {}, true, true};
}

} // namespace

QList<QJsonObject> rowsOf(const QJsonObject& upstream)
{
    const QJsonArray all = upstream.value(u"targets"_s).toArray();
    qint64 up = 0;
    for (const QJsonValue& target : all)
        up += takesCalls(target.toObject()) ? 1 : 0;
    QList<QJsonObject> rows;
    for (const QJsonValue& value : all) {
        QJsonObject row = value.toObject();
        row.insert(u"others_up"_s, up - (takesCalls(row) ? 1 : 0));
        for (auto it = upstream.begin(); it != upstream.end(); ++it) {
            if (it.key() != u"targets"_s)
                row.insert(it.key(), it.value());
        }
        rows.append(row);
    }
    return rows;
}

QString idOf(const QJsonObject& row)
{
    return textOf(row, "id") + u' ' + textOf(row, "target");
}

QString nameOf(const QJsonObject& row)
{
    return textOf(row, "target");
}

QString stateWord(const QJsonObject& row)
{
    const QString state = textOf(row, "state");
    if (state == u"drained"_s)
        return text(QT_TRANSLATE_NOOP("Targets", "Drained"));
    if (state == u"down"_s)
        return text(QT_TRANSLATE_NOOP("Targets", "Down"));
    return state == u"ejected"_s ? text(QT_TRANSLATE_NOOP("Targets", "Ejected"))
                                 : text(QT_TRANSLATE_NOOP("Targets", "Up"));
}

Tone stateTone(const QJsonObject& row)
{
    const QString state = textOf(row, "state");
    if (state == u"drained"_s)
        return Tone::Off;
    if (state == u"down"_s)
        return Tone::Bad;
    return state == u"ejected"_s ? Tone::Warning : Tone::Good;
}

QString breakerWord(const QJsonObject& row)
{
    const QString word = textOf(row, "breaker");
    if (word == u"open"_s)
        return text(QT_TRANSLATE_NOOP("Targets", "Open"));
    return word == u"half_open"_s ? text(QT_TRANSLATE_NOOP("Targets", "On trial"))
                                  : text(QT_TRANSLATE_NOOP("Targets", "Closed"));
}

QString weightText(const QJsonObject& row)
{
    return row.value(u"backup"_s).toBool()
               ? text(QT_TRANSLATE_NOOP("Targets", "%1, backup")).arg(number(row, "weight"))
               : number(row, "weight");
}

QString failuresText(const QJsonObject& row)
{
    const qint64 failures = row.value(u"failures"_s).toInteger();
    const qint64 requests = row.value(u"requests"_s).toInteger();
    if (failures == 0 || requests == 0)
        return QLocale().toString(failures);
    return text(QT_TRANSLATE_NOOP("Targets", "%1 (%2 %)"))
        .arg(QLocale().toString(failures),
             QLocale().toString(100.0 * double(failures) / double(requests), 'g', 2));
}

bool isDrained(const QJsonObject& row)
{
    return textOf(row, "state") == u"drained"_s;
}

bool isOfRouting(const QJsonObject& row)
{
    return textOf(row, "id").startsWith(u"routing:"_s);
}

bool hasFailures(const QJsonObject& row)
{
    const QString state = textOf(row, "state");
    return state == u"down"_s || state == u"ejected"_s || textOf(row, "breaker") != u"closed"_s ||
           row.value(u"failures_in_row"_s).toInteger() > 0;
}

QList<Column> columns()
{
    const auto active = [](const QJsonObject& row) { return number(row, "active"); };
    const auto requests = [](const QJsonObject& row) { return number(row, "requests"); };
    return {{u"target"_s, text(QT_TRANSLATE_NOOP("Targets", "Target")), {}, {}, {}},
            {u"upstream"_s, text(QT_TRANSLATE_NOOP("Targets", "Upstream")), {}, {}, {}},
            {u"state"_s, text(QT_TRANSLATE_NOOP("Targets", "State")), stateWord, stateTone, {}},
            {u"breaker"_s, text(QT_TRANSLATE_NOOP("Targets", "Breaker")), breakerWord, breakerTone, {}},
            counted("active", QT_TRANSLATE_NOOP("Targets", "Under way"), active),
            counted("requests", QT_TRANSLATE_NOOP("Targets", "Requests"), requests),
            counted("failures", QT_TRANSLATE_NOOP("Targets", "Failures"), failuresText),
            counted("weight", QT_TRANSLATE_NOOP("Targets", "Weight"), weightText)};
}

QList<Fact> liveFacts(const QJsonObject& row)
{
    return {{text(QT_TRANSLATE_NOOP("Targets", "Requests under way")), number(row, "active")},
            {text(QT_TRANSLATE_NOOP("Targets", "Requests since the start")), number(row, "requests")},
            {text(QT_TRANSLATE_NOOP("Targets", "Failures")), failuresText(row)},
            {text(QT_TRANSLATE_NOOP("Targets", "Failures in a row")), number(row, "failures_in_row")},
            {text(QT_TRANSLATE_NOOP("Targets", "Ejections")), ejectionText(row)},
            {text(QT_TRANSLATE_NOOP("Targets", "Part of its share it gets")),
             text(QT_TRANSLATE_NOOP("Targets", "%1 %")).arg(number(row, "share_percent"))},
            {text(QT_TRANSLATE_NOOP("Targets", "Retries of the upstream")),
             text(QT_TRANSLATE_NOOP("Targets", "%1, over budget %2"))
                 .arg(number(row, "retries"), number(row, "retries_refused"))}};
}

} // namespace gatehouse::console::targets
