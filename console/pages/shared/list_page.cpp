// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/list_page.h"

#include "console/client/api_client.h"
#include "console/client/connection_machine.h"
#include "console/client/event_stream.h"
#include "console/pages/shared/document_editor.h"
#include "console/pages/shared/tenant_choice.h"
#include "console/settings/settings.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/filter_row.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/table_view.h"
#include "console/widgets/tasks.h"
#include "console/widgets/toast.h"

#include <QAction>
#include <QComboBox>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QSaveFile>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

ListPage::ListPage(const Look& look, PageContext& context, RemoteTableModel::Source source,
                   QList<Column> columns, JsonTableModel::IdOf idOf, QWidget* parent)
    : Page(look.title, context, parent)
    , m_look(look)
    , m_list(source.list)
    , m_model(
          new RemoteTableModel(context.client, std::move(source), std::move(columns), std::move(idOf), this))
    , m_table(new TableView(look.layoutName, &context.settings, this))
    , m_filter(addFilterRow(look.searchHint))
    , m_pane(nullptr)
{
    buildTable();
    setContent(m_table);
    m_pane = addDetailPane();
    m_pane->setObjectName(u"detailPane"_s);
    m_filter->search()->setObjectName(u"search"_s);
    connect(m_filter, &FilterRow::searchChanged, m_model, &RemoteTableModel::setSearch);
    connect(m_pane, &DetailPane::closed, this, &ListPage::paneClosed);
    connect(&context.events, &EventStream::revisionChanged, this, [this] {
        m_missedNews = m_active && m_many.size() > 1; // a reload would forget rows of later pages
        if (m_active && !m_missedNews)
            load();
    });
    connect(&context.connection, &ConnectionMachine::stateChanged, this, [this](ConnectionState state) {
        const QDateTime last = this->context().connection.lastAnswer();
        const bool stale = state != ConnectionState::Connected && m_model->wasLoaded() && last.isValid();
        setSubtitle(
            stale ? tr("offline, as of %1").arg(QLocale().toString(last.toLocalTime().time(), u"HH:mm:ss"_s))
                  : QString());
    });
}

void ListPage::buildTable()
{
    m_table->setObjectName(m_look.layoutName + u"Table"_s);
    m_table->setAccessibleName(m_look.title);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setModel(m_model);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(0, Qt::AscendingOrder);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ListPage::takeSelection);
    connect(m_table, &TableView::openRequested, this,
            [this](const QModelIndex& index) { openRow(m_model->rowAt(index.row())); });
    connect(m_table, &TableView::exportRequested, this,
            [this](const QString& name, const QByteArray&) { exportAll(name.section(u'.', -1)); });
    connect(m_model, &RemoteTableModel::loadingChanged, this,
            [this](bool loading) { loading ? progress()->start() : progress()->stop(); });
    connect(m_model, &RemoteTableModel::loaded, this, &ListPage::showRows);
    connect(m_model, &RemoteTableModel::failed, this, &ListPage::showFailure);
}

void ListPage::activate()
{
    m_active = true;
    if (context().client.hasToken())
        load();
}

/// Whose list it is comes first.
void ListPage::load()
{
    if (!m_tenants) {
        m_model->reload();
        return;
    }
    progress()->start();
    m_tenants->load();
}

void ListPage::deactivate()
{
    m_active = false;
}

void ListPage::showRows()
{
    messages()->clear();
    const bool empty = m_model->rowCount() == 0 && m_model->search().isEmpty() && m_model->filter().isEmpty();
    showInstead(empty ? m_empty : nullptr);
    m_filter->setCount(m_model->rowCount(), m_model->total());
    m_table->setEmptyText(m_model->search().isEmpty() && m_model->filter().isEmpty() ? QString()
                          : m_model->search().isEmpty()
                              ? tr("Nothing fits the filter.")
                              : tr("Nothing found for “%1”. Esc in the search field shows everything again.")
                                    .arg(m_model->search()));
    const int row = m_selected.isEmpty() ? -1 : m_model->rowOf(m_selected);
    if (m_many.size() > 1)
        selectMany();
    else if (row >= 0 && !m_table->selectionModel()->isRowSelected(row))
        m_table->selectRow(row);
    else if (row >= 0)
        showSelected();
    else if (!m_selected.isEmpty())
        m_pane->close();
    if (!m_table->property("sized").toBool()) {
        m_table->setProperty("sized", m_model->rowCount() > 0);
        m_table->fitColumns();
    }
}

