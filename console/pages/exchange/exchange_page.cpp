// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/exchange/exchange_page.h"

#include "common/model/access.h"
#include "common/model/api.h"
#include "common/model/operation.h"
#include "common/model/upstream.h"
#include "console/client/api_client.h"
#include "console/models/json_table_model.h"
#include "console/pages/shared/changes.h"
#include "console/pages/shared/list_page.h"
#include "console/widgets/button_looks.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/model_text.h"
#include "console/widgets/table_view.h"
#include "console/widgets/toast.h"
#include "console/widgets/tokens.h"

#include <QAction>
#include <QComboBox>
#include <QDate>
#include <QFile>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr qint64 mostBytes = 64 * 1024 * 1024; // of a file that is read into memory

enum class Fate { Add, Replace, Same, LeftOut };

Fate fateOf(const QJsonObject& row)
{
    return static_cast<Fate>(row.value(u"fate"_s).toInt());
}

QString fateWord(const QJsonObject& row)
{
    switch (fateOf(row)) {
    case Fate::Add:
        return ExchangePage::tr("Is added");
    case Fate::Replace:
        return ExchangePage::tr("Is changed");
    case Fate::Same:
        return ExchangePage::tr("Is the same");
    case Fate::LeftOut:
        break;
    }
    return ExchangePage::tr("Left out");
}

Tone fateTone(const QJsonObject& row)
{
    if (!row.value(u"fault"_s).toString().isEmpty())
        return Tone::Bad;
    switch (fateOf(row)) {
    case Fate::Add:
        return Tone::Good;
    case Fate::Replace:
        return Tone::Warning;
    case Fate::Same:
    case Fate::LeftOut:
        break;
    }
    return Tone::Off;
}

Fate fateOf(const ImportItem& item)
{
    if (!item.taken)
        return item.state == ImportItem::State::Same ? Fate::Same : Fate::LeftOut;
    return item.state == ImportItem::State::New ? Fate::Add : Fate::Replace;
}

QString remarkOf(const ImportItem& item)
{
    if (!item.fault.isEmpty())
        return item.fault;
    return item.state == ImportItem::State::Changed
               ? ExchangePage::tr("%n field(s) differ", nullptr, static_cast<int>(item.fields.size()))
               : QString();
}

QList<Column> columns()
{
    return {{u"kind"_s, ExchangePage::tr("Kind"), {}, {}, {}, false},
            {u"name"_s, ExchangePage::tr("Name"), {}, {}, {}, false},
            {u"fate"_s, ExchangePage::tr("With the import"), fateWord, fateTone, {}, false},
            {u"remark"_s, ExchangePage::tr("Remark"), {}, {}, {}, false}};
}

const EntityTable& tableOfSection(const QString& section)
{
    if (section == u"apis"_s)
        return tableOf<Api>();
    if (section == u"endpoints"_s)
        return tableOf<Operation>();
    if (section == u"roles"_s)
        return tableOf<Role>();
    return section == u"groups"_s ? tableOf<Group>() : tableOf<Routing>();
}

} // namespace

