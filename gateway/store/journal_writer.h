// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/store/store_files.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace gatehouse::store {

/// The thread that writes the journal: all commits that wait become one batch with one sync. Snapshots are
/// written by a second thread, so that they delay nobody.
class JournalWriter {
public:
    struct Event {
        enum class Kind { Stored, Refused, Compacted } kind = Kind::Stored;
        quint64 count = 0;        ///< Stored: so many commits, in order
        qint64 storedBytes = 0;   ///< Stored: of all of them
        quint64 epoch = 0;        ///< Refused: every commit of this epoch that was not stored
        qint64 snapshotBytes = 0; ///< Compacted
        Result<void> result{};    ///< Refused, Compacted
    };
    struct Status {
        StoreHealth::State state = StoreHealth::State::Good;
        QString message;
        qint64 journalBytes = 0;
    };

    /// `wake` is called from another thread whenever there is a first event to take.
    JournalWriter(StoreFiles files, StoreKeys keys, Journal journal, std::function<void()> wake);
    ~JournalWriter();

    /// After a refusal the commits of that epoch are all lost; new ones come with the next.
    void append(std::shared_ptr<const CommitRecord> record, quint64 epoch);
    void compact(Snapshot snapshot, quint64 epoch);
    std::optional<Event> takeEvent();
    void waitUntilIdle();
    Status status() const;

private:
    struct Job {
        std::shared_ptr<const CommitRecord> record; // null: the compaction
        Snapshot snapshot;
        quint64 epoch = 0;
    };
    void run();
    void writeBatch(std::deque<Job> batch);
    void startCompaction(Job job);
    void writeSnapshot(const Snapshot& snapshot, const FileHeader& header);
    void refuse(quint64 epoch, const Error& error);
    void checkRoom();
    void post(Event event);
    void setStatus(StoreHealth::State state, const QString& message);

    const StoreFiles m_files;
    const StoreKeys m_keys;
    const std::function<void()> m_wake;
    Journal m_journal;            // writer thread
    quint64 m_refusedEpoch = 0;   // writer thread; epochs begin with 1
    std::thread m_snapshotThread; // started by the writer thread

    mutable std::mutex m_mutex;
    std::condition_variable m_work;
    std::condition_variable m_idle;
    std::deque<Job> m_jobs;
    std::deque<Event> m_events;
    Status m_status;
    bool m_busy = false;
    bool m_snapshotRuns = false;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace gatehouse::store