void ListPage::showSelected()
{
    const int row = m_model->rowOf(m_selected);
    if (row < 0)
        return;
    const QJsonObject now = m_model->rowAt(row);
    const QJsonObject before = std::exchange(m_shown, now);
    if (!m_pane->isHidden() && m_model->idOf(before) == m_selected && updateDetails(before, now))
        return;
    m_pane->begin(m_selected);
    Q_EMIT selectionShown(now);
    showDetails(*m_pane, now);
    m_pane->open();
}

std::optional<QJsonObject> ListPage::chosen()
{
    const int row = m_model->rowOf(m_selected);
    if (row >= 0)
        return m_model->rowAt(row);
    context().toasts.show(tokens::Tone::Info, m_many.size() > 1
                                                  ? tr("This is done with one row. Select only one.")
                                                  : tr("Select a row first."));
    return std::nullopt;
}

void ListPage::setEmptyState(EmptyState* empty)
{
    m_empty = empty;
    m_empty->hide(); // until it is part of the page, it would float over it
}

QComboBox* ListPage::addChoice(const QString& parameter, const QString& name,
                               const QList<QPair<QString, QString>>& values)
{
    auto* box = new QComboBox(this);
    box->setObjectName(parameter + u"Choice"_s);
    box->setAccessibleName(name);
    box->setToolTip(name);
    box->setProperty("parameter", parameter);
    for (const auto& [word, text] : values)
        box->addItem(text, word);
    m_filter->addTrailing(box);
    m_choices.append(box);
    connect(box, &QComboBox::currentIndexChanged, this, &ListPage::applyChoices);
    return box;
}

void ListPage::applyChoices()
{
    QUrlQuery query;
    for (const QComboBox* box : std::as_const(m_choices)) {
        const QString word = box->currentData().toString();
        if (!word.isEmpty())
            query.addQueryItem(box->property("parameter").toString(), word);
    }
    m_model->setFilter(query);
}

void ListPage::useTenants()
{
    m_tenants = new TenantChoice(context(), this);
    m_filter->addTrailing(m_tenants);
    connect(m_tenants, &TenantChoice::known, this, [this](const QString& tenant) {
        progress()->stop();
        if (m_model->parameters() == QStringList{tenant})
            m_model->reload();
        else
            m_model->setParameters({tenant});
    });
    connect(m_tenants, &TenantChoice::failed, this, [this](const Error& error) {
        progress()->stop();
        showFailure(error);
    });
}

QString ListPage::notServedHere()
{
    return tr("This address of the gateway does not serve this place. Connect to its admin listener "
              "(ADMIN_PORT, usually 8000).");
}

void ListPage::showFailure(const Error& error)
{
    if (error.type == ErrorType::NotFound && info(m_list).surface == Surface::V1)
        messages()->showMessage(tokens::Tone::Warning, notServedHere());
    else
        messages()->showError(m_look.failure, error);
}

QString ListPage::tenant() const
{
    return m_tenants ? m_tenants->tenant() : QString();
}

void ListPage::openEditor(DocumentEditor* editor)
{
    m_editor = editor;
    connect(editor, &DocumentEditor::saved, this, &ListPage::selectAfterReload);
    editor->open();
}

void ListPage::selectAfterReload(const QString& id)
{
    m_selected = id;
    m_model->reload();
}

bool ListPage::hasUnsavedChanges() const
{
    return m_editor && m_editor->isDirty();
}