ExchangePage::ExchangePage(PageContext& context, QWidget* parent)
    : Page(tr("Export and import"), context, parent)
    , m_kind(new QComboBox(this))
    , m_export(new QPushButton(tr("Export…"), this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(
          u"import"_s,
          tr("A file with a configuration is compared with this gateway first: you see every object that "
             "would be added or changed, and leave out what you do not want."),
          tr("Open a file…"), this))
    , m_summary(new QLabel(this))
    , m_model(new JsonTableModel(
          columns(), [](const QJsonObject& row) { return row.value(u"id"_s).toString(); }, this))
    , m_table(new TableView(u"exchange"_s, &context.settings, this))
    , m_show(new QPushButton(tr("Show differences"), this))
    , m_leave(new QPushButton(tr("Leave out"), this))
    , m_take(new QPushButton(tr("Take in"), this))
    , m_import(new QPushButton(tr("Import…"), this))
{
    connect(setPrimaryAction(tr("Open a file…"), u"import"_s, false), &QAction::triggered, this,
            &ExchangePage::chooseFile);
    QAction* undo = addOverflowAction(tr("Undo the newest import…"), u"back"_s, true);
    undo->setObjectName(u"undoImport"_s);
    connect(undo, &QAction::triggered, this, &ExchangePage::askUndo);
    connect(m_empty, &EmptyState::actionRequested, this, &ExchangePage::chooseFile);
    m_summary->setObjectName(u"importSummary"_s);
    m_summary->setWordWrap(true);
    m_table->setObjectName(u"importTable"_s);
    m_table->setAccessibleName(tr("Objects of the file"));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setModel(m_model);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ExchangePage::updateButtons);
    connect(m_table, &TableView::openRequested, this, &ExchangePage::showDifferences);
    connect(m_table, &TableView::exportRequested, this,
            [this](const QString& name, const QByteArray& content) { saveExport(*this, name, content); });
    auto* plan = new QWidget(this);
    auto* inner = new QVBoxLayout(plan);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(tokens::spaceM);
    inner->addWidget(m_summary);
    inner->addWidget(m_table, 1);
    inner->addWidget(buildButtons());
    m_stack->addWidget(m_empty);
    m_stack->addWidget(plan);
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(tokens::spaceL);
    column->addWidget(buildExport());
    column->addWidget(m_stack, 1);
    setContent(content);
    updateButtons();
}

QWidget* ExchangePage::buildExport()
{
    const QList<QPair<QString, CallId>> kinds{
        {tr("Everything"), CallId::ConfigExportAll},       {tr("APIs"), CallId::ConfigExportApis},
        {tr("Operations"), CallId::ConfigExportEndpoints}, {tr("Roles"), CallId::ConfigExportRoles},
        {tr("Groups"), CallId::ConfigExportGroups},        {tr("Routings"), CallId::ConfigExportRoutings}};
    for (const auto& [word, call] : kinds)
        m_kind->addItem(word, static_cast<int>(call));
    auto* what = new QLabel(tr("Export as &file:"), this);
    what->setBuddy(m_kind);
    m_kind->setObjectName(u"exportKind"_s);
    m_kind->setAccessibleName(tr("What to export"));
    m_export->setObjectName(u"export"_s);
    auto* note = new QLabel(tr("Users, keys and secrets are not in it."), this);
    note->setForegroundRole(QPalette::PlaceholderText);
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(tokens::spaceS);
    row->addWidget(what);
    row->addWidget(m_kind);
    row->addWidget(m_export);
    row->addWidget(note);
    row->addStretch(1);
    connect(m_export, &QPushButton::clicked, this, &ExchangePage::exportKind);
    return bar;
}

QWidget* ExchangePage::buildButtons()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    m_show->setObjectName(u"showDifferences"_s);
    m_leave->setObjectName(u"leaveOut"_s);
    m_take->setObjectName(u"takeIn"_s);
    m_import->setObjectName(u"import"_s);
    markPrimary(m_import);
    for (QPushButton* button : {m_show, m_leave, m_take})
        row->addWidget(button);
    row->addStretch(1);
    row->addWidget(m_import);
    connect(m_show, &QPushButton::clicked, this, &ExchangePage::showDifferences);
    connect(m_leave, &QPushButton::clicked, this, [this] { setTaken(false); });
    connect(m_take, &QPushButton::clicked, this, [this] { setTaken(true); });
    connect(m_import, &QPushButton::clicked, this, &ExchangePage::askImport);
    return bar;
}

void ExchangePage::activate()
{
    updateButtons();
}

void ExchangePage::exportKind()
{
    const auto call = static_cast<CallId>(m_kind->currentData().toInt());
    const QString name = u"gatehouse-%1-%2.json"_s.arg(
        call == CallId::ConfigExportAll ? u"configuration"_s
                                        : QString::fromLatin1(info(call).path).section(u'/', -1),
        QDate::currentDate().toString(Qt::ISODate));
    progress()->start();
    context().client.call(call, {}, this, [this, name](const Result<QJsonObject>& answer) {
        progress()->stop();
        if (!answer) {
            messages()->showError(tr("The configuration could not be exported."), answer.error(), false);
            return;
        }
        messages()->clear();
        saveExport(*this, name, QJsonDocument(*answer).toJson());
    });
}

