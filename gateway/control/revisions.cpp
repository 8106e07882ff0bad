// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/later.h"
#include "gateway/control/control_plane_p.h"
#include "gateway/control/diffs.h"
#include "gateway/control/owners.h"

#include <QHash>
#include <QMetaObject>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

using Entry = store::RevisionHistory::Entry;

Error notKept(quint64 revision)
{
    return Error::notFound(u"Revision %1 is unknown or no longer kept"_s.arg(revision));
}

/// All commits after `revision`, oldest first; nothing when some of them are no longer kept.
std::optional<QList<Entry>> commitsAfter(const store::RevisionHistory& history, quint64 revision,
                                         quint64 newest)
{
    QList<Entry> commits;
    if (revision >= newest)
        return commits;
    const QList<Entry> all = history.all();
    for (const Entry& entry : all) {
        if (entry->revision > revision)
            commits.append(entry);
    }
    // Numbers may have gaps, so only an older commit, or the very first one, proves that none is missing.
    const bool whole = !all.isEmpty() && (all.first()->revision <= revision + 1);
    if (!whole)
        return std::nullopt;
    return commits;
}

struct Span {
    QString kind;
    QString id;
    std::optional<store::PackedObject> first; ///< before the oldest commit
    std::optional<store::PackedObject> last;  ///< after the newest one
    quint64 revision = 0;                     ///< of the newest one
};

/// One entry per document, in the order of its last change.
QList<Span> spansOf(const QList<Entry>& commits)
{
    QHash<std::pair<QString, QString>, Span> byDocument;
    QList<std::pair<QString, QString>> order;
    for (const Entry& commit : commits) {
        for (const store::ChangeRecord& change : commit->changes) {
            const std::pair key(change.kind, change.id);
            const auto known = byDocument.find(key);
            if (known == byDocument.end()) {
                byDocument.insert(key,
                                  {change.kind, change.id, change.before, change.after, commit->revision});
            } else {
                known->last = change.after;
                known->revision = commit->revision;
            }
            order.append(key);
        }
    }
    QList<Span> spans;
    for (auto key = order.crbegin(); key != order.crend(); ++key) {
        if (const auto span = byDocument.find(*key); span != byDocument.end()) {
            spans.prepend(*span);
            byDocument.erase(span);
        }
    }
    return spans;
}

ChangeSet backTo(QList<Span> spans, const QSet<Kind>& kinds)
{
    if (!kinds.isEmpty())
        spans.removeIf([&](const Span& span) {
            const auto kind = kindFromString(span.kind);
            return !kind || !kinds.contains(*kind);
        });
    ChangeSet changes(u"config.rollback"_s);
    changes.trust();
    for (const Span& span : spans) {
        const auto kind = kindFromString(span.kind);
        if (!kind || span.first)
            continue;
        Edit edit;
        edit.op = Edit::Op::Remove;
        edit.kind = *kind;
        edit.id = span.id;
        edit.ifPresent = true;
        changes.add(edit);
    }
    for (const Span& span : spans) {
        const auto kind = kindFromString(span.kind);
        if (kind && span.first)
            changes.putJson(*kind, span.id, span.first->unpack(), ReadOptions::stored());
    }
    return changes;
}

/// Drops what is not for people of the tenant.
void keepFor(const QString& tenant, const Documents& documents, QList<Span>& spans)
{
    const auto documentOf = [&documents](Kind kind, const QString& id, const store::PackedObject& body) {
        const EntityTable& schema = documents.table(kind).schema();
        const std::shared_ptr<void> entity = schema.make();
        ReadContext context{ReadOptions::stored(), {}};
        readTable(schema, entity.get(), body.unpack(), context);
        schema.header(entity.get())->id = id;
        return AnyDocument(entity);
    };
    Owners owners(documents);
    for (const Span& span : spans) {
        const auto kind = kindFromString(span.kind);
        if (kind && span.first && !span.last)
            owners.addGone(*kind, documentOf(*kind, span.id, *span.first));
    }
    spans.removeIf([&](const Span& span) {
        const auto kind = kindFromString(span.kind);
        for (const auto& body : {span.first, span.last}) {
            if (!kind || !body)
                continue;
            const auto whose = owners.audienceOf(*kind, documentOf(*kind, span.id, *body).get());
            if (whose && (whose->isEmpty() || *whose == tenant))
                return false;
        }
        return true;
    });
}

} // namespace

QList<RevisionInfo> ControlPlane::revisions(int limit, quint64 below) const
{
    QList<RevisionInfo> infos;
    for (const Entry& entry : d->store.history().newest(limit, below))
        infos.append(infoOf(*entry));
    return infos;
}

Result<QList<DocumentDiff>> ControlPlane::changesOf(quint64 revision) const
{
    const Entry entry = d->store.history().find(revision);
    if (!entry)
        return notKept(revision);
    return diffsOf(*entry);
}

Result<QList<DocumentDiff>> ControlPlane::diff(quint64 from, quint64 to) const
{
    const quint64 older = std::min(from, to);
    const quint64 newer = std::max(from, to);
    if (newer > d->published)
        return notKept(newer);
    auto commits = commitsAfter(d->store.history(), older, d->published);
    if (!commits)
        return notKept(older);
    commits->removeIf([newer](const Entry& entry) { return entry->revision > newer; });

    QList<DocumentDiff> diffs;
    for (const Span& span : spansOf(*commits)) {
        const auto kind = kindFromString(span.kind);
        const QJsonObject old = span.first.value_or(store::PackedObject()).unpack();
        const QJsonObject now = span.last.value_or(store::PackedObject()).unpack();
        if (!kind || (old.isEmpty() && now.isEmpty()))
            continue; // came and went
        DocumentDiff diff = from <= to ? diffOf(*kind, span.id, old, now) : diffOf(*kind, span.id, now, old);
        if (diff.change != DocumentDiff::Change::Updated || !diff.fields.isEmpty())
            diffs.append(std::move(diff));
    }
    return diffs;
}

void ControlPlane::rollback(quint64 revision, const Actor& actor, ApplyDone done, const QSet<Kind>& kinds)
{
    // The history ends at the newest durable revision; changes on their way must be in it first.
    whenSettled([this, revision, actor, done = std::move(done), kinds]() mutable {
        const auto commits = commitsAfter(d->store.history(), revision, d->published);
        if (commits && revision <= d->published) {
            apply(backTo(spansOf(*commits), kinds), actor, std::move(done));
            return;
        }
        later(this, [done = std::move(done), revision] { done(notKept(revision)); });
    });
}

ChangeFeed ControlPlane::changesSince(quint64 revision, const QString& tenant) const
{
    ChangeFeed feed;
    feed.revision = d->published;
    const auto commits = revision > d->published ? std::nullopt // from another life of this gateway
                                                 : commitsAfter(d->store.history(), revision, d->published);
    feed.complete = commits.has_value();
    if (!commits)
        return feed;
    QList<Span> spans = spansOf(*commits);
    if (!tenant.isEmpty())
        keepFor(tenant, d->documents, spans);
    for (const Span& span : spans) {
        if (const auto kind = kindFromString(span.kind))
            feed.items.append({span.revision, *kind, span.id, !span.last});
    }
    return feed;
}

} // namespace gatehouse::control
