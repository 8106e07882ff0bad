// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/page.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace gatehouse::console {

class BulkRun;
class JsonTableModel;
class TableView;
class Task;

/// An operation with many rows: what it will do to each and which stay as they are, then how far it is, then
/// what came of each; those that failed can be tried again, those that are done taken back where the gateway
/// can. Not modal: the place behind it stays usable. Closing it sends nothing further.
class BulkDialog : public QDialog {
    Q_OBJECT
public:
    /// Takes the run over. `title`: "Suspend: 12 rows".
    BulkDialog(PageContext& context, BulkRun* run, const QString& title, QWidget* parent);
    ~BulkDialog() override;
    void reject() override;

Q_SIGNALS:
    /// The gateway holds something else now.
    void changed();

private:
    void build(const QString& title);
    void buildTable();
    void buildQuestions(QVBoxLayout* column);
    void buildButtons(QVBoxLayout* column);
    void start();
    void track(const QString& title);
    void showState();
    void showRows();
    void updateButtons();
    void runEnded();
    bool isAnswered() const;
    QString summary() const;

    PageContext& m_context;
    BulkRun* m_run;
    JsonTableModel* m_model;
    TableView* m_table;
    QLabel* m_summary;
    QProgressBar* m_progress;
    QLineEdit* m_reason = nullptr; ///< where the gateway wants one
    QLineEdit* m_typed = nullptr;  ///< how many, where rows are lost for good
    QPushButton* m_go = nullptr;
    QPushButton* m_retry = nullptr;
    QPushButton* m_undo = nullptr;
    QPushButton* m_close = nullptr;
    QTimer m_later; ///< many rows change at a time: they are shown together
    QPointer<Task> m_task;
    bool m_stopping = false;
};

} // namespace gatehouse::console
