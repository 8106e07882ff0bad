// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/documents_page.h"

#include "console/widgets/detail_pane.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/empty_state.h"

#include <QAction>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

DocumentsPage::DocumentsPage(DocumentsSpec spec, PageContext& context, QWidget* parent)
    : ListPage(spec.look, context, spec.source, spec.columns, spec.idOf, parent)
    , m_spec(std::move(spec))
    , m_operations(new RowOperations(
          *this, [this](const QJsonObject& row) { return nameOf(row); },
          [this](const QJsonObject& row) { return keyOf(row); },
          m_spec.editor.readKey.isEmpty() ? std::optional(m_spec.editor.read) : std::nullopt))
{
    if (m_spec.byTenant)
        useTenants();
    connect(setPrimaryAction(m_spec.words.create, u"add"_s), &QAction::triggered, this,
            [this] { create(m_spec.initial); });
    m_edit = addOverflowAction(tr("Edit"), u"edit"_s);
    if (m_spec.canClone)
        m_clone = addOverflowAction(tr("Clone"), u"copy"_s, true);
    for (const RowOperation& operation : std::as_const(m_spec.operations))
        m_operations->add(operation);
    addExportActions();
    m_operations->add(deletion());
    connect(m_edit, &QAction::triggered, this, [this] {
        if (const auto row = chosen())
            openRow(*row);
    });
    if (m_clone)
        connect(m_clone, &QAction::triggered, this, [this] {
            if (const auto row = chosen())
                create(*row);
        });
    auto* empty = new EmptyState(m_spec.icon, m_spec.words.purpose, m_spec.words.create, this);
    connect(empty, &EmptyState::actionRequested, this, [this] { create(m_spec.initial); });
    setEmptyState(empty);
}

void DocumentsPage::showDetails(DetailPane& pane, const QJsonObject& row)
{
    m_spec.details(pane, row);
    addDocumentButtons(pane, row);
}

void DocumentsPage::addDocumentButtons(DetailPane& pane, const QJsonObject& row)
{
    pane.addAction(buttonFor(m_edit));
    if (m_clone)
        pane.addAction(buttonFor(m_clone));
    m_operations->addButtons(pane, row);
}

void DocumentsPage::openRow(const QJsonObject& row)
{
    EditorSpec spec = editorFor(row);
    spec.title = m_spec.words.oneTitle.arg(nameOf(row));
    spec.skip = m_spec.skipOnEdit;
    openEditor(new DocumentEditor(context(), spec, keyOf(row), {}, this));
}

EditorSpec DocumentsPage::editorFor(const QJsonObject&) const
{
    return m_spec.editor;
}

QStringList DocumentsPage::keyOf(const QJsonObject& row) const
{
    const QStringList key = m_spec.editor.key(row);
    return m_spec.byTenant ? QStringList{tenant()} + key : key;
}

QString DocumentsPage::nameOf(const QJsonObject& row) const
{
    return m_spec.editor.name ? m_spec.editor.name(row) : m_spec.idOf(row);
}

/// A clone leaves out what identifies the original: the user gives it a name of its own.
void DocumentsPage::create(const QJsonObject& initial)
{
    EditorSpec spec = editorFor(initial);
    spec.title = m_spec.words.newTitle;
    spec.skip = m_spec.skipOnCreate;
    if (m_spec.byTenant)
        spec.createParameters = QStringList{tenant()};
    QJsonObject document = initial;
    for (const QString& key : initial.keys()) {
        if (!spec.table->field(key))
            document.remove(key);
    }
    for (const FieldDef& field : spec.table->fields) {
        const bool given = field.immutable && spec.skip.contains(field.name); // the form cannot ask for it
        if (!given && (field.immutable || field.generated || field.readOnly))
            document.remove(field.name);
    }
    openEditor(new DocumentEditor(context(), spec, {}, document, this));
}

RowOperation DocumentsPage::deletion() const
{
    RowOperation operation;
    operation.text = tr("Delete");
    operation.icon = u"delete"_s;
    operation.call = m_spec.remove;
    operation.ask = m_spec.words.askDelete;
    operation.effect = m_spec.words.effect;
    operation.verb = m_spec.words.doDelete;
    operation.done = tr("%1 was deleted.");
    operation.failed = tr("%1 was not deleted.");
    operation.danger = true;
    operation.typed = true;
    operation.change = [state = m_spec.stateWord](const QJsonObject& row) {
        return RowChange{state ? state(row) : tr("exists"), tr("deleted")};
    };
    return operation;
}

} // namespace gatehouse::console