void ExchangePage::chooseFile()
{
    context().dialogs.openFile(this, tr("Configuration to import"), tr("Configurations (*.json)"),
                               [page = QPointer<ExchangePage>(this)](const QString& path) {
                                   if (page)
                                       page->open(path);
                               });
}

void ExchangePage::open(const QString& path)
{
    messages()->clear();
    QFile file(path);
    const QString name = QFileInfo(path).fileName();
    const QString failed = tr("%1 cannot be imported.").arg(name);
    if (!file.open(QIODevice::ReadOnly)) {
        messages()->showError(failed, Error::internal(file.errorString()), false);
        return;
    }
    if (file.size() > mostBytes) {
        messages()->showMessage(tokens::Tone::Bad, failed + u' ' + tr("It is larger than 64 MB."));
        return;
    }
    const QByteArray text = file.readAll();
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(text, &fault);
    if (fault.error != QJsonParseError::NoError) {
        const auto [line, column] = placeOf(text, fault.offset);
        messages()->showMessage(
            tokens::Tone::Bad,
            failed + u' ' +
                tr("Line %1, column %2 is no JSON: %3").arg(line).arg(column).arg(fault.errorString()));
        return;
    }
    compare(document.object(), name);
}

void ExchangePage::compare(const QJsonObject& file, const QString& name)
{
    progress()->start();
    context().client.call(
        CallId::ConfigExportAll, {}, this, [this, file, name](const Result<QJsonObject>& current) {
            progress()->stop();
            const Result<ImportPlan> plan =
                current ? ImportPlan::from(file, *current) : Result<ImportPlan>(current.error());
            if (!plan) {
                messages()->showError(tr("%1 cannot be imported.").arg(name), plan.error(), false);
                return;
            }
            if (plan->items().isEmpty()) {
                messages()->showMessage(
                    tokens::Tone::Warning,
                    tr("%1 has no APIs, operations, roles, groups or routings.").arg(name));
                return;
            }
            m_plan = *plan;
            m_file = name;
            showPlan();
            m_table->fitColumns();
            m_table->setFocus();
        });
}

void ExchangePage::showPlan()
{
    QList<QJsonObject> rows;
    const QList<ImportItem>& items = m_plan.items();
    for (qsizetype i = 0; i < items.size(); ++i) {
        const ImportItem& item = items.at(i);
        rows.append({{u"id"_s, QString::number(i)},
                     {u"kind"_s, sectionWord(item.section)},
                     {u"name"_s, item.name},
                     {u"fate"_s, static_cast<int>(fateOf(item))},
                     {u"fault"_s, item.fault},
                     {u"remark"_s, remarkOf(item)}});
    }
    m_model->setRows(rows);
    using State = ImportItem::State;
    m_summary->setText(tr("%1: %2 new, %3 different, %4 the same as here; %5 are imported.")
                           .arg(m_file)
                           .arg(m_plan.count(State::New))
                           .arg(m_plan.count(State::Changed))
                           .arg(m_plan.count(State::Same))
                           .arg(m_plan.takenCount()));
    m_stack->setCurrentIndex(1);
    updateButtons();
}

QList<int> ExchangePage::selectedItems() const
{
    QList<int> items;
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    for (const QModelIndex& row : rows)
        items.append(row.row());
    return items;
}

void ExchangePage::updateButtons()
{
    QString why;
    const bool may = !context().mayWrite || context().mayWrite(&why);
    const QList<int> selected = selectedItems();
    bool canLeave = false, canTake = false;
    for (const int item : selected) {
        const ImportItem& one = m_plan.items().at(item);
        canLeave = canLeave || one.taken;
        canTake = canTake || (!one.taken && one.state != ImportItem::State::Same);
    }
    const int taken = m_plan.takenCount();
    m_show->setEnabled(selected.size() == 1);
    m_leave->setEnabled(canLeave && !m_busy);
    m_take->setEnabled(canTake && !m_busy);
    m_import->setText(tr("Import %n object(s)…", nullptr, taken));
    m_import->setEnabled(may && taken > 0 && !m_busy);
    m_import->setToolTip(why);
}

