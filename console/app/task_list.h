// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QPushButton>

class QTableWidget;

namespace gatehouse::console {

class Tasks;

/// The part of the status bar that says what is under way; a click opens the list. Hidden while there is
/// nothing.
class TaskButton : public QPushButton {
    Q_OBJECT
public:
    explicit TaskButton(Tasks& tasks, QWidget* parent = nullptr);

private:
    void refresh();
    Tasks& m_tasks;
};

/// Every task: what it is, how far, how it ended; cancel, and dismiss what has ended.
class TaskListDialog : public QDialog {
    Q_OBJECT
public:
    explicit TaskListDialog(Tasks& tasks, QWidget* parent = nullptr);

private:
    void refresh();
    void cancelSelected();
    Tasks& m_tasks;
    QTableWidget* m_table;
    QPushButton* m_cancel;
};

} // namespace gatehouse::console
