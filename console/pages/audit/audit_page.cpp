// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/audit/audit_page.h"

#include "console/models/json_row.h"
#include "console/pages/shared/action_words.h"
#include "console/pages/shared/changes.h"
#include "console/pages/shared/field_query.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/indicators.h"

#include <QDateTime>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QDateTime timeOf(const QJsonObject& event)
{
    return QDateTime::fromString(textOf(event, "time"), Qt::ISODateWithMs);
}

QString whenOf(const QJsonObject& event)
{
    return RelativeTime::text(timeOf(event), QDateTime::currentDateTimeUtc());
}

QString absoluteOf(const QJsonObject& event)
{
    return RelativeTime::absolute(timeOf(event));
}

Tone toneOf(const QJsonObject& event)
{
    const QString status = textOf(event, "status");
    const int number = status.toInt();
    if (number >= 500)
        return Tone::Bad;
    if (number >= 400 || status == u"blocked"_s)
        return Tone::Warning;
    return Tone::Good;
}

QString resultOf(const QJsonObject& event)
{
    const QString status = textOf(event, "status");
    if (status == u"blocked"_s)
        return AuditPage::tr("Refused");
    switch (toneOf(event)) {
    case Tone::Good:
        return AuditPage::tr("Done (%1)").arg(status);
    case Tone::Bad:
        return AuditPage::tr("Failed (%1)").arg(status);
    default:
        return AuditPage::tr("Refused (%1)").arg(status);
    }
}

QString whatOf(const QJsonObject& event)
{
    return actionInWords(textOf(event, "action"));
}

/// As the search field takes it.
QString actionOf(const QJsonObject& event)
{
    return textOf(event, "action");
}

QString titleOf(const QJsonObject& event)
{
    const QString target = textOf(event, "target");
    return target.isEmpty() ? whatOf(event) : whatOf(event) + u": "_s + target;
}

QStringList keysOf(const QJsonObject& before, const QJsonObject& after)
{
    QStringList keys = before.keys() + after.keys();
    keys.sort();
    keys.removeDuplicates();
    return keys;
}

/// One row per field that differs, as the review of changes shows them; a document is "api orders/v1".
QList<QJsonObject> rowsOf(const QJsonObject& event)
{
    const QJsonObject before = event.value(u"before"_s).toObject();
    const QJsonObject after = event.value(u"after"_s).toObject();
    QList<QJsonObject> rows;
    for (const QString& document : keysOf(before, after)) {
        const QJsonObject old = before.value(document).toObject();
        const QJsonObject now = after.value(document).toObject();
        const QString kind = document.section(u' ', 0, 0);
        const QString name = documentName(kind, document.section(u' ', 1));
        for (const QString& field : keysOf(old, now)) {
            if (field == u"_meta" || old.value(field) == now.value(field))
                continue;
            rows.append({{u"document"_s, name},
                         {u"change"_s, whatOf(event)},
                         {u"field"_s, changedField(kind, field)},
                         {u"before"_s, shortValue(old.value(field))},
                         {u"after"_s, shortValue(now.value(field))}});
        }
    }
    return rows;
}

QString changesOf(const QJsonObject& event)
{
    QStringList lines;
    QString document;
    for (const QJsonObject& row : rowsOf(event)) {
        if (textOf(row, "document") != document)
            lines.append(document = textOf(row, "document"));
        lines.append(AuditPage::tr("%1: %2 → %3")
                         .arg(textOf(row, "field"), textOf(row, "before"), textOf(row, "after")));
    }
    return lines.join(u'\n');
}

QList<Column> columns()
{
    return {{u"time"_s, AuditPage::tr("When"), whenOf, {}, absoluteOf, false},
            {u"actor"_s, AuditPage::tr("Who"), {}, {}, {}, false},
            {u"action"_s, AuditPage::tr("What"), whatOf, {}, actionOf, false},
            {u"target"_s, AuditPage::tr("On"), {}, {}, {}, false},
            {u"status"_s, AuditPage::tr("Result"), resultOf, toneOf, {}, false},
            {u"ip"_s, AuditPage::tr("From"), {}, {}, {}, false},
            {u"path"_s, AuditPage::tr("Call"), {}, {}, {}, false}};
}

QString idOf(const QJsonObject& event)
{
    return QString::number(event.value(u"seq"_s).toInteger());
}

QUrlQuery queryFor(const QString& search)
{
    static const QHash<QString, QString> fields{{u"actor"_s, u"actor"_s},   {u"who"_s, u"actor"_s},
                                                {u"action"_s, u"action"_s}, {u"target"_s, u"target"_s},
                                                {u"status"_s, u"status"_s}, {u"ip"_s, u"ip"_s},
                                                {u"id"_s, u"request_id"_s}};
    return fieldQuery(search, fields, u"target"_s);
}

} // namespace

AuditPage::AuditPage(PageContext& context, QWidget* parent)
    : ListPage({tr("Audit"), tr("Search: actor:ada action:api target:orders ip:10."), u"audit"_s,
                tr("The audit trail could not be read.")},
               context, {CallId::AuditList, u"events"_s, 200, true, queryFor}, columns(), idOf, parent)
{
    addExportActions();
    setEmptyState(
        new EmptyState(u"audit"_s, tr("Every call that changes something is recorded here."), {}, this));
}

void AuditPage::showDetails(DetailPane& pane, const QJsonObject& event)
{
    pane.setTitle(titleOf(event));
    pane.pill()->setState(toneOf(event), resultOf(event));
    pane.pill()->show();
    pane.addFact(tr("When"), absoluteOf(event));
    pane.addFact(tr("Who"), textOf(event, "actor"));
    pane.addFact(tr("From"), textOf(event, "ip"), true);
    pane.addFact(tr("Action"), actionOf(event), true);
    pane.addFact(tr("Call"), textOf(event, "path"), true);
    pane.addFact(tr("Request id"), textOf(event, "request_id"), true);
    const QString changes = changesOf(event);
    if (changes.isEmpty())
        return;
    pane.addSection(tr("Changes"));
    pane.addFact(tr("Before and after"), changes);
}

void AuditPage::openRow(const QJsonObject& event)
{
    (new ReviewDialog(titleOf(event), tr("%1 by %2").arg(absoluteOf(event), textOf(event, "actor")),
                      rowsOf(event), {}, this))
        ->open();
}

} // namespace gatehouse::console
