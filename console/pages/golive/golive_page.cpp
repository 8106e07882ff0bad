// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/golive/golive_page.h"

#include "console/client/api_client.h"
#include "console/client/session.h"
#include "console/models/json_table_model.h"
#include "console/pages/golive/checks.h"
#include "console/pages/golive/report.h"
#include "console/pages/shared/list_page.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/table_view.h"

#include <QAction>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

GoLivePage::GoLivePage(PageContext& context, QWidget* parent)
    : Page(tr("Go-live checklist"), context, parent)
    , m_model(new JsonTableModel(checkColumns(), checkId, this))
    , m_table(new TableView(u"golive"_s, &context.settings, this))
    , m_pane(nullptr)
    , m_verdict(new StatusPill(tokens::Tone::Off, tr("Not checked yet"), this))
    , m_summary(new QLabel(this))
{
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    auto* head = new QHBoxLayout;
    m_verdict->setObjectName(u"verdict"_s);
    head->addWidget(m_verdict);
    head->addWidget(m_summary, 1);
    column->addLayout(head);
    column->addWidget(m_table, 1);
    buildTable();
    setContent(body);
    m_pane = addDetailPane();
    m_pane->setObjectName(u"detailPane"_s);
    connect(m_pane, &DetailPane::closed, m_table, &QTableView::clearSelection);
    connect(setPrimaryAction(tr("Check again"), u"refresh"_s, false), &QAction::triggered, this,
            &GoLivePage::read);
    buildExports();
    connect(messages(), &MessageBar::retryRequested, this, &GoLivePage::read);
}

void GoLivePage::buildExports()
{
    const auto report = [this] {
        const ConnectionProfile& profile = context().client.profile();
        return GoLiveReport{m_answer, u"%1 (%2)"_s.arg(profile.displayName(), profile.url.toString()),
                            context().session.user()};
    };
    const auto add = [this](const QString& text, const QString& name, auto content) {
        QAction* action = addOverflowAction(text, u"export"_s);
        action->setObjectName(name);
        connect(action, &QAction::triggered, this, [this, name, content] {
            if (m_answer.isEmpty())
                messages()->showMessage(tokens::Tone::Info, tr("The checklist has not been read yet."));
            else
                saveExport(*this, name, content());
        });
    };
    add(tr("Report to print (PDF)…"), u"go-live.pdf"_s, [report] { return report().pdf(); });
    add(tr("Report as a web page (HTML)…"), u"go-live.html"_s, [report] { return report().html().toUtf8(); });
    add(tr("Export as CSV…"), u"go-live.csv"_s, [this] { return m_table->csv(); });
}

void GoLivePage::buildTable()
{
    m_table->setObjectName(u"goliveTable"_s);
    m_table->setAccessibleName(tr("Checks"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setModel(m_model);
    m_table->wrapRows();
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                if (!index.isValid())
                    return;
                m_selected = m_model->idAt(index.row());
                showSelected();
            });
}

void GoLivePage::activate()
{
    if (context().client.hasToken())
        read();
}

void GoLivePage::read()
{
    progress()->start();
    context().client.call(CallId::V1Checklist, {}, this, [this](const Result<QJsonObject>& answer) {
        progress()->stop();
        if (answer)
            took(*answer);
        else if (answer.error().type == ErrorType::NotFound)
            messages()->showMessage(tokens::Tone::Warning, ListPage::notServedHere());
        else
            messages()->showError(tr("The checklist could not be read."), answer.error());
    });
}

void GoLivePage::took(const QJsonObject& answer)
{
    messages()->clear();
    m_answer = answer;
    QList<QJsonObject> rows;
    int red = 0;
    const QJsonArray items = answer.value(u"items"_s).toArray();
    for (const QJsonValue& item : items) {
        rows.append(item.toObject());
        red += item.toObject().value(u"state"_s) == u"red"_s ? 1 : 0;
    }
    const bool first = m_model->rowCount() == 0;
    m_model->setRows(rows);
    if (first)
        m_table->fitColumns();
    const bool ready = answer.value(u"ready"_s).toBool();
    m_verdict->setState(ready ? tokens::Tone::Good : tokens::Tone::Bad,
                        ready ? tr("Ready for production")
                              : tr("%n check(s) stand against it", nullptr, red));
    const QDateTime at = QDateTime::fromString(answer.value(u"checked_at"_s).toString(), Qt::ISODateWithMs);
    m_summary->setText(tr("%1 of %2 green, checked %3")
                           .arg(answer.value(u"green"_s).toInt())
                           .arg(answer.value(u"total"_s).toInt())
                           .arg(RelativeTime::absolute(at)));
    const int row = m_model->rowOf(m_selected);
    if (row >= 0 && m_table->currentIndex().row() != row)
        m_table->selectRow(row);
    showSelected();
}

void GoLivePage::showSelected()
{
    const int row = m_model->rowOf(m_selected);
    if (row < 0)
        return;
    const QJsonObject check = m_model->rowAt(row);
    m_pane->begin(checkTitle(check));
    m_pane->pill()->setState(checkTone(check), checkWord(check));
    m_pane->pill()->show();
    m_pane->addFact(tr("Found"), checkEvidence(check));
    const QString action = checkAction(check);
    m_pane->addFact(tr("What to do"), action.isEmpty() ? tr("Nothing.") : action);
    const PlaceLink link = checkPlace(check);
    if (!link.place.isEmpty()) {
        auto* go = new QPushButton(tr("Go there"), m_pane);
        go->setObjectName(u"goThere"_s);
        connect(go, &QPushButton::clicked, this, [this, link] { context().navigate(link); });
        m_pane->addAction(go);
    }
    m_pane->open();
}

QUrlQuery GoLivePage::state() const
{
    QUrlQuery query;
    if (!m_selected.isEmpty())
        query.addQueryItem(u"id"_s, m_selected);
    return query;
}

void GoLivePage::restoreState(const QUrlQuery& query)
{
    m_selected = query.queryItemValue(u"id"_s, QUrl::FullyDecoded);
    showSelected();
}

} // namespace gatehouse::console
