// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/revisions/revisions_page.h"

#include "console/client/api_client.h"
#include "console/client/event_stream.h"
#include "console/models/json_table_model.h"
#include "console/pages/shared/changes.h"
#include "console/pages/shared/list_page.h"
#include "console/pages/shared/revision_columns.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/icons.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/table_view.h"
#include "console/widgets/toast.h"

#include <QAction>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {
constexpr int pageSize = 100;
}

RevisionsPage::RevisionsPage(PageContext& context, QWidget* parent)
    : Page(tr("Revisions"), context, parent)
    , m_model(new JsonTableModel(revisionColumns(), revisionId, this))
    , m_table(new TableView(u"revisions"_s, &context.settings, this))
    , m_show(new QPushButton(tr("Show changes"), this))
    , m_compare(new QPushButton(tr("Compare"), this))
    , m_back(new QPushButton(tr("Roll back to it…"), this))
    , m_older(new QPushButton(tr("Load older"), this))
{
    m_table->setObjectName(u"revisionsTable"_s);
    m_table->setAccessibleName(tr("Revisions"));
    m_table->setModel(m_model);
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(tokens::spaceM);
    column->addWidget(m_table, 1);
    column->addWidget(buildButtons());
    setContent(content);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &RevisionsPage::updateButtons);
    connect(m_table, &TableView::openRequested, this, &RevisionsPage::showOne);
    connect(m_table, &TableView::exportRequested, this,
            [this](const QString& name, const QByteArray& content) { saveExport(*this, name, content); });
    connect(&context.events, &EventStream::revisionChanged, this, [this] {
        if (m_active)
            load(0);
    });
    updateButtons();
}

QWidget* RevisionsPage::buildButtons()
{
    auto* buttons = new QWidget(this);
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    m_show->setObjectName(u"showChanges"_s);
    m_compare->setObjectName(u"compare"_s);
    m_compare->setToolTip(tr("Select two revisions, or one to compare it with the newest"));
    m_back->setObjectName(u"rollback"_s);
    m_back->setProperty("danger", true);
    m_older->setObjectName(u"loadOlder"_s);
    m_older->setEnabled(false);
    row->addWidget(m_show);
    row->addWidget(m_compare);
    row->addWidget(m_back);
    row->addStretch(1);
    row->addWidget(m_older);
    connect(m_show, &QPushButton::clicked, this, &RevisionsPage::showOne);
    connect(m_compare, &QPushButton::clicked, this, &RevisionsPage::compare);
    connect(m_back, &QPushButton::clicked, this, &RevisionsPage::askRollback);
    connect(m_older, &QPushButton::clicked, this, &RevisionsPage::loadOlder);
    return buttons;
}

void RevisionsPage::activate()
{
    m_active = true;
    if (context().client.hasToken())
        load(0);
    updateButtons();
}

void RevisionsPage::load(qint64 below)
{
    QUrlQuery query;
    query.addQueryItem(u"limit"_s, QString::number(pageSize));
    if (below > 0)
        query.addQueryItem(u"below"_s, QString::number(below));
    progress()->start();
    context().client.call(
        CallId::RevisionList, {}, query, this, [this, below](const Result<QJsonObject>& answer) {
            progress()->stop();
            if (!answer) {
                messages()->showError(tr("The revisions could not be read."), answer.error());
                return;
            }
            messages()->clear();
            m_newest = answer->value(u"revision"_s).toInteger();
            QList<QJsonObject> rows = below > 0 ? m_model->rows() : QList<QJsonObject>();
            const QJsonArray array = answer->value(u"revisions"_s).toArray();
            for (const QJsonValue& value : array)
                rows.append(value.toObject());
            const bool first = m_model->rowCount() == 0;
            m_model->setRows(rows);
            m_older->setEnabled(array.size() >= pageSize);
            if (first)
                m_table->resizeColumnsToContents();
        });
}

void RevisionsPage::loadOlder()
{
    if (!m_model->rows().isEmpty())
        load(m_model->rows().last().value(u"revision"_s).toInteger());
}

