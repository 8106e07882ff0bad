// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/store/document_store.h"

#include <deque>

namespace gatehouse::control {

/// A store whose disk does what the test says: commits wait until settle() or refuse().
class FakeStore final : public store::DocumentStore {
public:
    Result<store::LoadedState> load() override
    {
        if (loadError)
            return *loadError;
        return store::LoadedState{documents, revision, m_history, {}};
    }
    void append(store::Commit commit, store::Durable durable) override
    {
        m_waiting.push_back({std::move(commit), std::move(durable)});
    }
    void compact(store::Durable done) override { done({}); }
    void flush() override
    {
        if (refuses)
            refuse();
        else
            settle();
    }
    void release() override
    {
        flush();
        ++releases;
    }
    const store::RevisionHistory& history() const override { return m_history; }
    store::StoreHealth health() const override { return {}; }

    /// Makes the oldest commits durable.
    void settle(int count = -1)
    {
        while (!m_waiting.empty() && count-- != 0) {
            const Waiting next = std::move(m_waiting.front());
            m_waiting.pop_front();
            keep(next.commit);
            next.durable({});
        }
    }
    /// The disk fails: all that waits is refused.
    void refuse()
    {
        std::deque<Waiting> refused;
        refused.swap(m_waiting);
        for (const Waiting& waiting : refused)
            waiting.durable(Error::unavailable(QStringLiteral("no space left")));
    }
    int waiting() const { return int(m_waiting.size()); }
    void forgetHistory() { m_history = store::RevisionHistory(); }

    store::Documents documents;
    quint64 revision = 0;
    bool refuses = false;
    int releases = 0;
    std::optional<Error> loadError;
    QList<store::Commit> commits;

private:
    struct Waiting {
        store::Commit commit;
        store::Durable durable;
    };

    void keep(const store::Commit& commit)
    {
        auto record = std::make_shared<store::CommitRecord>();
        record->revision = commit.revision;
        record->atMs = commit.atMs;
        record->actor = commit.actor;
        record->source = commit.source;
        record->action = commit.action;
        for (const store::Change& change : commit.changes) {
            auto& bodies = documents[change.kind];
            store::ChangeRecord entry{change.kind, change.id, {}, change.body};
            if (bodies.contains(change.id))
                entry.before = bodies.value(change.id);
            if (change.body)
                bodies.insert(change.id, *change.body);
            else
                bodies.remove(change.id);
            record->changes.append(entry);
        }
        revision = commit.revision;
        commits.append(commit);
        m_history.add(std::move(record), 100);
    }

    std::deque<Waiting> m_waiting;
    store::RevisionHistory m_history;
};

} // namespace gatehouse::control