void ExchangePage::setTaken(bool taken)
{
    const QList<int> selected = selectedItems();
    for (const int item : selected) {
        if (!taken || m_plan.items().at(item).state != ImportItem::State::Same)
            m_plan.setTaken(item, taken);
    }
    showPlan();
}

void ExchangePage::showDifferences()
{
    const QList<int> selected = selectedItems();
    if (selected.size() != 1)
        return;
    const ImportItem& item = m_plan.items().at(selected.first());
    const bool isNew = item.state == ImportItem::State::New;
    const EntityTable& table = tableOfSection(item.section);
    QList<QJsonObject> rows;
    const QStringList fields = isNew ? item.document.keys() : item.fields;
    for (const QString& name : fields) {
        const FieldDef* field = table.field(name);
        rows.append({{u"document"_s, item.name},
                     {u"change"_s, isNew ? tr("new") : tr("changed")},
                     {u"field"_s, field ? modelText(field->label) : name},
                     {u"before"_s, shortValue(item.current.value(name))},
                     {u"after"_s, shortValue(item.document.value(name))}});
    }
    auto* dialog = new ReviewDialog(u"%1 %2"_s.arg(sectionWord(item.section), item.name),
                                    isNew ? tr("The gateway does not have it yet.")
                                          : tr("%n field(s) differ.", nullptr, static_cast<int>(rows.size())),
                                    rows, {}, this);
    dialog->open();
}

void ExchangePage::askImport()
{
    Confirmation question;
    question.title = tr("Import %n object(s)?", nullptr, m_plan.takenCount());
    question.effect = tr(
        "It takes effect at once, as one change: all of it or, with a fault, nothing. What it replaces can "
        "be brought back with “Undo the newest import”.");
    for (const ImportItem& item : m_plan.items()) {
        if (item.taken)
            question.items.append(u"%1 %2"_s.arg(sectionWord(item.section), item.name));
    }
    question.verb = tr("Import");
    question.name = m_file;
    context().dialogs.confirm(this, question, [page = QPointer<ExchangePage>(this)] {
        if (page)
            page->import();
    });
}

void ExchangePage::import()
{
    m_busy = true;
    updateButtons();
    progress()->start();
    context().client.call(
        CallId::ConfigImport, {}, m_plan.bundle(), this, [this](const Result<QJsonObject>& answer) {
            progress()->stop();
            m_busy = false;
            if (!answer) {
                Error rest = answer.error();
                rest.faults = m_plan.takeFaults(rest.faults);
                messages()->showError(tr("Nothing was imported."), rest, false);
                showPlan();
                return;
            }
            messages()->clear();
            int count = 0;
            const QJsonObject imported = answer->value(u"imported"_s).toObject();
            for (auto it = imported.begin(); it != imported.end(); ++it)
                count += it.value().toInt();
            context().toasts.show(tokens::Tone::Good, tr("%n object(s) imported.", nullptr, count));
            m_plan = {};
            m_model->setRows({});
            m_stack->setCurrentIndex(0);
            updateButtons();
        });
}

void ExchangePage::askUndo()
{
    Confirmation question;
    question.title = tr("Undo the newest import?");
    question.effect =
        tr("APIs, operations, roles, groups and routings become what they were before it; changes "
           "to them since then are lost too. It is a revision of its own that can be rolled back.");
    question.verb = tr("Undo import");
    question.name = u"undo"_s;
    context().dialogs.confirm(this, question, [page = QPointer<ExchangePage>(this)] {
        if (!page)
            return;
        page->context().client.call(
            CallId::ConfigRollback, {}, QJsonObject(), page, [page](const Result<QJsonObject>& answer) {
                if (!answer)
                    page->messages()->showError(tr("The import was not undone."), answer.error(), false);
                else
                    page->context().toasts.show(tokens::Tone::Good, tr("The import is undone."));
            });
    });
}

} // namespace gatehouse::console
