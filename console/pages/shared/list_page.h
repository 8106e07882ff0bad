// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/remote_table_model.h"
#include "console/widgets/page.h"

#include <QPointer>
#include <QSet>

class QComboBox;
class QPushButton;

namespace gatehouse::console {

class DocumentEditor;
class EmptyState;
class TenantChoice;
class TableView;

/// A place that is a list: search, table that the gateway pages and sorts, detail pane, editor, export.
/// Reloads when the gateway's revision changes; an open editor is never touched by that.
class ListPage : public Page {
    Q_OBJECT
public:
    struct Look {
        QString title;
        QString searchHint;
        QString layoutName; ///< also the suggested file name of an export
        QString failure;    ///< "The APIs could not be read."
    };
    ListPage(const Look& look, PageContext& context, RemoteTableModel::Source source, QList<Column> columns,
             JsonTableModel::IdOf idOf, QWidget* parent);

    void activate() override;
    void deactivate() override;
    bool hasUnsavedChanges() const override;
    QUrlQuery state() const override;
    void restoreState(const QUrlQuery& query) override;
    /// For a call of /v1 at a listener that does not serve it.
    static QString notServedHere();
    RemoteTableModel* model() const { return m_model; }
    TableView* table() const { return m_table; }
    DetailPane* detailPane() const { return m_pane; }
    /// The rows that are selected, when there are several.
    QList<QJsonObject> chosenMany() const;
    void showRowMenu() override;

protected:
    friend class RowOperations;
    /// Fills the pane that begin() has emptied.
    virtual void showDetails(DetailPane& pane, const QJsonObject& row) = 0;
    virtual void openRow(const QJsonObject& row) = 0;
    /// Brings the pane that shows `before` up to date in place, so that focus and scroll position stay;
    /// false: it is made anew.
    virtual bool updateDetails(const QJsonObject& before, const QJsonObject& now)
    {
        Q_UNUSED(before)
        Q_UNUSED(now)
        return false;
    }
    /// Shown instead of an empty table when nothing is searched for.
    void setEmptyState(EmptyState* empty);
    /// The selected row; says what is missing and returns nothing when there is none.
    std::optional<QJsonObject> chosen();
    void openEditor(DocumentEditor* editor);
    /// A button of the detail pane that follows an action.
    QPushButton* buttonFor(QAction* action, bool danger = false);
    /// "…" menu: export of every row that fits the search.
    void addExportActions();
    /// Sends a change and says how it went.
    void change(CallId call, const QStringList& parameters, const QJsonObject& body, const QString& done,
                const QString& failed);

    /// A filter of the list with a few values: {word of the gateway, text}. Its first entry is "all".
    QComboBox* addChoice(const QString& parameter, const QString& name,
                         const QList<QPair<QString, QString>>& values);
    /// The list belongs to a tenant, which becomes the last parameter of its path.
    void useTenants();
    /// Empty unless useTenants().
    QString tenant() const;
    void selectAfterReload(const QString& id);
    FilterRow* filterRow() const { return m_filter; }
    Q_SIGNAL void selectionShown(const QJsonObject& row);
    /// Several rows are selected: the pane counts them and waits for what can be done with them.
    Q_SIGNAL void manyShown(const QList<QJsonObject>& rows);
    /// Several rows can be selected.
    void allowMany();

private:
    void buildTable();
    void applyChoices();
    void showFailure(const Error& error);
    void load();
    void showRows();
    void showSelected();
    void takeSelection();
    void showMany();
    void selectMany();
    void paneClosed();
    void exportAll(const QString& suffix);
    Look m_look;
    CallId m_list;
    RemoteTableModel* m_model;
    TableView* m_table;
    FilterRow* m_filter;
    DetailPane* m_pane;
    EmptyState* m_empty = nullptr;
    QPointer<DocumentEditor> m_editor;
    TenantChoice* m_tenants = nullptr;
    QList<QComboBox*> m_choices;
    QString m_selected;
    QJsonObject m_shown;  ///< the row in the detail pane
    QSet<QString> m_many; ///< ids, when several rows are selected
    bool m_missedNews = false;
    bool m_active = false;
};

/// Writes what the user exports; a failure is a message bar of the page.
void saveExport(Page& page, const QString& suggestedName, const QByteArray& content);

} // namespace gatehouse::console
