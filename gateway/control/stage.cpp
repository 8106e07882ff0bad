// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/stage.h"

#include "common/core/ids.h"
#include "common/model/document_header.h"
#include "gateway/control/rules.h"
#include "gateway/control/tenant_rules.h"

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

DocumentHeader& headerIn(const EntityTable& schema, void* entity)
{
    return *schema.header(entity);
}

QString describe(const AnyTable& table, const QString& id)
{
    const AnyDocument document = table.find(id);
    return u"%1 %2"_s.arg(table.schema().label, document ? table.nameOf(document.get()) : id);
}

QJsonObject withoutHeader(QJsonObject body)
{
    body.remove(u"_id"_s);
    body.remove(u"_meta"_s);
    return body;
}

/// Whether an edit would change nothing but who touched the document last.
bool sameContent(const EntityTable& schema, const void* before, const void* after)
{
    const DocumentHeader& was = headerOf(schema, before);
    const DocumentHeader& is = headerOf(schema, after);
    return was.labels == is.labels && was.managedBy == is.managedBy &&
           withoutHeader(writeTable(schema, before, View::Stored)) ==
               withoutHeader(writeTable(schema, after, View::Stored));
}

} // namespace

Stage::Stage(Documents& documents, const Actor& actor, quint64 revision, qint64 nowMs)
    : m_documents(documents)
    , m_actor(actor)
    , m_revision(revision)
    , m_nowMs(nowMs)
{
}

Result<void> Stage::run(const ChangeSet& set)
{
    for (const Edit& edit : set.edits()) {
        if (Result<void> done = perform(edit); !done) {
            undo();
            return done;
        }
    }
    const Faults broken = set.isTrusted() ? Faults() : checkRules(m_documents, m_changes, m_actor.name);
    for (const Fault& fault : broken) {
        // What could not be read is missing from the tables; do not blame those who refer to it.
        if (!m_unread || fault.rule != u"reference")
            m_faults.append(fault);
    }
    if (!m_faults.isEmpty()) {
        undo();
        return Error::invalid(m_faults);
    }
    dropUnchanged();
    Result<void> own = checkTenants(m_documents, m_changes, m_actor);
    if (!own)
        undo();
    return own;
}

Result<void> Stage::perform(const Edit& edit)
{
    AnyTable& table = m_documents.table(edit.kind);
    const AnyDocument before = edit.id.isEmpty() ? nullptr : table.find(edit.id);
    if (edit.expected.isAbsent() && before)
        return Error::conflict(u"%1 exists already"_s.arg(describe(table, edit.id)));
    if (!edit.expected.isAny() && !edit.expected.isAbsent()) {
        if (!before)
            return Error::conflict(u"%1 was removed by somebody else"_s.arg(describe(table, edit.id)));
        const qint64 actual = headerOf(table.schema(), before.get()).revision;
        if (actual != edit.expected.value())
            return Error::conflict(u"%1 was changed by somebody else: it is at revision %2, not %3"_s
                                       .arg(describe(table, edit.id))
                                       .arg(actual)
                                       .arg(edit.expected.value()));
    }
    switch (edit.op) {
    case Edit::Op::Put: {
        addFaults(edit, validateTable(table.schema(), edit.entity.get()));
        return put(edit, before, table.clone(edit.entity.get()));
    }
    case Edit::Op::PutJson:
    case Edit::Op::Patch:
        return read(edit, before);
    case Edit::Op::Remove:
        return remove(edit, before);
    }
    return {};
}

Result<void> Stage::read(const Edit& edit, const AnyDocument& before)
{
    const AnyTable& table = m_documents.table(edit.kind);
    if (edit.op == Edit::Op::Patch && !before)
        return Error::notFound(u"%1 does not exist"_s.arg(describe(table, edit.id)));
    std::shared_ptr<void> entity =
        edit.op == Edit::Op::Patch ? table.clone(before.get()) : table.schema().make();
    ReadContext context{edit.options, {}};
    readTable(table.schema(), entity.get(), edit.json, context, edit.path);
    m_faults.append(context.faults);
    if (!context.faults.isEmpty()) {
        m_unread = true;
        return {};
    }
    return put(edit, before, std::move(entity));
}

