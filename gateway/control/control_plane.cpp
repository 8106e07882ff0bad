// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/control_plane.h"

#include "common/core/later.h"
#include "gateway/control/control_plane_p.h"
#include "gateway/control/diffs.h"
#include "gateway/control/loader.h"

#include <QMetaObject>
#include <QPointer>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

store::Commit commitOf(const Documents& documents, const QList<StagedChange>& changes)
{
    store::Commit commit;
    for (const StagedChange& change : changes) {
        const EntityTable& schema = documents.table(change.kind).schema();
        store::Change stored{toString(change.kind), change.id, {}};
        if (change.after)
            stored.body = writeTable(schema, change.after.get(), View::Stored);
        commit.changes.append(std::move(stored));
    }
    return commit;
}

QList<Dirty> dirtyOf(const QList<StagedChange>& changes)
{
    QList<Dirty> dirty;
    dirty.reserve(changes.size());
    for (const StagedChange& change : changes)
        dirty.append({change.kind, change.before, change.after});
    return dirty;
}

} // namespace

ControlPlane::ControlPlane(store::DocumentStore& store, proxy::SnapshotHub& hub, Compiler& compiler,
                           const Clock& clock, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(store, hub, compiler, clock))
{
}

ControlPlane::~ControlPlane() = default;

Result<QStringList> ControlPlane::start()
{
    return load();
}

Result<QStringList> ControlPlane::load()
{
    Result<store::LoadedState> loaded = d->store.load();
    if (!loaded)
        return loaded.error();
    d->documents.clear();
    QStringList notes = loaded->notes;
    if (Result<void> read = loadDocuments(d->documents, loaded->documents, notes); !read)
        return read.error();
    d->published = loaded->revision;
    d->assigned = loaded->revision;
    compileAll(ReloadTrigger::Start);
    return notes;
}

void ControlPlane::recompile()
{
    compileAll(ReloadTrigger::Settings);
}

void ControlPlane::noteRefusedSettings()
{
    ++d->reloads(ReloadTrigger::Settings).failed;
}

const ApplyCounts& ControlPlane::counts() const
{
    return d->counts;
}

void ControlPlane::compileAll(ReloadTrigger trigger)
{
    // What is still on its way to the disk must not be published early; its own snapshot would be the old
    // one.
    flush();
    d->retired.add(d->hub.current());
    d->hub.publish(d->compiler.compileAll(d->documents, d->published));
    ++d->reloads(trigger).good;
}

void ControlPlane::suspend(const Error& why)
{
    flush();
    d->suspended = why;
    d->store.release();
}

Result<void> ControlPlane::resume()
{
    const quint64 before = d->published;
    const Result<QStringList> loaded = load();
    if (!loaded)
        return loaded.error();
    d->suspended.reset();
    if (d->published != before)
        Q_EMIT published(d->published, {});
    return {};
}

bool ControlPlane::isSuspended() const
{
    return d->suspended.has_value();
}

const Documents& ControlPlane::documents() const
{
    return d->documents;
}

quint64 ControlPlane::revision() const
{
    return d->published;
}

store::DocumentStore& ControlPlane::store()
{
    return d->store;
}

QJsonObject ControlPlane::effective(const QString& apiId, const QString& operationId) const
{
    return d->compiler.effective(d->documents, apiId, operationId);
}

void ControlPlane::apply(const ChangeSet& changes, const Actor& actor, ApplyDone done)
{
    if (Result<void> taken = submit(changes, actor, done); !taken) {
        ++d->counts.refused;
        later(this, [done = std::move(done), error = taken.error()] { done(error); });
    }
}

Result<void> ControlPlane::submit(const ChangeSet& changes, const Actor& actor, ApplyDone done)
{
    if (d->suspended)
        return *d->suspended;
    const qint64 now = d->clock.wallMs();
    const quint64 revision = d->assigned + 1;
    Stage stage(d->documents, actor, revision, now);
    if (Result<void> staged = stage.run(changes); !staged)
        return staged;
    if (stage.changes().isEmpty()) {
        answerUnchanged(std::move(done));
        return {};
    }

    InFlight entry;
    entry.revision = revision;
    entry.token = ++d->lastToken;
    entry.changes = stage.changes();
    entry.applied = {revision, diffsOf(d->documents, entry.changes)};
    entry.note = actor.note;
    entry.snapshot = d->compiler.update(d->documents, dirtyOf(entry.changes), revision);
    entry.done.push_back(std::move(done));

    store::Commit commit = commitOf(d->documents, entry.changes);
    commit.revision = revision;
    commit.atMs = now;
    commit.actor = actor.name;
    commit.source = actor.source;
    commit.action = changes.action();
    const quint64 token = entry.token;
    d->assigned = revision;
    d->inFlight.push_back(std::move(entry));
    const QPointer<ControlPlane> self(this); // the store may outlive it
    d->store.append(std::move(commit), [self, token](const Result<void>& result) {
        if (self)
            self->onDurable(token, result);
    });
    return {};
}

