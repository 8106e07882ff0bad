// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "gateway/control/change_set.h"
#include "gateway/control/compiler.h"
#include "gateway/control/documents.h"
#include "gateway/control/revision.h"
#include "gateway/proxy/snapshot.h"
#include "gateway/store/document_store.h"

#include <QObject>
#include <QSet>

#include <array>
#include <functional>

namespace gatehouse::control {

using ApplyDone = std::function<void(Result<Applied>)>;

/// Why the routes are made anew.
enum class ReloadTrigger : quint8 { Start, Change, Settings };

/// What became of changes and reloads since the start of the process.
struct ApplyCounts {
    struct Reloads {
        quint64 good = 0;
        quint64 failed = 0; ///< the old routes stay in effect
    };
    quint64 applied = 0;
    quint64 refused = 0;            ///< wrong, out of date, or not now
    quint64 failed = 0;             ///< the store did not take them
    std::array<Reloads, 3> reloads; ///< by ReloadTrigger
};

/// Owns the documents: validates changes, journals them, compiles them and publishes the snapshot. Lives on
/// the control thread; every function belongs there and every callback and signal comes there.
///
/// A change goes: check -> tables -> compile -> journal -> publish -> callback. Several may be in the journal
/// at once; they are published in order. What is read from documents() may be ahead of the journal by those.
/// When the journal refuses a change, it and all behind it are taken back.
class ControlPlane : public QObject {
    Q_OBJECT

public:
    /// All referenced objects must outlive it.
    ControlPlane(store::DocumentStore& store, proxy::SnapshotHub& hub, Compiler& compiler, const Clock& clock,
                 QObject* parent = nullptr);
    ~ControlPlane() override;

    /// Loads the stored documents, compiles and publishes them. Once, before anything else; may block.
    /// Gives back the notes of the store. Corrupt or Invalid: nothing was changed.
    Result<QStringList> start();

    /// Documents of all changes so far, including those still on their way to the disk.
    const Documents& documents() const;
    /// Of the newest published snapshot: everything up to here is durable and in effect.
    quint64 revision() const;

    /// The change is durable and in effect when `done` runs with a value. Errors: Invalid with every fault,
    /// Conflict when an expected revision does not hold, NotFound for a patch or removal of nothing,
    /// Unavailable when the store refuses. `done` is never called before apply() returns.
    void apply(const ChangeSet& changes, const Actor& actor, ApplyDone done);
    /// What apply() would do; changes nothing.
    Result<Preview> validate(const ChangeSet& changes, const Actor& actor) const;
    /// The same, waiting for the store; for start-up and tests.
    Result<Applied> applyNow(const ChangeSet& changes, const Actor& actor);
    /// Runs `then` when no change is on its way, at once if that is so now.
    void whenSettled(std::function<void()> then);
    /// Waits until all changes are durable or refused; for shutdown.
    void flush();

    /// Hands the store to another process: waits for all changes, then refuses new ones with `why` until
    /// resume(). What is published stays in effect.
    void suspend(const Error& why);
    /// Takes the store back, with what happened to it meanwhile. On an error it stays suspended.
    Result<void> resume();
    bool isSuspended() const;
    /// Compiles everything again, after a change of the compiler's options.
    void recompile();
    /// New options were refused, so there is no recompile().
    void noteRefusedSettings();
    const ApplyCounts& counts() const;

    /// Newest first, all before `below` (0: from the newest).
    QList<RevisionInfo> revisions(int limit, quint64 below = 0) const;
    /// What one revision changed. NotFound when it is unknown or no longer kept.
    Result<QList<DocumentDiff>> changesOf(quint64 revision) const;
    /// What changed from one revision to another, in either direction.
    Result<QList<DocumentDiff>> diff(quint64 from, quint64 to) const;
    /// Makes the documents what they were at `revision`, as a new revision; with `kinds` only those of them.
    void rollback(quint64 revision, const Actor& actor, ApplyDone done, const QSet<Kind>& kinds = {});
    /// Documents that changed after `revision`; with `tenant` those that its people hear of.
    ChangeFeed changesSince(quint64 revision, const QString& tenant = {}) const;

    store::DocumentStore& store();
    /// The filters of an API or of one operation, in order, each value with its source.
    QJsonObject effective(const QString& apiId, const QString& operationId = {}) const;

Q_SIGNALS:
    /// A revision is durable and in effect.
    void published(quint64 revision, const QList<gatehouse::control::DocumentDiff>& changes);
    /// The store refused changes; documents() is back at the last published revision.
    void refused(const QString& why);

private:
    class Private;
    struct InFlight;

    Result<QStringList> load();
    void compileAll(ReloadTrigger trigger);
    Result<void> submit(const ChangeSet& changes, const Actor& actor, ApplyDone done);
    void answerUnchanged(ApplyDone done);
    void onDurable(quint64 token, const Result<void>& result);
    void takeBack(const Error& why);
    void runWhenSettled();

    std::unique_ptr<Private> d;
};

} // namespace gatehouse::control
