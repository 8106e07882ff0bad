// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QObject>
#include <QPointer>

#include <functional>

namespace gatehouse::console {

/// One piece of work that takes longer than a moment. Whoever does the work reports here; nobody waits for
/// it.
class Task : public QObject {
    Q_OBJECT
public:
    enum class State { Running, Done, Failed, Cancelled };
    const QString& title() const { return m_title; }
    State state() const { return m_state; }
    bool isRunning() const { return m_state == State::Running; }
    /// 0..100; -1: not known.
    int percent() const { return m_percent; }
    /// What it does now, or how it ended.
    const QString& text() const { return m_text; }
    const QDateTime& started() const { return m_started; }
    bool canCancel() const { return isRunning() && m_cancel; }

    void report(const QString& text, int percent = -1);
    /// Reports after the end are ignored.
    void finish(const QString& text) { end(State::Done, text); }
    void fail(const QString& text) { end(State::Failed, text); }
    void cancel();

Q_SIGNALS:
    void changed();

private:
    friend class Tasks;
    Task(const QString& title, std::function<void()> cancel, QObject* parent);
    void end(State state, const QString& text);
    QString m_title;
    QString m_text;
    QDateTime m_started = QDateTime::currentDateTimeUtc();
    State m_state = State::Running;
    int m_percent = -1;
    std::function<void()> m_cancel;
};

/// All work of this console that is under way, and how finished work ended until the user has taken note. GUI
/// thread.
class Tasks : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    /// `cancel` empty: it cannot be cancelled. The task lives until dismiss().
    QPointer<Task> start(const QString& title, std::function<void()> cancel = {});
    /// Newest first.
    QList<Task*> all() const { return m_tasks; }
    int running() const;
    int failed() const;
    /// Forgets everything that has ended.
    void dismissEnded();

Q_SIGNALS:
    void changed();

private:
    QList<Task*> m_tasks;
};

} // namespace gatehouse::console
