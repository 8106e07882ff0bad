// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/memory_store.h"

#include "gateway/store/directory_lock.h"
#include "gateway/store/journal_writer.h"

#include <algorithm>
#include <deque>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::store {

namespace {

struct Pending {
    std::shared_ptr<const CommitRecord> record;
    Durable durable;
};

void set(Documents& documents, const ChangeRecord& change, const std::optional<PackedObject>& body)
{
    if (body)
        documents[change.kind].insert(change.id, *body);
    else
        documents[change.kind].remove(change.id);
}

} // namespace

class MemoryStore::Private {
public:
    Private(MemoryStoreOptions options, Poster poster)
        : m_options(std::move(options))
        , m_poster(std::move(poster))
        , m_history(m_options.historyCommits, m_options.historyBytes)
    {
    }

    Result<LoadedState> load();
    void append(Commit commit, Durable durable);
    void compact(Durable done);
    void flush();
    void release();
    const RevisionHistory& history() const { return m_history; }
    StoreHealth health() const;

private:
    std::shared_ptr<const CommitRecord> apply(Commit commit);
    void drain();
    void onStored(const JournalWriter::Event& event);
    void onRefused(const JournalWriter::Event& event);
    void onCompacted(const JournalWriter::Event& event);
    void refuseLater(Durable durable, const Error& error);

    const MemoryStoreOptions m_options;
    const Poster m_poster;
    std::optional<DirectoryLock> m_lock;
    Documents m_documents; // with what is pending
    RevisionHistory m_history;
    quint64 m_revision = 0; // with what is pending
    quint64 m_durableRevision = 0;
    quint64 m_epoch = 1;
    std::deque<Pending> m_pending;
    std::deque<Durable> m_compactions;
    bool m_compacting = false;
    qint64 m_snapshotBytes = 0;
    std::shared_ptr<Private*> m_self = std::make_shared<Private*>(this);
    std::unique_ptr<JournalWriter> m_writer; // last: its threads end first
};

Result<LoadedState> MemoryStore::Private::load()
{
    if (m_writer)
        return Error::internal(u"the store has been loaded already"_s);
    if (auto made = makePrivateDirectory(m_options.directory); !made)
        return made.error();
    auto lock = DirectoryLock::take(m_options.directory);
    if (!lock)
        return lock.error();
    StoreFiles files(m_options.directory);
    auto keys = StoreKeys::open(m_options.directory, m_options.key, files.isEmpty());
    if (!keys)
        return keys.error();
    auto loaded = files.load(*keys, RevisionHistory(m_options.historyCommits, m_options.historyBytes));
    if (!loaded)
        return loaded.error();
    m_lock = std::move(*lock);
    m_documents = loaded->state.documents;
    m_history = loaded->state.history;
    m_revision = m_durableRevision = loaded->state.revision;
    m_writer = std::make_unique<JournalWriter>(files, std::move(*keys), std::move(loaded->journal),
                                               [poster = m_poster, self = std::weak_ptr(m_self)] {
                                                   poster([self] {
                                                       if (const auto alive = self.lock())
                                                           (*alive)->drain();
                                                   });
                                               });
    if (loaded->needsCompaction)
        compact({});
    return std::move(loaded->state);
}

std::shared_ptr<const CommitRecord> MemoryStore::Private::apply(Commit commit)
{
    auto record = std::make_shared<CommitRecord>();
    record->revision = commit.revision;
    record->atMs = commit.atMs;
    record->actor = std::move(commit.actor);
    record->source = std::move(commit.source);
    record->action = std::move(commit.action);
    record->changes.reserve(commit.changes.size());
    for (Change& change : commit.changes) {
        const QHash<QString, PackedObject>& byId = m_documents[change.kind];
        const auto before = byId.constFind(change.id);
        ChangeRecord entry{std::move(change.kind), std::move(change.id),
                           before == byId.cend() ? std::nullopt : std::optional(*before),
                           change.body ? std::optional<PackedObject>(*change.body) : std::nullopt};
        set(m_documents, entry, entry.after);
        record->changes.append(std::move(entry));
    }
    m_revision = record->revision;
    return record;
}

void MemoryStore::Private::append(Commit commit, Durable durable)
{
    if (!m_writer)
        return refuseLater(std::move(durable), Error::unavailable(u"the store has not been loaded"_s));
    if (commit.revision <= m_revision)
        return refuseLater(
            std::move(durable),
            Error::conflict(u"revision %1 is not after %2"_s.arg(commit.revision).arg(m_revision)));
    const bool named = std::all_of(commit.changes.cbegin(), commit.changes.cend(), [](const Change& change) {
        return !change.kind.isEmpty() && !change.id.isEmpty();
    });
    if (!named)
        return refuseLater(std::move(durable), Error::invalid(u"changes"_s, u"required"_s,
                                                              u"every change needs a kind and an id"_s));
    auto record = apply(std::move(commit));
    m_pending.push_back({record, std::move(durable)});
    m_writer->append(std::move(record), m_epoch);
}

