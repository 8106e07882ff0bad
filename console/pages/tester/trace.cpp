// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/tester/trace.h"

#include "console/models/json_row.h"
#include "console/pages/tester/trace_words.h"
#include "console/pages/tester/waterfall.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString inWords(const char* english)
{
    return QCoreApplication::translate("Trace", english);
}

QString millis(qint64 us)
{
    return QLocale().toString(static_cast<double>(us) / 1'000.0, 'f', 3);
}

QString decisionWord(const QString& decision)
{
    if (decision == u"respond"_s)
        return inWords(QT_TRANSLATE_NOOP("Trace", "answered"));
    return decision == u"wait"_s ? inWords(QT_TRANSLATE_NOOP("Trace", "waited"))
                                 : inWords(QT_TRANSLATE_NOOP("Trace", "let pass"));
}

Tone toneOf(const QJsonObject& row)
{
    if (row.value(u"answered"_s).toBool())
        return Tone::Warning;
    return row.value(u"upstream"_s).toBool() ? Tone::Info : Tone::Good;
}

QString joined(const QStringList& parts)
{
    QStringList kept = parts;
    kept.removeAll(QString());
    return kept.join(u", "_s);
}

/// What the line of time of a step is drawn from.
QJsonObject timed(QJsonObject row, const QJsonObject& step, const QJsonValue& total)
{
    for (const QString& key : {u"at_us"_s, u"took_us"_s, u"waited_us"_s})
        row.insert(key, step.value(key));
    row.insert(u"total_us"_s, total);
    return row;
}

} // namespace

QJsonObject testRequestOf(const TrafficCall& call, bool asCaller)
{
    QJsonObject headers;
    for (const auto& [name, value] : call.headers)
        headers.insert(QString::fromLatin1(name), QString::fromUtf8(value));
    QJsonObject body{{u"method"_s, QString::fromLatin1(call.method)},
                     {u"path"_s, QString::fromLatin1(call.url.toEncoded(
                                     QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment))},
                     {u"headers"_s, headers},
                     {u"as_caller"_s, asCaller}};
    if (!call.body.isEmpty()) {
        body.insert(u"body"_s, QString::fromLatin1(call.body.toBase64()));
        body.insert(u"body_encoding"_s, u"base64"_s);
    }
    return body;
}

TrafficAnswer answerOf(const QJsonObject& traced)
{
    const QJsonObject response = traced.value(u"response"_s).toObject();
    TrafficAnswer answer;
    answer.status = response.value(u"status"_s).toInt();
    answer.reasonPhrase = textOf(response, "reason").toLatin1();
    const QJsonArray headers = response.value(u"headers"_s).toArray();
    for (const QJsonValue& header : headers)
        answer.headers.append(qMakePair(header.toArray().at(0).toString().toLatin1(),
                                        header.toArray().at(1).toString().toUtf8()));
    const QByteArray body = textOf(response, "body").toUtf8();
    answer.body = textOf(response, "body_encoding") == u"base64"_s ? QByteArray::fromBase64(body) : body;
    answer.cut = response.value(u"truncated"_s).toBool();
    answer.totalMs = traced.value(u"timing"_s).toObject().value(u"total_us"_s).toInteger() / 1'000;
    if (answer.status == 0)
        answer.error = textOf(traced.value(u"outcome"_s).toObject(), "detail");
    return answer;
}

QList<QJsonObject> stepsOf(const QJsonObject& traced)
{
    QList<QJsonObject> rows;
    const QJsonValue total = traced.value(u"timing"_s)[u"total_us"_s];
    const QJsonArray phases = traced.value(u"phases"_s).toArray();
    for (const QJsonValue& value : phases) {
        const QJsonObject step = value.toObject();
        const QString decision = textOf(step, "decision");
        const QString dry = textOf(step, "would_refuse");
        rows.append(timed(
            {{u"step"_s, phaseWord(textOf(step, "phase"))},
             {u"filter"_s, filterWord(textOf(step, "filter"))},
             {u"name"_s, textOf(step, "filter")},
             {u"decision"_s, decisionWord(decision)},
             {u"answered"_s, decision == u"respond"_s},
             {u"detail"_s, dry.isEmpty()
                               ? QString()
                               : inWords(QT_TRANSLATE_NOOP("Trace", "dry run: would refuse (%1)")).arg(dry)},
             {u"took"_s, millis(step.value(u"took_us"_s).toInteger())}},
            step, total));
    }
    const QJsonArray attempts = traced.value(u"upstream"_s).toArray();
    for (const QJsonValue& value : attempts) {
        const QJsonObject attempt = value.toObject();
        const int status = attempt.value(u"status"_s).toInt();
        rows.append(timed({{u"step"_s, phaseWord(u"upstream"_s)},
                           {u"upstream"_s, true},
                           {u"filter"_s, textOf(attempt, "target")},
                           {u"name"_s, textOf(attempt, "target")},
                           {u"decision"_s, status > 0 ? QString::number(status) : textOf(attempt, "reason")},
                           {u"detail"_s, joined({textOf(attempt, "request"), textOf(attempt, "detail")})},
                           {u"took"_s, millis(attempt.value(u"took_us"_s).toInteger())}},
                          attempt, total));
    }
    std::stable_sort(rows.begin(), rows.end(), [](const QJsonObject& a, const QJsonObject& b) {
        return a.value(u"at_us"_s).toInteger() < b.value(u"at_us"_s).toInteger();
    });
    return rows;
}

QList<Column> stepColumns()
{
    const auto decision = [](const QJsonObject& row) { return row.value(u"decision"_s).toString(); };
    const auto name = [](const QJsonObject& row) { return textOf(row, "name"); }; // as in logs and help
    return {
        {u"step"_s, inWords(QT_TRANSLATE_NOOP("Trace", "Phase")), {}, {}, {}, false},
        {u"filter"_s, inWords(QT_TRANSLATE_NOOP("Trace", "Filter or server")), {}, {}, name, false},
        {u"decision"_s, inWords(QT_TRANSLATE_NOOP("Trace", "Decision")), decision, toneOf, {}, false},
        {u"took"_s, inWords(QT_TRANSLATE_NOOP("Trace", "Took (ms)")), {}, {}, {}, false, true},
        {u"timeline"_s, inWords(QT_TRANSLATE_NOOP("Trace", "Time line (ms)")), waterfallText, {}, {}, false},
        {u"detail"_s, inWords(QT_TRANSLATE_NOOP("Trace", "Details")), {}, {}, {}, false}};
}

QString summaryOf(const QJsonObject& traced)
{
    const QJsonObject route = traced.value(u"route"_s).toObject();
    const QJsonObject operation = route.value(u"operation"_s).toObject();
    const QJsonObject timing = traced.value(u"timing"_s).toObject();
    const QJsonObject outcome = traced.value(u"outcome"_s).toObject();
    const QString where = route.isEmpty()
                              ? inWords(QT_TRANSLATE_NOOP("Trace", "No API is published there"))
                              : textOf(route, "api_name") + u' ' + textOf(route, "api_version") + u"  "_s +
                                    textOf(operation, "method") + u' ' + textOf(operation, "uri");
    const QString time = inWords(QT_TRANSLATE_NOOP("Trace", "gateway %1 ms, upstream %2 ms"))
                             .arg(millis(timing.value(u"gateway_us"_s).toInteger()),
                                  millis(timing.value(u"upstream_us"_s).toInteger()));
    return joined({where.trimmed(), time, textOf(outcome, "reason"), textOf(outcome, "detail")});
}

} // namespace gatehouse::console
