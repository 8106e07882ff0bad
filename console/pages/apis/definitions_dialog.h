// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/apis/definition_file.h"
#include "console/widgets/page.h"

#include <QDialog>

class QLabel;
class QListWidget;
class QPushButton;

namespace gatehouse::console {

class JsonTableModel;
class MessageBar;
class TableView;

/// Takes .proto files, OpenAPI documents and WSDLs over into an API: files are chosen or dropped, the gateway
/// reads them and shows what is in them or what is wrong in which line, and nothing is kept before Import.
class DefinitionsDialog : public QDialog {
    Q_OBJECT
public:
    /// `api`: {name, version}
    DefinitionsDialog(PageContext& context, const QStringList& api, QWidget* parent);
    void addFiles(const QStringList& paths);
    TableView* table() const { return m_table; }
    JsonTableModel* model() const { return m_model; }
    void reject() override;

Q_SIGNALS:
    void imported();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void build();
    QWidget* buildDropArea();
    void choose();
    void add(DefinitionFile file);
    void parse(const QString& name);
    void startImport();
    void importNext();
    void removeChosen();
    void showFiles();
    void showContents();
    void updateButtons();
    /// -1: not there any more.
    int indexOf(const QString& name) const;
    bool hasReadable() const;

    PageContext& m_context;
    QStringList m_api;
    QList<DefinitionFile> m_files;
    MessageBar* m_messages;
    JsonTableModel* m_model;
    TableView* m_table;
    QLabel* m_heading;
    QListWidget* m_contents;
    QPushButton* m_remove;
    QPushButton* m_import = nullptr;
    bool m_busy = false;
};

} // namespace gatehouse::console
