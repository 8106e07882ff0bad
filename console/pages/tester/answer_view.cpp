// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/tester/answer_view.h"

#include "console/models/json_table_model.h"
#include "console/pages/tester/answer_text.h"
#include "console/pages/tester/trace.h"
#include "console/pages/tester/waterfall.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/indicators.h"
#include "console/widgets/table_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int wayTab = 2;

} // namespace

AnswerView::AnswerView(QWidget* parent)
    : QWidget(parent)
    , m_status(new StatusPill(this))
    , m_facts(new QLabel(this))
    , m_reason(new QLabel(this))
    , m_body(new QPlainTextEdit(this))
    , m_headers(new JsonTableModel(
          {{u"name"_s, tr("Name"), {}, {}, {}, false}, {u"value"_s, tr("Value"), {}, {}, {}, false}},
          [](const QJsonObject& row) { return row.value(u"name"_s).toString(); }, this))
    , m_steps(new JsonTableModel(
          stepColumns(), [](const QJsonObject& row) { return row.value(u"step"_s).toString(); }, this))
    , m_summary(new QLabel(this))
    , m_tabs(new QTabWidget(this))
    , m_stack(new QStackedWidget(this))
{
    m_status->setObjectName(u"answerStatus"_s);
    m_facts->setObjectName(u"answerFacts"_s);
    m_facts->setForegroundRole(QPalette::PlaceholderText);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_reason->setObjectName(u"answerReason"_s);
    m_reason->setWordWrap(true);
    m_reason->setTextFormat(Qt::PlainText);
    m_body->setObjectName(u"answerBody"_s);
    m_body->setAccessibleName(tr("Body of the answer"));
    m_body->setReadOnly(true);
    m_body->setTabChangesFocus(true);
    m_body->setFont(tokens::font(tokens::TextRole::Mono));
    auto* table = new TableView({}, nullptr, this);
    table->setObjectName(u"answerHeaders"_s);
    table->setAccessibleName(tr("Headers of the answer"));
    table->setModel(m_headers);
    table->horizontalHeader()->resizeSection(0, tokens::navigationWidth);
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Parts of the answer"));
    m_tabs->tabBar()->setAccessibleName(tr("Parts of the answer"));
    m_tabs->addTab(m_body, tr("Body"));
    m_tabs->addTab(table, tr("Headers"));
    m_tabs->addTab(buildWay(), tr("Trace"));
    m_tabs->setTabVisible(wayTab, false);
    auto* line = new QHBoxLayout;
    line->addWidget(m_status);
    line->addWidget(m_facts, 1);
    auto* answer = new QWidget(this);
    auto* column = new QVBoxLayout(answer);
    column->setContentsMargins(0, tokens::spaceS, 0, 0);
    column->setSpacing(tokens::spaceS);
    column->addLayout(line);
    column->addWidget(m_reason);
    column->addWidget(m_tabs, 1);
    m_stack->addWidget(
        new EmptyState(u"tester"_s, tr("Send a request: here you see what a client would get."), {}, this));
    m_stack->addWidget(answer);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_stack);
}

QWidget* AnswerView::buildWay()
{
    auto* way = new QWidget(this);
    auto* column = new QVBoxLayout(way);
    column->setContentsMargins(0, tokens::spaceS, 0, 0);
    m_summary->setObjectName(u"traceSummary"_s);
    m_summary->setWordWrap(true);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* steps = new TableView({}, nullptr, way);
    steps->setObjectName(u"traceSteps"_s);
    steps->setAccessibleName(tr("Way through the gateway"));
    steps->setModel(m_steps);
    steps->setItemDelegateForColumn(timelineColumn, new WaterfallDelegate(steps));
    column->addWidget(m_summary);
    column->addWidget(steps, 1);
    return way;
}

QString AnswerView::statusText(const TrafficAnswer& answer)
{
    if (answer.status == 0)
        return tr("No answer");
    return QString::number(answer.status) + u' ' + QString::fromLatin1(answer.reasonPhrase);
}

void AnswerView::show(const TrafficAnswer& answer)
{
    m_status->setState(answerTone(answer.status), statusText(answer));
    QStringList facts{tr("%1 ms").arg(answer.totalMs)};
    if (answer.status != 0)
        facts.append(QLocale().formattedDataSize(answer.body.size()));
    const QByteArray requestId = answer.header("X-Request-ID");
    if (!requestId.isEmpty())
        facts.append(tr("request id %1").arg(QString::fromLatin1(requestId)));
    m_facts->setText(facts.join(u"  ·  "_s));
    const AnswerText text = answerText(answer);
    const QString reason = QStringList{text.reason, text.advice}.join(u'\n').trimmed();
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
    m_body->setPlainText(text.body);
    QList<QJsonObject> rows;
    for (const auto& [name, value] : answer.headers)
        rows.append({{u"name"_s, QString::fromLatin1(name)}, {u"value"_s, QString::fromUtf8(value)}});
    m_headers->setRows(rows);
    m_tabs->setTabVisible(wayTab, false);
    m_stack->setCurrentIndex(1);
}

void AnswerView::showTraced(const QJsonObject& traced)
{
    show(answerOf(traced));
    m_summary->setText(summaryOf(traced));
    m_steps->setRows(stepsOf(traced));
    m_tabs->setTabVisible(wayTab, true);
    m_tabs->setCurrentIndex(wayTab);
    findChild<TableView*>(u"traceSteps"_s)->fitColumns();
}

void AnswerView::clear()
{
    m_stack->setCurrentIndex(0);
}

} // namespace gatehouse::console