/// Nothing to write, but what the caller saw may still be on its way: the answer waits for that.
void ControlPlane::answerUnchanged(ApplyDone done)
{
    if (!d->inFlight.empty()) {
        d->inFlight.back().done.push_back([done = std::move(done)](Result<Applied> result) {
            if (result)
                result->changes.clear();
            done(std::move(result));
        });
        return;
    }
    later(this, [this, done = std::move(done)] { done(Applied{d->published, {}}); });
}

void ControlPlane::onDurable(quint64 token, const Result<void>& result)
{
    // Those behind a refused change were taken back together with it.
    if (d->inFlight.empty() || d->inFlight.front().token != token)
        return;
    if (!result) {
        takeBack(result.error());
        return;
    }
    InFlight entry = std::move(d->inFlight.front());
    d->inFlight.pop_front();
    d->published = entry.revision;
    d->retired.add(d->hub.current());
    d->hub.publish(std::move(entry.snapshot));
    ++d->counts.applied;
    ++d->reloads(ReloadTrigger::Change).good;
    if (entry.note) {
        entry.note->revision = entry.revision;
        entry.note->changes += entry.applied.changes;
    }
    Q_EMIT published(entry.revision, entry.applied.changes);
    for (const ApplyDone& done : entry.done)
        done(entry.applied);
    runWhenSettled();
}

void ControlPlane::takeBack(const Error& why)
{
    const std::deque<InFlight> refusedChanges = std::exchange(d->inFlight, {});
    d->counts.failed += refusedChanges.size();
    d->reloads(ReloadTrigger::Change).failed += refusedChanges.size();
    QList<Dirty> dirty;
    for (auto entry = refusedChanges.rbegin(); entry != refusedChanges.rend(); ++entry) {
        for (const StagedChange& change : entry->changes)
            dirty.append({change.kind, change.after, change.before});
        Stage::undo(d->documents, entry->changes);
    }
    // The hub still has the last durable snapshot; this brings the compiler's own tables back to it.
    d->compiler.update(d->documents, dirty, d->published);

    Error error = Error::unavailable(u"The change could not be stored"_s).because(why);
    Q_EMIT refused(error.text());
    for (const InFlight& entry : refusedChanges) {
        for (const ApplyDone& done : entry.done)
            done(error);
    }
    runWhenSettled();
}

Result<Preview> ControlPlane::validate(const ChangeSet& changes, const Actor& actor) const
{
    Stage stage(d->documents, actor, d->assigned + 1, d->clock.wallMs());
    if (Result<void> staged = stage.run(changes); !staged)
        return staged.error();
    Preview preview{diffsOf(d->documents, stage.changes())};
    stage.undo();
    return preview;
}

Result<Applied> ControlPlane::applyNow(const ChangeSet& changes, const Actor& actor)
{
    flush();
    auto answer = std::make_shared<std::optional<Result<Applied>>>();
    const auto done = [answer](Result<Applied> result) { answer->emplace(std::move(result)); };
    if (Result<void> taken = submit(changes, actor, done); !taken) {
        ++d->counts.refused;
        return taken.error();
    }
    if (d->inFlight.empty())
        return Applied{d->published, {}};
    flush();
    return answer->value_or(Error::internal(u"The store did not answer"_s));
}

void ControlPlane::flush()
{
    d->store.flush();
}

void ControlPlane::whenSettled(std::function<void()> then)
{
    if (d->inFlight.empty())
        then();
    else
        d->settled.push_back(std::move(then));
}

void ControlPlane::runWhenSettled()
{
    while (d->inFlight.empty() && !d->settled.empty()) {
        const std::function<void()> next = std::move(d->settled.front());
        d->settled.pop_front();
        next();
    }
}

} // namespace gatehouse::control