QPushButton* ListPage::buttonFor(QAction* action, bool danger)
{
    auto* button = new QPushButton(action->text(), m_pane);
    button->setProperty("danger", danger);
    if (!action->objectName().isEmpty())
        button->setObjectName(action->objectName() + u"Button"_s);
    const auto follow = [button, action] {
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->toolTip());
    };
    follow();
    connect(action, &QAction::changed, button, follow);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

void ListPage::addExportActions()
{
    for (const QString& suffix : {u"csv"_s, u"json"_s})
        connect(addOverflowAction(tr("Export as %1…").arg(suffix.toUpper()), u"export"_s),
                &QAction::triggered, this, [this, suffix] { exportAll(suffix); });
}

void ListPage::exportAll(const QString& suffix)
{
    if (m_model->isLoadingAll())
        return;
    const QPointer<Task> task =
        context().tasks.start(tr("Export %1").arg(m_look.title), [this] { m_model->cancelLoadAll(); });
    const auto progress = connect(m_model, &RemoteTableModel::loaded, this, [this, task] {
        const qint64 total = m_model->total();
        if (task && total > 0)
            task->report(tr("%1 of %2").arg(m_model->rowCount()).arg(total),
                         static_cast<int>(100 * m_model->rowCount() / total));
    });
    m_model->loadAll([this, suffix, task, progress](bool complete) {
        disconnect(progress);
        if (task && complete)
            task->finish(tr("%n row(s)", nullptr, m_model->rowCount()));
        else if (task)
            task->fail(tr("A page could not be read."));
        if (!complete)
            return; // failed() has told why
        saveExport(*this, m_look.layoutName + u'.' + suffix,
                   suffix == u"csv"_s ? m_table->csv() : m_table->json());
    });
}

void ListPage::change(CallId call, const QStringList& parameters, const QJsonObject& body,
                      const QString& done, const QString& failed)
{
    context().client.call(call, parameters, body, this,
                          [this, done, failed](const Result<QJsonObject>& answer) {
                              if (!answer) {
                                  messages()->showError(failed, answer.error(), false);
                                  return;
                              }
                              context().toasts.show(tokens::Tone::Good, done);
                              m_model->reload();
                          });
}

QUrlQuery ListPage::state() const
{
    QUrlQuery query;
    if (!m_model->search().isEmpty())
        query.addQueryItem(u"search"_s, m_model->search());
    if (!m_selected.isEmpty())
        query.addQueryItem(u"id"_s, m_selected);
    for (const QComboBox* box : m_choices) {
        if (box->currentIndex() > 0)
            query.addQueryItem(box->property("parameter").toString(), box->currentData().toString());
    }
    return query;
}

void ListPage::restoreState(const QUrlQuery& query)
{
    const QString search = query.queryItemValue(u"search"_s, QUrl::FullyDecoded);
    m_filter->search()->setQuery(search);
    m_model->setSearch(search);
    m_selected = query.queryItemValue(u"id"_s, QUrl::FullyDecoded);
    for (QComboBox* box : std::as_const(m_choices))
        box->setCurrentIndex(
            qMax(0, box->findData(query.queryItemValue(box->property("parameter").toString()))));
}

void saveExport(Page& page, const QString& suggestedName, const QByteArray& content)
{
    const QString suffix = suggestedName.section(u'.', -1);
    page.context().dialogs.saveFile(
        &page, ListPage::tr("Export"), suggestedName, u"*."_s + suffix,
        [page = QPointer<Page>(&page), content](const QString& path) {
            QSaveFile file(path);
            const bool written =
                file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit();
            if (!page)
                return;
            if (written)
                page->context().toasts.show(tokens::Tone::Good, ListPage::tr("Saved %1.").arg(path));
            else
                page->messages()->showError(ListPage::tr("The export could not be written."),
                                            Error::internal(path + u": "_s + file.errorString()), false);
        });
}

} // namespace gatehouse::console
