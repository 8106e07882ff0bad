// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/apis/definitions_dialog.h"

#include "console/models/json_row.h"
#include "console/models/json_table_model.h"
#include "console/widgets/button_looks.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/icons.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/table_view.h"
#include "console/widgets/toast.h"
#include "console/widgets/tokens.h"

#include <QDialogButtonBox>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

using Kind = DefinitionFile::Kind;
using State = DefinitionFile::State;

QStringList filesOf(const QMimeData* data)
{
    QStringList paths;
    const QList<QUrl> urls = data->urls();
    for (const QUrl& url : urls) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    return paths;
}

QList<Column> fileColumns()
{
    const auto tone = [](const QJsonObject& row) { return static_cast<Tone>(row.value(u"tone"_s).toInt()); };
    const auto state = [](const QJsonObject& row) { return textOf(row, "state"); };
    return {{u"name"_s, DefinitionsDialog::tr("File"), {}, {}, {}, false},
            {u"kind"_s, DefinitionsDialog::tr("Kind"), {}, {}, {}, false},
            {u"state"_s, DefinitionsDialog::tr("State"), state, tone, {}, false},
            {u"summary"_s, DefinitionsDialog::tr("What is in it"), {}, {}, {}, false}};
}

} // namespace

DefinitionsDialog::DefinitionsDialog(PageContext& context, const QStringList& api, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_api(api)
    , m_messages(new MessageBar(this))
    , m_model(new JsonTableModel(
          fileColumns(), [](const QJsonObject& row) { return textOf(row, "name"); }, this))
    , m_table(new TableView({}, nullptr, this))
    , m_heading(new QLabel(this))
    , m_contents(new QListWidget(this))
    , m_remove(new QPushButton(tr("Take off the list"), this))
{
    setObjectName(u"definitionsDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setAcceptDrops(true);
    setWindowTitle(tr("Import definitions of %1").arg(api.join(u' ')));
    resize(tokens::dialogWidth * 3 / 2, tokens::dialogWidth * 5 / 4);
    build();
    showFiles();
}

QWidget* DefinitionsDialog::buildDropArea()
{
    auto* area = new QFrame(this);
    area->setObjectName(u"dropArea"_s);
    area->setProperty("card", true);
    auto* text =
        new QLabel(tr("Drop .proto files, OpenAPI documents (JSON) or WSDLs here, or choose them. They "
                      "are read first; nothing is kept before you import."),
                   area);
    text->setWordWrap(true);
    auto* choose = new QPushButton(icon(u"import"_s), tr("Choose files…"), area);
    choose->setObjectName(u"chooseFiles"_s);
    choose->setAutoDefault(false);
    auto* row = new QHBoxLayout(area);
    row->setContentsMargins(tokens::spaceL, tokens::spaceL, tokens::spaceL, tokens::spaceL);
    row->setSpacing(tokens::spaceL);
    row->addWidget(text, 1);
    row->addWidget(choose);
    connect(choose, &QPushButton::clicked, this, &DefinitionsDialog::choose);
    return area;
}

void DefinitionsDialog::build()
{
    auto* title = new QLabel(windowTitle(), this);
    title->setFont(tokens::font(tokens::TextRole::Title));
    title->setWordWrap(true);
    m_table->setObjectName(u"definitionsTable"_s);
    m_table->setAccessibleName(tr("Files"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setModel(m_model);
    m_table->setEmptyText(tr("No file yet."));
    m_heading->setFont(tokens::font(tokens::TextRole::Section));
    m_contents->setObjectName(u"contents"_s);
    m_contents->setAccessibleName(tr("Contents of the file"));
    m_contents->setFont(tokens::font(tokens::TextRole::Mono));
    m_remove->setObjectName(u"removeFile"_s);
    m_remove->setAutoDefault(false);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_import = buttons->addButton(tr("Import"), QDialogButtonBox::ApplyRole);
    m_import->setObjectName(u"importFiles"_s);
    markPrimary(m_import);
    auto* row = new QHBoxLayout;
    row->addWidget(m_heading, 1);
    row->addWidget(m_remove);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::spaceL, tokens::spaceM, tokens::spaceL, tokens::spaceM);
    column->setSpacing(tokens::spaceM);
    column->addWidget(title);
    column->addWidget(m_messages);
    column->addWidget(buildDropArea());
    column->addWidget(m_table, 2);
    column->addLayout(row);
    column->addWidget(m_contents, 3);
    column->addWidget(buttons);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &DefinitionsDialog::showContents);
    connect(m_remove, &QPushButton::clicked, this, &DefinitionsDialog::removeChosen);
    connect(m_import, &QPushButton::clicked, this, &DefinitionsDialog::startImport);
    connect(buttons, &QDialogButtonBox::rejected, this, &DefinitionsDialog::reject);
}

void DefinitionsDialog::dragEnterEvent(QDragEnterEvent* event)
{
    if (!m_busy && !filesOf(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void DefinitionsDialog::dropEvent(QDropEvent* event)
{
    addFiles(filesOf(event->mimeData()));
    event->acceptProposedAction();
}

void DefinitionsDialog::choose()
{
    m_context.dialogs.openFiles(this, tr("Choose definitions"),
                                tr("Definitions (*.proto *.json *.wsdl *.xml);;All files (*)"),
                                [this](const QStringList& paths) { addFiles(paths); });
}

void DefinitionsDialog::addFiles(const QStringList& paths)
{
    for (const QString& path : paths)
        add(definitions::read(path));
    showFiles();
}

/// A file of a name that is on the list takes its place: it was mended and is given again.
void DefinitionsDialog::add(DefinitionFile file)
{
    const bool other = std::any_of(m_files.begin(), m_files.end(), [&file](const DefinitionFile& known) {
        return file.kind == Kind::Proto && known.kind == Kind::Proto && known.name != file.name;
    });
    if (other) {
        file.state = State::Faulty;
        file.summary = tr("An API has one .proto file: take the other one off the list first.");
        file.contents = {file.summary};
    }
    const QString name = file.name;
    const bool reads = file.state == State::Reading;
    const int at = indexOf(name);
    if (at >= 0)
        m_files[at] = std::move(file);
    else
        m_files.append(std::move(file));
    if (reads)
        parse(name);
}

void DefinitionsDialog::parse(const QString& name)
{
    const DefinitionFile& file = m_files.at(indexOf(name));
    m_context.client.send(definitions::parseRequest(file), this,
                          [this, name, content = file.content](const Result<QJsonObject>& answer) {
                              const int at = indexOf(name);
                              if (at < 0 || m_files.at(at).content != content)
                                  return; // taken off or replaced meanwhile
                              definitions::takeParsed(m_files[at], answer);
                              showFiles();
                          });
}

int DefinitionsDialog::indexOf(const QString& name) const
{
    const auto at = std::find_if(m_files.begin(), m_files.end(),
                                 [&name](const DefinitionFile& file) { return file.name == name; });
    return at == m_files.end() ? -1 : static_cast<int>(at - m_files.begin());
}

bool DefinitionsDialog::hasReadable() const
{
    return std::any_of(m_files.begin(), m_files.end(),
                       [](const DefinitionFile& file) { return file.state == State::Readable; });
}

void DefinitionsDialog::startImport()
{
    m_messages->clear();
    m_busy = true;
    importNext();
}

/// One after the other; a file that is refused does not keep the next ones back.
void DefinitionsDialog::importNext()
{
    const auto next = std::find_if(m_files.begin(), m_files.end(),
                                   [](const DefinitionFile& file) { return file.state == State::Readable; });
    if (next == m_files.end()) {
        m_busy = false;
        updateButtons();
        const bool bad = std::any_of(m_files.begin(), m_files.end(),
                                     [](const DefinitionFile& file) { return file.state == State::Faulty; });
        if (bad)
            m_messages->showMessage(tokens::Tone::Warning, tr("Some files were not imported: see the list."));
        else
            m_context.toasts.show(tokens::Tone::Good,
                                  tr("Definitions of %1 are imported.").arg(m_api.join(u' ')));
        Q_EMIT imported();
        return;
    }
    updateButtons();
    m_context.client.send(definitions::importRequest(*next, m_api), this,
                          [this, name = next->name](const Result<QJsonObject>& answer) {
                              const int at = indexOf(name);
                              definitions::takeImported(m_files[at], answer);
                              showFiles();
                              importNext();
                          });
}

void DefinitionsDialog::removeChosen()
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (m_busy || rows.isEmpty())
        return;
    m_files.removeAt(rows.first().row());
    showFiles();
}

void DefinitionsDialog::showFiles()
{
    QList<QJsonObject> rows;
    for (const DefinitionFile& file : std::as_const(m_files))
        rows.append({{u"name"_s, file.name},
                     {u"kind"_s, definitions::kindWord(file.kind)},
                     {u"state"_s, definitions::stateWord(file)},
                     {u"tone"_s, static_cast<int>(definitions::stateTone(file))},
                     {u"summary"_s, file.summary}});
    const QModelIndexList chosen = m_table->selectionModel()->selectedRows();
    const int row = chosen.isEmpty() ? -1 : chosen.first().row();
    m_model->setRows(rows);
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->resizeColumnsToContents();
    m_table->horizontalHeader()->setStretchLastSection(true);
    if (m_table->selectionModel()->selectedRows().isEmpty() && !rows.isEmpty())
        m_table->selectRow(qBound(0, row, static_cast<int>(rows.size()) - 1));
    showContents();
}

void DefinitionsDialog::showContents()
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    m_contents->clear();
    const DefinitionFile file = rows.isEmpty() ? DefinitionFile() : m_files.at(rows.first().row());
    m_heading->setText(rows.isEmpty()                ? QString()
                       : file.state == State::Faulty ? tr("What is wrong with %1").arg(file.name)
                                                     : tr("What %1 brings").arg(file.name));
    m_contents->addItems(file.contents);
    m_contents->setVisible(!m_files.isEmpty());
    m_remove->setVisible(!m_files.isEmpty());
    updateButtons();
}

void DefinitionsDialog::updateButtons()
{
    QString why;
    const bool may = !m_context.mayWrite || m_context.mayWrite(&why);
    m_import->setEnabled(may && !m_busy && hasReadable());
    m_import->setToolTip(may && !hasReadable() ? tr("No file is ready.") : why);
    m_remove->setEnabled(!m_busy && !m_table->selectionModel()->selectedRows().isEmpty());
}

/// What was read and not imported is asked about.
void DefinitionsDialog::reject()
{
    if (m_busy)
        return;
    if (hasReadable())
        m_context.dialogs.unsavedChanges(this, windowTitle(), [this] { QDialog::reject(); });
    else
        QDialog::reject();
}

} // namespace gatehouse::console