void MemoryStore::Private::refuseLater(Durable durable, const Error& error)
{
    if (durable)
        m_poster([durable = std::move(durable), error] { durable(error); });
}

void MemoryStore::Private::compact(Durable done)
{
    if (!m_writer)
        return refuseLater(std::move(done), Error::unavailable(u"the store has not been loaded"_s));
    m_compactions.push_back(std::move(done));
    if (m_compacting)
        return;
    m_compacting = true;
    Snapshot snapshot{m_documents, m_revision, m_history.all()};
    for (const Pending& pending : m_pending)
        snapshot.history.append(pending.record);
    m_writer->compact(std::move(snapshot), m_epoch);
}

void MemoryStore::Private::flush()
{
    if (!m_writer)
        return;
    // A callback may queue more.
    do {
        m_writer->waitUntilIdle();
        drain();
    } while (!m_pending.empty() || m_compacting);
}

void MemoryStore::Private::release()
{
    flush();
    m_writer.reset();
    m_lock.reset();
    m_documents.clear();
}

void MemoryStore::Private::drain()
{
    while (m_writer) {
        const auto event = m_writer->takeEvent();
        if (!event)
            return;
        switch (event->kind) {
        case JournalWriter::Event::Kind::Stored:
            onStored(*event);
            break;
        case JournalWriter::Event::Kind::Refused:
            onRefused(*event);
            break;
        case JournalWriter::Event::Kind::Compacted:
            onCompacted(*event);
            break;
        }
    }
}

void MemoryStore::Private::onStored(const JournalWriter::Event& event)
{
    const qint64 each = event.storedBytes / qint64(std::max<quint64>(event.count, 1));
    std::deque<Pending> stored;
    for (quint64 i = 0; i < event.count; ++i) {
        stored.push_back(std::move(m_pending.front()));
        m_pending.pop_front();
        m_durableRevision = stored.back().record->revision;
        m_history.add(stored.back().record, each);
    }
    const qint64 limit = std::max(m_options.compactAfterBytes, m_snapshotBytes);
    if (m_options.compactAfterBytes > 0 && !m_compacting && m_writer->status().journalBytes > limit)
        compact({});
    for (const Pending& pending : stored) {
        if (pending.durable)
            pending.durable({});
    }
}

void MemoryStore::Private::onRefused(const JournalWriter::Event& event)
{
    if (event.epoch != m_epoch)
        return;
    // All that is pending belongs to this epoch: take it back, newest first.
    std::deque<Pending> refused = std::exchange(m_pending, {});
    for (auto pending = refused.rbegin(); pending != refused.rend(); ++pending) {
        const QList<ChangeRecord>& changes = pending->record->changes;
        for (auto change = changes.crbegin(); change != changes.crend(); ++change)
            set(m_documents, *change, change->before);
    }
    m_revision = m_durableRevision;
    ++m_epoch;
    for (const Pending& pending : refused) {
        if (pending.durable)
            pending.durable(event.result);
    }
}

void MemoryStore::Private::onCompacted(const JournalWriter::Event& event)
{
    m_compacting = false;
    if (event.result)
        m_snapshotBytes = event.snapshotBytes;
    const std::deque<Durable> waiting = std::exchange(m_compactions, {});
    for (const Durable& done : waiting) {
        if (done)
            done(event.result);
    }
}

StoreHealth MemoryStore::Private::health() const
{
    if (!m_writer)
        return {StoreHealth::State::Failed, u"the store has not been loaded"_s, 0, 0};
    const JournalWriter::Status status = m_writer->status();
    return {status.state, status.message, m_durableRevision, status.journalBytes};
}

MemoryStore::MemoryStore(MemoryStoreOptions options, Poster poster)
    : d(std::make_unique<Private>(std::move(options), std::move(poster)))
{
}

MemoryStore::~MemoryStore() = default;

Result<LoadedState> MemoryStore::load()
{
    return d->load();
}

void MemoryStore::append(Commit commit, Durable durable)
{
    d->append(std::move(commit), std::move(durable));
}

void MemoryStore::compact(Durable done)
{
    d->compact(std::move(done));
}

void MemoryStore::flush()
{
    d->flush();
}

void MemoryStore::release()
{
    d->release();
}

const RevisionHistory& MemoryStore::history() const
{
    return d->history();
}

StoreHealth MemoryStore::health() const
{
    return d->health();
}

} // namespace gatehouse::store
