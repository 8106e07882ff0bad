// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/exchange/import_plan.h"
#include "console/widgets/page.h"

class QComboBox;
class QStackedWidget;

namespace gatehouse::console {

class EmptyState;
class JsonTableModel;
class TableView;

/// The configuration as a file: export of everything or of one kind; import with a preview of every object,
/// of which each can be left out, as one change that succeeds or fails as a whole; and the way back.
class ExchangePage : public Page {
    Q_OBJECT
public:
    explicit ExchangePage(PageContext& context, QWidget* parent = nullptr);
    void activate() override;
    QString helpTopic() const override { return QStringLiteral("exchange"); }
    /// Compares the content of a file with the gateway; called with what the user has chosen.
    void open(const QString& path);

private:
    QWidget* buildExport();
    QWidget* buildButtons();
    void exportKind();
    void chooseFile();
    void compare(const QJsonObject& file, const QString& name);
    void showPlan();
    void setTaken(bool taken);
    void showDifferences();
    void askImport();
    void import();
    void askUndo();
    void updateButtons();
    QList<int> selectedItems() const;

    ImportPlan m_plan;
    QString m_file; ///< its name, as people know it
    bool m_busy = false;
    QComboBox* m_kind;
    QPushButton* m_export;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QLabel* m_summary;
    JsonTableModel* m_model;
    TableView* m_table;
    QPushButton* m_show;
    QPushButton* m_leave;
    QPushButton* m_take;
    QPushButton* m_import;
};

} // namespace gatehouse::console