Result<void> Stage::put(const Edit& edit, AnyDocument before, std::shared_ptr<void> entity)
{
    AnyTable& table = m_documents.table(edit.kind);
    DocumentHeader& header = headerIn(table.schema(), entity.get());
    if (!edit.id.isEmpty())
        header.id = edit.id;
    else if (header.id.isEmpty())
        header.id = newId();
    if (!before)
        before = table.find(header.id);
    if (before) {
        const DocumentHeader& was = headerOf(table.schema(), before.get());
        header.createdAt = was.createdAt;
        header.createdBy = was.createdBy;
        if (header.extra.isEmpty())
            header.extra = was.extra;
    } else if (!header.createdAt.isSet()) {
        header.createdAt = {m_nowMs};
        header.createdBy = m_actor.name;
    }
    stamp(header);
    complete(m_documents, edit.kind, entity.get());

    const QString id = header.id;
    const bool isNew = !before;
    const AnyDocument after = std::move(entity);
    table.set(after);
    record(edit.kind, id, std::move(before), after, edit.path);
    if (isNew)
        putFollowers(Kind::ProtoFile, adoptedBy(m_documents, edit.kind, after.get()));
    return {};
}

/// Documents that change because another one came or went.
void Stage::putFollowers(Kind kind, QList<std::shared_ptr<void>> entities)
{
    AnyTable& table = m_documents.table(kind);
    for (std::shared_ptr<void>& entity : entities) {
        stamp(headerIn(table.schema(), entity.get()));
        AnyDocument after = std::move(entity);
        AnyDocument old = table.set(after);
        const QString changed = table.idOf(after.get());
        record(kind, changed, std::move(old), std::move(after), {});
    }
}

void Stage::stamp(DocumentHeader& header) const
{
    header.revision = qint64(m_revision);
    header.updatedAt = {m_nowMs};
    header.updatedBy = m_actor.name;
}

Result<void> Stage::remove(const Edit& edit, const AnyDocument& before)
{
    if (!before) {
        if (edit.ifPresent)
            return {};
        return Error::notFound(u"%1 does not exist"_s.arg(describe(m_documents.table(edit.kind), edit.id)));
    }
    removeWithDependents(edit.kind, edit.id);
    return {};
}

void Stage::removeWithDependents(Kind kind, const QString& id)
{
    AnyDocument before = m_documents.table(kind).remove(id);
    if (!before)
        return;
    record(kind, id, before, nullptr, {});
    for (const Dependent& dependent : dependentsOf(m_documents, kind, before.get()))
        removeWithDependents(dependent.kind, dependent.id);
    putFollowers(Kind::Policy, releasedBy(m_documents, kind, before.get()));
}

void Stage::record(Kind kind, const QString& id, AnyDocument before, AnyDocument after, const QString& path)
{
    const std::pair key(int(kind), id);
    const auto known = m_places.constFind(key);
    if (known != m_places.cend()) {
        m_changes[*known].after = std::move(after);
        return;
    }
    m_places.insert(key, m_changes.size());
    m_changes.append({kind, id, std::move(before), std::move(after), path});
}

void Stage::dropUnchanged()
{
    m_changes.removeIf([this](const StagedChange& change) {
        if (!change.before && !change.after)
            return true;
        AnyTable& table = m_documents.table(change.kind);
        if (!change.before || !change.after ||
            !sameContent(table.schema(), change.before.get(), change.after.get()))
            return false;
        table.set(change.before); // keeps its revision
        return true;
    });
}

void Stage::addFaults(const Edit& edit, const Faults& faults)
{
    for (Fault fault : faults) {
        fault.field = keyedPath(edit.path, fault.field);
        m_faults.append(fault);
    }
}

void Stage::undo()
{
    undo(m_documents, m_changes);
    m_changes.clear();
    m_places.clear();
}

void Stage::undo(Documents& documents, const QList<StagedChange>& changes)
{
    for (auto change = changes.crbegin(); change != changes.crend(); ++change) {
        AnyTable& table = documents.table(change->kind);
        if (change->before)
            table.set(change->before);
        else
            table.remove(change->id);
    }
}

} // namespace gatehouse::control
