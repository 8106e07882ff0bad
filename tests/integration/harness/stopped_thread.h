// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>

#include <sys/ptrace.h>
#include <sys/wait.h>

namespace gatehouse::harness {

/// A thread of a child that stands still, by the debugging calls of the system; goes on when this ends. Not
/// every system allows it.
class StoppedThread {
public:
    StoppedThread(qint64 process, const QByteArray& name)
    {
        const QDir tasks(QStringLiteral("/proc/%1/task").arg(process));
        for (const QString& task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            QFile file(tasks.filePath(task + QStringLiteral("/comm")));
            if (file.open(QIODevice::ReadOnly) && file.readAll().trimmed() == name)
                m_id = task.toInt();
        }
        if (m_id == 0 || ptrace(PTRACE_SEIZE, m_id, nullptr, nullptr) != 0)
            return;
        int state = 0;
        m_stopped = ptrace(PTRACE_INTERRUPT, m_id, nullptr, nullptr) == 0 &&
                    waitpid(m_id, &state, __WALL) == m_id && WIFSTOPPED(state);
    }
    ~StoppedThread()
    {
        if (m_stopped)
            ptrace(PTRACE_DETACH, m_id, nullptr, nullptr);
    }
    Q_DISABLE_COPY_MOVE(StoppedThread)
    bool found() const { return m_id != 0; }
    bool stopped() const { return m_stopped; }

private:
    pid_t m_id = 0;
    bool m_stopped = false;
};

} // namespace gatehouse::harness
