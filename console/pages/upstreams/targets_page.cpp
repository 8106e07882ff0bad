// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/upstreams/targets_page.h"

#include "console/client/api_client.h"
#include "console/client/connection_machine.h"
#include "console/models/json_row.h"
#include "console/pages/shared/row_operations.h"
#include "console/pages/upstreams/target_rows.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/indicators.h"
#include "console/widgets/table_view.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int againMs = 2'000;
constexpr int weightColumn = 7;

QJsonObject addressOf(const QJsonObject& row)
{
    return {{u"upstream"_s, textOf(row, "id")}, {u"target"_s, textOf(row, "target")}};
}

QString whyNotDrained(const QJsonObject& row)
{
    return targets::isOfRouting(row)
               ? TargetsPage::tr("Servers of a routing cannot be drained; change the routing.")
               : QString();
}

QString lastOne(const QJsonObject& row)
{
    return row.value(u"others_up"_s).toInteger() == 0
               ? TargetsPage::tr(
                     "It is the last target of %1 that takes calls: without it they fail with 503.")
                     .arg(textOf(row, "upstream"))
               : QString();
}

QList<RowOperation> operations()
{
    const QString drained = targets::stateWord({{u"state"_s, u"drained"_s}});
    const QString up = targets::stateWord({{u"state"_s, u"up"_s}});
    return {
        {.text = TargetsPage::tr("Drain"),
         .icon = u"pause"_s,
         .call = CallId::UpstreamDrain,
         .applies =
             [](const QJsonObject& row) { return !targets::isDrained(row) && !targets::isOfRouting(row); },
         .ask = TargetsPage::tr("Drain %1?"),
         .effect = TargetsPage::tr("It gets no new calls; those under way end. It stays so over a restart."),
         .warning = lastOne,
         .done = TargetsPage::tr("%1 gets no new calls."),
         .undone = TargetsPage::tr("%1 gets calls again."),
         .undo = CallId::UpstreamUndrain,
         .change =
             [drained](const QJsonObject& row) {
                 return RowChange{targets::stateWord(row), drained};
             },
         .whyNot = whyNotDrained,
         .rowBody = addressOf},
        {.text = TargetsPage::tr("Take calls again"),
         .icon = u"play"_s,
         .call = CallId::UpstreamUndrain,
         .applies = targets::isDrained,
         .done = TargetsPage::tr("%1 gets calls again."),
         .undone = TargetsPage::tr("%1 gets no new calls."),
         .undo = CallId::UpstreamDrain,
         .change =
             [up](const QJsonObject& row) {
                 return RowChange{targets::stateWord(row), up};
             },
         .rowBody = addressOf},
        {.text = TargetsPage::tr("Forget failures"),
         .icon = u"refresh"_s,
         .call = CallId::UpstreamReset,
         .applies = targets::hasFailures,
         .done = TargetsPage::tr("Failures and ejections of %1 are forgotten, its breaker is closed."),
         .rowBody = addressOf}};
}

} // namespace

TargetsPage::TargetsPage(PageContext& context, QWidget* parent)
    : ListPage({tr("Upstream health"), tr("Search targets and upstreams"), u"targets"_s,
                tr("The state of the upstreams could not be read.")},
               context,
               {.list = CallId::UpstreamState,
                .itemsKey = u"upstreams"_s,
                .whole = true,
                .rowsOf = targets::rowsOf},
               targets::columns(), targets::idOf, parent)
    , m_operations(
          new RowOperations(*this, targets::nameOf, [](const QJsonObject&) { return QStringList(); }))
{
    m_source = addOverflowAction(tr("Show where it comes from"), u"link"_s);
    m_source->setObjectName(u"showSource"_s);
    connect(m_source, &QAction::triggered, this, [this] {
        if (const auto row = chosen())
            openRow(*row);
    });
    const QList<RowOperation> all = operations();
    for (const RowOperation& operation : all)
        m_operations->add(operation);
    addExportActions();
    table()->setHiddenByDefault({weightColumn}); // the pane tells it, and addresses are long
    auto* empty = new EmptyState(
        u"upstream"_s,
        tr("Targets are shown here as soon as an API names servers to call. There is none yet."),
        tr("Show APIs"), this);
    connect(empty, &EmptyState::actionRequested, this, [this] { this->context().navigate({u"apis"_s, {}}); });
    setEmptyState(empty);
    m_timer.setInterval(againMs);
    connect(&m_timer, &QTimer::timeout, this, &TargetsPage::pollAgain);
}

void TargetsPage::activate()
{
    ListPage::activate();
    m_timer.start();
}

void TargetsPage::deactivate()
{
    m_timer.stop();
    ListPage::deactivate();
}

void TargetsPage::pollAgain()
{
    if (isVisible() && !window()->isMinimized() && context().connection.isConnected() &&
        !model()->isLoading())
        model()->reload();
}

void TargetsPage::showDetails(DetailPane& pane, const QJsonObject& row)
{
    pane.setTitle(textOf(row, "target"));
    pane.pill()->setState(targets::stateTone(row), targets::stateWord(row));
    pane.pill()->show();
    pane.addFact(tr("Upstream"), textOf(row, "upstream"));
    pane.addFact(tr("Circuit breaker"), targets::breakerWord(row));
    pane.addFact(tr("How it is checked"), row.value(u"active_checks"_s).toBool()
                                              ? tr("by checks of the gateway and by the calls themselves")
                                              : tr("by the calls themselves"));
    pane.addFact(tr("Weight"), targets::weightText(row));
    pane.addSection(tr("Load"));
    m_values.clear();
    const QList<targets::Fact> facts = targets::liveFacts(row);
    for (const targets::Fact& fact : facts)
        m_values.append(pane.addFact(fact.label, fact.text));
    pane.addAction(buttonFor(m_source));
    m_operations->addButtons(pane, row);
}

bool TargetsPage::updateDetails(const QJsonObject& before, const QJsonObject& now)
{
    for (const QString& made :
         {u"state"_s, u"breaker"_s, u"active_checks"_s, u"upstream"_s, u"weight"_s, u"backup"_s}) {
        if (before.value(made) != now.value(made))
            return false;
    }
    if (targets::hasFailures(before) != targets::hasFailures(now))
        return false; // other buttons
    const QList<targets::Fact> facts = targets::liveFacts(now);
    for (qsizetype i = 0; i < facts.size() && i < m_values.size(); ++i) {
        if (m_values.at(i))
            m_values.at(i)->setText(facts.at(i).text);
    }
    return true;
}

void TargetsPage::openRow(const QJsonObject& row)
{
    const QString label = textOf(row, "upstream");
    const QString kind = textOf(row, "id").section(u':', 0, 0);
    QString place = u"apis"_s, search = label.section(u'/', 0, 0), id;
    if (kind == u"upstream"_s) {
        place = u"upstreams"_s;
        search = label.section(u'/', -1);
        id = search;
    } else if (kind == u"routing"_s) {
        place = u"routings"_s;
        search = id = textOf(row, "id").section(u':', 1);
    } else {
        id = label.section(u' ', 0, 0).replace(u'/', u' '); // of the list of APIs: name and version
    }
    QUrlQuery query;
    query.addQueryItem(u"search"_s, QString::fromLatin1(QUrl::toPercentEncoding(search)));
    query.addQueryItem(u"id"_s, QString::fromLatin1(QUrl::toPercentEncoding(id)));
    context().navigate({place, query});
}

} // namespace gatehouse::console
