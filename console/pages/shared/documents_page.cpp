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
          [this](const QJsonObject& row) { return keyOf(row); }))
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
    m_delete = addOverflowAction(tr("Delete"), u"delete"_s, true);
    connect(m_edit, &QAction::triggered, this, [this] {
        if (const auto row = chosen())
            openRow(*row);
    });
    if (m_clone)
        connect(m_clone, &QAction::triggered, this, [this] {
            if (const auto row = chosen())
                create(*row);
        });
    connect(m_delete, &QAction::triggered, this, &DocumentsPage::remove);
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
    pane.addAction(buttonFor(m_delete, true));
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

void DocumentsPage::remove()
{
    const auto row = chosen();
    if (!row)
        return;
    const QString name = nameOf(*row);
    Confirmation question;
    question.title = m_spec.words.askDelete.arg(name);
    question.effect = m_spec.words.effect;
    question.verb = m_spec.words.doDelete;
    question.name = name;
    context().dialogs.confirm(this, question, [this, key = keyOf(*row), name] {
        change(m_spec.remove, key, {}, tr("%1 was deleted.").arg(name), tr("%1 was not deleted.").arg(name));
    });
}

} // namespace gatehouse::console
