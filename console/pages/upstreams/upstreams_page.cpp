// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/upstreams/upstreams_page.h"

#include "common/model/codec.h"
#include "common/model/upstream.h"
#include "console/models/json_row.h"
#include "console/widgets/detail_pane.h"

#include <QJsonArray>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString targetText(const QJsonObject& target)
{
    QStringList words;
    if (target.value(u"weight"_s).toInteger(1) != 1)
        words.append(
            UpstreamsPage::tr("weight %1").arg(QLocale().toString(target.value(u"weight"_s).toInteger())));
    if (target.value(u"drain"_s).toBool())
        words.append(UpstreamsPage::tr("drained"));
    if (target.value(u"backup"_s).toBool())
        words.append(UpstreamsPage::tr("backup"));
    const QString url = textOf(target, "url");
    return words.isEmpty() ? url : u"%1 (%2)"_s.arg(url, words.join(u", "_s));
}

QString targetsOf(const QJsonObject& row, QChar separator)
{
    QStringList texts;
    const QJsonArray targets = row.value(u"targets"_s).toArray();
    for (const QJsonValue& target : targets)
        texts.append(targetText(target.toObject()));
    return texts.join(separator);
}

QString balancingWord(const QJsonObject& row)
{
    const QString word = textOf(row, "balancing");
    if (word == u"least_connections"_s)
        return UpstreamsPage::tr("fewest requests under way");
    if (word == u"random"_s)
        return UpstreamsPage::tr("by lot");
    if (word == u"consistent_hash"_s)
        return UpstreamsPage::tr("by hash of %1").arg(textOf(row, "hash_key"));
    return word == u"weighted"_s ? UpstreamsPage::tr("in turn, by weight") : UpstreamsPage::tr("in turn");
}

bool isChecked(const QJsonObject& row)
{
    return row.value(u"health"_s).toObject().value(u"enabled"_s).toBool();
}

QString checksWord(const QJsonObject& row)
{
    if (!isChecked(row))
        return UpstreamsPage::tr("by the calls themselves");
    const QJsonObject health = row.value(u"health"_s).toObject();
    const QString seconds = QLocale().toString(health.value(u"interval_seconds"_s).toDouble(10));
    return textOf(health, "kind") == u"tcp"_s
               ? UpstreamsPage::tr("by connecting, every %1 s").arg(seconds)
               : UpstreamsPage::tr("%1, every %2 s").arg(textOf(health, "path"), seconds);
}

void showUpstream(DetailPane& pane, const QJsonObject& row)
{
    pane.setTitle(textOf(row, "name"));
    pane.addFact(UpstreamsPage::tr("Targets"), targetsOf(row, u'\n'), true);
    pane.addFact(UpstreamsPage::tr("Balancing"), balancingWord(row));
    pane.addFact(UpstreamsPage::tr("Health"), checksWord(row));
    pane.addFact(UpstreamsPage::tr("Id"), textOf(row, "id"), true);
}

DocumentsSpec upstreamsSpec()
{
    const auto name = [](const QJsonObject& row) { return textOf(row, "name"); };
    const auto inLines = [](const QJsonObject& row) { return targetsOf(row, u'\n'); };
    const auto inOne = [](const QJsonObject& row) { return targetsOf(row, u' '); };
    DocumentsSpec spec;
    spec.look = {UpstreamsPage::tr("Upstream groups"), UpstreamsPage::tr("Search upstream groups"),
                 u"upstreams"_s, UpstreamsPage::tr("The upstream groups could not be read.")};
    spec.source = {
        .list = CallId::UpstreamListAll, .itemsKey = u"upstreams"_s, .fixed = QUrlQuery(u"meta=true"_s)};
    spec.columns = {{u"name"_s, UpstreamsPage::tr("Name"), {}, {}, {}},
                    {u"targets"_s, UpstreamsPage::tr("Targets"), inOne, {}, inLines, false},
                    {u"balancing"_s, UpstreamsPage::tr("Balancing"), balancingWord, {}, {}},
                    {u"health"_s, UpstreamsPage::tr("Health"), checksWord, {}, {}, false}};
    spec.idOf = name;
    spec.editor.kind = u"upstream"_s;
    spec.editor.table = &tableOf<Upstream>();
    spec.editor.create = CallId::UpstreamCreate;
    spec.editor.read = CallId::UpstreamGet;
    spec.editor.update = CallId::UpstreamUpdate;
    spec.editor.key = [](const QJsonObject& row) { return QStringList{textOf(row, "id")}; };
    spec.editor.id = name;
    spec.editor.name = name;
    spec.editor.sections = {{u"health"_s, &tableOf<HealthCheck>(), u"Health"_s}};
    spec.remove = CallId::UpstreamDelete;
    spec.initial = toJson(Upstream());
    spec.initial.insert(u"targets"_s, QJsonArray{toJson(UpstreamTarget())});
    spec.icon = u"upstream"_s;
    spec.help = u"upstreams"_s;
    spec.words = {UpstreamsPage::tr("Create upstream group"),
                  UpstreamsPage::tr("New upstream group"),
                  UpstreamsPage::tr("Upstream group %1"),
                  UpstreamsPage::tr(
                      "An upstream group names targets once, with weights, health checks and retries, for "
                      "any number of APIs."),
                  UpstreamsPage::tr("Delete upstream group %1?"),
                  UpstreamsPage::tr("The gateway refuses it while an API or an operation uses the group."),
                  UpstreamsPage::tr("Delete upstream group")};
    spec.details = showUpstream;
    return spec;
}

} // namespace

UpstreamsPage::UpstreamsPage(PageContext& context, QWidget* parent)
    : DocumentsPage(upstreamsSpec(), context, parent)
{
}

} // namespace gatehouse::console
