// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/document_editor.h"
#include "console/pages/shared/list_page.h"
#include "console/pages/shared/row_operations.h"

namespace gatehouse::console {

/// What a place needs that is a list of documents of one kind with the usual things to do.
struct DocumentsSpec {
    ListPage::Look look;
    RemoteTableModel::Source source;
    QList<Column> columns;
    JsonTableModel::IdOf idOf;
    EditorSpec editor;        ///< `title` and `skip` are filled in per document
    QStringList skipOnEdit;   ///< wire names that only a new document shows
    QStringList skipOnCreate; ///< wire names that a new document does not show
    bool canClone = true;
    bool byTenant = false;          ///< the tenant is the first parameter of every call
    QList<RowOperation> operations; ///< further things to do with a row
    CallId remove;                  ///< parameters as of EditorSpec::key
    std::function<QString(const QJsonObject& row)> stateWord = {}; ///< "Active", where documents have states
    QJsonObject initial;                                           ///< a new document begins with this
    QString icon;                                                  ///< of the empty place
    QString help;                                                  ///< topic of the help page

    struct Words {
        QString create;    ///< "Create role": button and action
        QString newTitle;  ///< "New role"
        QString oneTitle;  ///< "Role %1"
        QString purpose;   ///< of the empty place: one sentence
        QString askDelete; ///< "Delete role %1?"
        QString effect;    ///< what deleting means
        QString doDelete;  ///< "Delete role"
    } words;
    /// Fills the detail pane below its title.
    std::function<void(DetailPane& pane, const QJsonObject& row)> details;
};

/// List, create, edit with review, clone, delete, export.
class DocumentsPage : public ListPage {
    Q_OBJECT
public:
    DocumentsPage(DocumentsSpec spec, PageContext& context, QWidget* parent = nullptr);
    QString helpTopic() const override { return m_spec.help; }

protected:
    void showDetails(DetailPane& pane, const QJsonObject& row) override;
    void openRow(const QJsonObject& row) override;

    /// Edit, clone, the operations and delete, below what a page adds itself.
    void addDocumentButtons(DetailPane& pane, const QJsonObject& row);
    virtual void create(const QJsonObject& initial);
    /// As the spec says; a page may turn it into something that depends on the document.
    virtual EditorSpec editorFor(const QJsonObject& document) const;
    QString nameOf(const QJsonObject& row) const;
    /// The parameters of the calls for a row.
    QStringList keyOf(const QJsonObject& row) const;
    const DocumentsSpec& spec() const { return m_spec; }

private:
    RowOperation deletion() const;
    DocumentsSpec m_spec;
    RowOperations* m_operations;
    QAction* m_edit = nullptr;
    QAction* m_clone = nullptr;
};

} // namespace gatehouse::console
