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
{
    connect(setPrimaryAction(m_spec.words.create, u"add"_s), &QAction::triggered, this,
            [this] { create(m_spec.initial); });
    m_edit = addOverflowAction(tr("Edit"), u"edit"_s);
    m_clone = addOverflowAction(tr("Clone"), u"copy"_s, true);
    addExportActions();
    m_delete = addOverflowAction(tr("Delete"), u"delete"_s, true);
    connect(m_edit, &QAction::triggered, this, [this] {
        if (const auto row = chosen())
            openRow(*row);
    });
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
    pane.addAction(buttonFor(m_edit));
    pane.addAction(buttonFor(m_clone));
    pane.addAction(buttonFor(m_delete, true));
}

void DocumentsPage::openRow(const QJsonObject& row)
{
    EditorSpec spec = m_spec.editor;
    spec.title = m_spec.words.oneTitle.arg(m_spec.idOf(row));
    spec.skip = m_spec.skipOnEdit;
    openEditor(new DocumentEditor(context(), spec, spec.key(row), {}, this));
}

/// A clone leaves out what identifies the original: the user gives it a name of its own.
void DocumentsPage::create(const QJsonObject& initial)
{
    EditorSpec spec = m_spec.editor;
    spec.title = m_spec.words.newTitle;
    QJsonObject document = initial;
    for (const FieldDef& field : spec.table->fields) {
        if (field.immutable || field.generated || field.readOnly)
            document.remove(field.name);
    }
    openEditor(new DocumentEditor(context(), spec, {}, document, this));
}

void DocumentsPage::remove()
{
    const auto row = chosen();
    if (!row)
        return;
    const QString name = m_spec.idOf(*row);
    Confirmation question;
    question.title = m_spec.words.askDelete.arg(name);
    question.effect = m_spec.words.effect;
    question.verb = m_spec.words.doDelete;
    question.name = name;
    context().dialogs.confirm(this, question, [this, key = m_spec.editor.key(*row), name] {
        change(m_spec.remove, key, {}, tr("%1 was deleted.").arg(name), tr("%1 was not deleted.").arg(name));
    });
}

} // namespace gatehouse::console
