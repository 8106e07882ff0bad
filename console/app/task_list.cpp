// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/task_list.h"

#include "console/widgets/icons.h"
#include "console/widgets/indicators.h"
#include "console/widgets/tasks.h"
#include "console/widgets/tokens.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QTableWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString stateText(const Task& task)
{
    switch (task.state()) {
    case Task::State::Running:
        return task.percent() >= 0 ? TaskListDialog::tr("%1 %").arg(task.percent())
                                   : TaskListDialog::tr("Running");
    case Task::State::Done:
        return TaskListDialog::tr("Done");
    case Task::State::Failed:
        return TaskListDialog::tr("Failed");
    case Task::State::Cancelled:
        return TaskListDialog::tr("Cancelled");
    }
    return {};
}

QString stateIcon(const Task& task)
{
    if (task.state() == Task::State::Failed)
        return u"bad"_s;
    return task.isRunning() ? u"clock"_s : u"good"_s;
}

} // namespace

TaskButton::TaskButton(Tasks& tasks, QWidget* parent)
    : QPushButton(parent)
    , m_tasks(tasks)
{
    setObjectName(u"taskButton"_s);
    setFlat(true);
    connect(&tasks, &Tasks::changed, this, &TaskButton::refresh);
    refresh();
}

void TaskButton::refresh()
{
    const int running = m_tasks.running();
    const int failed = m_tasks.failed();
    QString text = tr("Tasks done");
    if (running > 0)
        text = tr("%n task(s) under way", nullptr, running);
    else if (failed > 0)
        text = tr("%n task(s) failed", nullptr, failed);
    setText(text);
    setIcon(gatehouse::console::icon(running > 0 ? u"clock"_s : failed > 0 ? u"bad"_s : u"good"_s));
    setToolTip(m_tasks.all().isEmpty() ? QString() : m_tasks.all().first()->title());
    setVisible(!m_tasks.all().isEmpty());
}

TaskListDialog::TaskListDialog(Tasks& tasks, QWidget* parent)
    : QDialog(parent)
    , m_tasks(tasks)
    , m_table(new QTableWidget(0, 4, this))
    , m_cancel(new QPushButton(tr("Cancel task"), this))
{
    setObjectName(u"taskListDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Tasks"));
    resize(tokens::dialogWidth * 3 / 2, tokens::dialogWidth * 2 / 3);
    m_table->setObjectName(u"tasks"_s);
    m_table->setAccessibleName(tr("Tasks"));
    m_table->setHorizontalHeaderLabels({tr("Task"), tr("State"), tr("Started"), tr("Details")});
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_cancel->setObjectName(u"cancelTask"_s);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* dismiss = buttons->addButton(tr("Dismiss what has ended"), QDialogButtonBox::ActionRole);
    dismiss->setObjectName(u"dismissTasks"_s);
    buttons->addButton(m_cancel, QDialogButtonBox::ActionRole);
    for (QPushButton* button : {dismiss, m_cancel})
        button->setAutoDefault(false);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_table, 1);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(dismiss, &QPushButton::clicked, &tasks, &Tasks::dismissEnded);
    connect(m_cancel, &QPushButton::clicked, this, &TaskListDialog::cancelSelected);
    connect(&tasks, &Tasks::changed, this, &TaskListDialog::refresh);
    connect(m_table, &QTableWidget::itemSelectionChanged, this, [this] {
        const QList<Task*> all = m_tasks.all();
        const int row = m_table->currentRow();
        m_cancel->setEnabled(row >= 0 && row < all.size() && all.at(row)->canCancel());
    });
    refresh();
    m_table->resizeColumnsToContents();
}

void TaskListDialog::refresh()
{
    const QList<Task*> all = m_tasks.all();
    m_table->setRowCount(static_cast<int>(all.size()));
    for (int row = 0; row < all.size(); ++row) {
        const Task& task = *all.at(row);
        const QStringList texts{task.title(), stateText(task), RelativeTime::absolute(task.started()),
                                task.text()};
        for (int column = 0; column < texts.size(); ++column) {
            if (!m_table->item(row, column))
                m_table->setItem(row, column, new QTableWidgetItem);
            m_table->item(row, column)->setText(texts.at(column));
            m_table->item(row, column)->setToolTip(texts.at(column));
        }
        m_table->item(row, 1)->setIcon(icon(stateIcon(task)));
    }
    const int row = m_table->currentRow();
    m_cancel->setEnabled(row >= 0 && row < all.size() && all.at(row)->canCancel());
}

void TaskListDialog::cancelSelected()
{
    const QList<Task*> all = m_tasks.all();
    const int row = m_table->currentRow();
    if (row >= 0 && row < all.size())
        all.at(row)->cancel();
}

} // namespace gatehouse::console