QList<qint64> RevisionsPage::selected() const
{
    QList<qint64> numbers;
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    for (const QModelIndex& row : rows)
        numbers.append(m_model->rowAt(row.row()).value(u"revision"_s).toInteger());
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

void RevisionsPage::updateButtons()
{
    const qsizetype count = selected().size();
    QString why;
    const bool may = !context().mayWrite || context().mayWrite(&why);
    m_show->setEnabled(count == 1);
    m_compare->setEnabled(count == 1 || count == 2);
    m_back->setEnabled(count == 1 && may);
    m_back->setToolTip(why);
}

void RevisionsPage::review(const QString& title, CallId call, const QStringList& parameters,
                           const QUrlQuery& query)
{
    context().client.call(call, parameters, query, this, [this, title](const Result<QJsonObject>& answer) {
        if (!answer) {
            messages()->showError(tr("The changes could not be read."), answer.error(), false);
            return;
        }
        const QList<QJsonObject> rows = changeRows(answer->value(u"changes"_s).toArray());
        (new ReviewDialog(title, tr("%n field(s) differ.", nullptr, static_cast<int>(rows.size())), rows, {},
                          this))
            ->open();
    });
}

void RevisionsPage::showOne()
{
    const QList<qint64> numbers = selected();
    if (!numbers.isEmpty())
        review(tr("Changes of revision %1").arg(numbers.first()), CallId::RevisionGet,
               {QString::number(numbers.first())}, {});
}

void RevisionsPage::compare()
{
    const QList<qint64> numbers = selected();
    if (numbers.isEmpty())
        return;
    const qint64 with = numbers.size() > 1 ? numbers.last() : m_newest;
    QUrlQuery query;
    query.addQueryItem(u"with"_s, QString::number(with));
    review(tr("Revision %1 against %2").arg(numbers.first()).arg(with), CallId::RevisionDiff,
           {QString::number(numbers.first())}, query);
}

void RevisionsPage::askRollback()
{
    const QList<qint64> numbers = selected();
    if (numbers.size() != 1)
        return;
    const qint64 revision = numbers.first();
    // What would change is the way from now to that revision.
    QUrlQuery query;
    query.addQueryItem(u"with"_s, QString::number(revision));
    context().client.call(
        CallId::RevisionDiff, {QString::number(m_newest)}, query, this,
        [this, revision](const Result<QJsonObject>& answer) {
            if (!answer) {
                messages()->showError(tr("The changes could not be read."), answer.error(), false);
                return;
            }
            auto* dialog = new ReviewDialog(
                tr("Roll back to revision %1").arg(revision),
                tr("Everything becomes as it was then, as a new revision. Nothing of the history is lost."),
                changeRows(answer->value(u"changes"_s).toArray()), tr("Roll back"), this);
            connect(dialog, &QDialog::accepted, this, [this, revision] {
                Confirmation question;
                question.title = tr("Roll back to revision %1?").arg(revision);
                question.effect = tr("It takes effect at once for all traffic.");
                question.verb = tr("Roll back");
                question.name = QString::number(revision);
                // In production the number is typed; elsewhere the review was enough.
                question.risk =
                    context().dialogs.effectiveRisk(question) == Risk::TypeName ? Risk::TypeName : Risk::None;
                context().dialogs.confirm(this, question, [this, revision] { rollback(revision); });
            });
            dialog->open();
        });
}

void RevisionsPage::rollback(qint64 revision)
{
    context().client.call(
        CallId::RevisionRollback, {QString::number(revision)}, this,
        [this, revision](const Result<QJsonObject>& answer) {
            if (!answer) {
                messages()->showError(tr("The roll-back to revision %1 failed.").arg(revision),
                                      answer.error(), false);
                return;
            }
            context().toasts.show(tokens::Tone::Good, tr("Rolled back to %1, as revision %2.")
                                                          .arg(revision)
                                                          .arg(answer->value(u"revision"_s).toInteger()));
            load(0);
        });
}

} // namespace gatehouse::console
