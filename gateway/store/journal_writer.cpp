// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/journal_writer.h"

#include "gateway/store/record_codec.h"

#include <chrono>
#include <csignal>

#include <pthread.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::store {

namespace {

constexpr std::size_t kMaxBatch = 4096;
constexpr qint64 kMaxBatchBytes = 8 * 1024 * 1024;
constexpr std::chrono::seconds kRoomCheck{1};

/// Signals belong to the main thread; SIGXFSZ would end the process where a failed write is what is wanted.
void blockSignals()
{
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

} // namespace

JournalWriter::JournalWriter(StoreFiles files, StoreKeys keys, Journal journal, std::function<void()> wake)
    : m_files(std::move(files))
    , m_keys(std::move(keys))
    , m_wake(std::move(wake))
    , m_journal(std::move(journal))
{
    m_status.journalBytes = m_journal.end().offset;
    m_thread = std::thread([this] { run(); });
}

JournalWriter::~JournalWriter()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_work.notify_one();
    m_thread.join();
    if (m_snapshotThread.joinable())
        m_snapshotThread.join();
}

void JournalWriter::append(std::shared_ptr<const CommitRecord> record, quint64 epoch)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back({std::move(record), {}, epoch});
    }
    m_work.notify_one();
}

void JournalWriter::compact(Snapshot snapshot, quint64 epoch)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back({nullptr, std::move(snapshot), epoch});
    }
    m_work.notify_one();
}

std::optional<JournalWriter::Event> JournalWriter::takeEvent()
{
    const std::lock_guard lock(m_mutex);
    if (m_events.empty())
        return std::nullopt;
    Event event = std::move(m_events.front());
    m_events.pop_front();
    return event;
}

void JournalWriter::waitUntilIdle()
{
    std::unique_lock lock(m_mutex);
    m_idle.wait(lock, [this] { return m_jobs.empty() && !m_busy && !m_snapshotRuns; });
}

JournalWriter::Status JournalWriter::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

void JournalWriter::run()
{
    blockSignals();
    std::unique_lock lock(m_mutex);
    for (;;) {
        const auto ready = [this] { return m_stop || !m_jobs.empty(); };
        if (m_status.state != StoreHealth::State::ReadOnly) {
            m_work.wait(lock, ready);
        } else if (!m_work.wait_for(lock, kRoomCheck, ready)) {
            lock.unlock();
            checkRoom();
            lock.lock();
            continue;
        }
        if (m_jobs.empty())
            return; // told to stop, and nothing is left
        std::deque<Job> batch;
        while (!m_jobs.empty() && batch.size() < kMaxBatch && (batch.empty() || m_jobs.front().record)) {
            batch.push_back(std::move(m_jobs.front()));
            m_jobs.pop_front();
            if (!batch.back().record)
                break;
        }
        m_busy = true;
        lock.unlock();
        if (batch.front().record)
            writeBatch(std::move(batch));
        else
            startCompaction(std::move(batch.front()));
        lock.lock();
        m_busy = false;
        m_idle.notify_all();
    }
}

void JournalWriter::writeBatch(std::deque<Job> batch)
{
    while (!batch.empty()) {
        Event stored;
        // In parts, so that a large batch does not become one large buffer.
        while (!batch.empty() && stored.storedBytes < kMaxBatchBytes) {
            const Job job = std::move(batch.front());
            batch.pop_front();
            if (job.epoch <= m_refusedEpoch)
                continue;
            stored.storedBytes += m_journal.add(encodeRecord(*job.record));
            stored.epoch = job.epoch;
            ++stored.count;
        }
        if (stored.count == 0)
            return;
        if (auto written = m_journal.commit(); !written) {
            refuse(stored.epoch, written.error());
            continue;
        }
        setStatus(StoreHealth::State::Good, {});
        post(std::move(stored));
    }
}

void JournalWriter::refuse(quint64 epoch, const Error& error)
{
    m_refusedEpoch = epoch;
    if (m_journal.isBroken() || !error.retryable)
        setStatus(StoreHealth::State::Failed, error.message);
    else
        setStatus(StoreHealth::State::ReadOnly, error.message);
    Event event;
    event.kind = Event::Kind::Refused;
    event.epoch = epoch;
    event.result = error;
    post(std::move(event));
}

void JournalWriter::checkRoom()
{
    if (m_journal.hasRoom())
        setStatus(StoreHealth::State::Good, {});
}

void JournalWriter::startCompaction(Job job)
{
    if (m_snapshotThread.joinable())
        m_snapshotThread.join();
    const auto fail = [this](Error error) {
        Event event;
        event.kind = Event::Kind::Compacted;
        event.result = std::move(error);
        post(std::move(event));
    };
    if (job.epoch <= m_refusedEpoch)
        return fail(Error::unavailable(u"changes before the compaction were refused"_s));
    const JournalEnd& end = m_journal.end();
    const quint64 generation = m_journal.header().generation + 1;
    auto next =
        Journal::create(m_files.journalPath(generation),
                        FileHeader::create(Journal::kMagic, generation, end.chain, end.sequence, m_keys));
    if (!next)
        return fail(next.error());
    const auto header = FileHeader::create(Snapshot::kMagic, generation, end.chain, end.sequence, m_keys);
    m_journal = std::move(*next);
    {
        const std::lock_guard lock(m_mutex);
        m_status.journalBytes = m_journal.end().offset;
        m_snapshotRuns = true;
    }
    m_snapshotThread =
        std::thread([this, header, snapshot = std::move(job.snapshot)] { writeSnapshot(snapshot, header); });
}

void JournalWriter::writeSnapshot(const Snapshot& snapshot, const FileHeader& header)
{
    const QByteArray file = snapshot.encode(header);
    Event event;
    event.kind = Event::Kind::Compacted;
    event.snapshotBytes = file.size();
    event.result = writeFileAtomically(m_files.snapshotPath(header.generation), file);
    if (event.result)
        m_files.removeBefore(header.generation);
    post(std::move(event));
    const std::lock_guard lock(m_mutex);
    m_snapshotRuns = false;
    m_idle.notify_all();
}

void JournalWriter::post(Event event)
{
    bool first = false;
    {
        const std::lock_guard lock(m_mutex);
        first = m_events.empty();
        m_events.push_back(std::move(event));
    }
    if (first)
        m_wake();
}

void JournalWriter::setStatus(StoreHealth::State state, const QString& message)
{
    const std::lock_guard lock(m_mutex);
    m_status = {state, message, m_journal.end().offset};
}

} // namespace gatehouse::store
