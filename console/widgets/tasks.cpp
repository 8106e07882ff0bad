// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/tasks.h"

#include <algorithm>

namespace gatehouse::console {

namespace {
constexpr qsizetype keptTasks = 50;
}

Task::Task(const QString& title, std::function<void()> cancel, QObject* parent)
    : QObject(parent)
    , m_title(title)
    , m_cancel(std::move(cancel))
{
}

void Task::report(const QString& text, int percent)
{
    if (!isRunning())
        return;
    m_text = text;
    m_percent = std::clamp(percent, -1, 100);
    Q_EMIT changed();
}

void Task::end(State state, const QString& text)
{
    if (!isRunning())
        return;
    m_state = state;
    m_text = text;
    m_percent = state == State::Done ? 100 : m_percent;
    Q_EMIT changed();
}

void Task::cancel()
{
    if (!canCancel())
        return;
    const auto stop = m_cancel;
    end(State::Cancelled, tr("Cancelled"));
    stop();
}

QPointer<Task> Tasks::start(const QString& title, std::function<void()> cancel)
{
    auto* task = new Task(title, std::move(cancel), this);
    m_tasks.prepend(task);
    connect(task, &Task::changed, this, &Tasks::changed);
    for (qsizetype i = m_tasks.size() - 1; i > 0 && m_tasks.size() > keptTasks; --i) {
        if (!m_tasks.at(i)->isRunning())
            m_tasks.takeAt(i)->deleteLater();
    }
    Q_EMIT changed();
    return task;
}

int Tasks::running() const
{
    return static_cast<int>(
        std::count_if(m_tasks.begin(), m_tasks.end(), [](const Task* task) { return task->isRunning(); }));
}

int Tasks::failed() const
{
    return static_cast<int>(std::count_if(m_tasks.begin(), m_tasks.end(), [](const Task* task) {
        return task->state() == Task::State::Failed;
    }));
}

void Tasks::dismissEnded()
{
    for (Task* task : std::as_const(m_tasks)) {
        if (!task->isRunning())
            task->deleteLater();
    }
    m_tasks.removeIf([](const Task* task) { return !task->isRunning(); });
    Q_EMIT changed();
}

} // namespace gatehouse::console
