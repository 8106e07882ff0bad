// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/record_store.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::store {

namespace {

// Of a stored record; short, because there may be many.
const QString orderKey = u"n"_s;
const QString textKey = u"t"_s;

/// Twice, here and in the store, and the nodes of the tables around it.
qint64 costOf(const QString& id, const QByteArray& text)
{
    constexpr qint64 around = 400;
    return 2 * (text.size() + 2 * id.size()) + around;
}

Error beyond(const QString& code, const QString& message)
{
    Error error;
    error.type = ErrorType::Limited;
    error.source = ErrorSource::Client;
    error.code = code;
    error.message = message;
    return error;
}

QJsonObject bodyOf(const Record& record)
{
    return {{orderKey, qint64(record.order)}, {textKey, QString::fromUtf8(record.text)}};
}

} // namespace

Result<QStringList> RecordStore::load()
{
    Result<LoadedState> loaded = m_store.load();
    if (!loaded)
        return loaded.error();
    m_collections.clear();
    m_pending.clear();
    m_bytes = 0;
    m_lastOrder = 0;
    m_revision = loaded->revision;
    for (auto kind = loaded->documents.cbegin(); kind != loaded->documents.cend(); ++kind) {
        for (auto body = kind->cbegin(); body != kind->cend(); ++body) {
            const QJsonObject stored = body->unpack();
            set(kind.key(), body.key(),
                Record{stored.value(textKey).toString().toUtf8(),
                       quint64(stored.value(orderKey).toInteger())});
        }
    }
    m_loaded = true;
    return loaded->notes;
}

void RecordStore::release()
{
    m_loaded = false;
    m_store.release();
}

const RecordStore::Collection* RecordStore::at(const QString& collection) const
{
    const auto found = m_collections.constFind(collection);
    return found == m_collections.cend() ? nullptr : &*found;
}

const Record* RecordStore::find(const QString& collection, const QString& id) const
{
    const Collection* const in = at(collection);
    if (!in)
        return nullptr;
    const auto record = in->records.constFind(id);
    return record == in->records.cend() ? nullptr : &*record;
}

void RecordStore::forEach(const QString& collection,
                          const std::function<bool(const QString&, const Record&)>& visit) const
{
    const Collection* const in = at(collection);
    if (!in)
        return;
    for (const auto& [order, id] : in->order) {
        if (!visit(id, *in->records.constFind(id)))
            return;
    }
}

qsizetype RecordStore::count(const QString& collection) const
{
    const Collection* const in = at(collection);
    return in ? in->records.size() : 0;
}

qint64 RecordStore::bytesOf(const QString& collection) const
{
    const Collection* const in = at(collection);
    return in ? in->bytes : 0;
}

QStringList RecordStore::collections() const
{
    QStringList names = m_collections.keys();
    names.sort();
    return names;
}

Result<void> RecordStore::check(const QList<RecordChange>& changes) const
{
    qint64 bytes = m_bytes;
    QHash<QString, qsizetype> counts;
    // The last change of a record counts; those before it never stood.
    QHash<std::pair<QString, QString>, qint64> costs;
    for (const RecordChange& change : changes) {
        const std::pair key(change.collection, change.id);
        auto cost = costs.find(key);
        if (cost == costs.end()) {
            const Record* const before = find(change.collection, change.id);
            cost = costs.insert(key, before ? costOf(change.id, before->text) : 0);
        }
        if (!counts.contains(change.collection))
            counts.insert(change.collection, count(change.collection));
        const qint64 now = change.text ? costOf(change.id, *change.text) : 0;
        counts[change.collection] += (now != 0 ? 1 : 0) - (*cost != 0 ? 1 : 0);
        bytes += now - *cost;
        *cost = now;
        if (change.text && change.text->size() > m_limits.recordBytes)
            return beyond(u"CRUD413"_s, u"Resource is larger than %1 bytes"_s.arg(m_limits.recordBytes));
    }
    // What takes nothing up is let through, however full it is.
    for (auto number = counts.cbegin(); number != counts.cend(); ++number) {
        if (*number > m_limits.records && *number > count(number.key()))
            return beyond(u"CRUD507"_s,
                          u"Storage is full: the collection may hold %1 records"_s.arg(m_limits.records));
    }
    if (bytes > m_limits.bytes && bytes > m_bytes)
        return beyond(
            u"CRUD507"_s,
            u"Storage is full: all records together may take %1 bytes of memory"_s.arg(m_limits.bytes));
    return {};
}

void RecordStore::apply(const QList<RecordChange>& changes, Done done, bool trusted)
{
    if (!m_loaded)
        return done(Error::unavailable(u"the gateway is being upgraded"_s));
    if (const Result<void> checked = check(changes); !checked && !trusted)
        return done(checked.error());
    if (changes.isEmpty())
        return afterPending(std::move(done));
    Pending pending;
    pending.revision = ++m_revision;
    Commit commit;
    commit.revision = pending.revision;
    commit.atMs = m_clock.wallMs();
    for (const RecordChange& change : changes) {
        const Record* const before = find(change.collection, change.id);
        Undo undo{change.collection, change.id, before ? std::optional(*before) : std::nullopt};
        std::optional<Record> after;
        if (change.text) {
            after = Record{*change.text, before ? before->order : m_lastOrder + 1};
        }
        if (!before && !after)
            continue;
        set(change.collection, change.id, after);
        commit.changes.append(
            {change.collection, change.id, after ? std::optional(bodyOf(*after)) : std::nullopt});
        pending.undo.append(std::move(undo));
    }
    if (commit.changes.isEmpty())
        return afterPending(std::move(done));
    pending.done.push_back(std::move(done));
    m_pending.push_back(std::move(pending));
    const quint64 revision = m_revision;
    m_store.append(std::move(commit),
                   [this, revision](const Result<void>& result) { onDurable(revision, result); });
}

void RecordStore::afterPending(Done done)
{
    if (m_pending.empty())
        done({});
    else
        m_pending.back().done.push_back(std::move(done));
}

void RecordStore::set(const QString& collection, const QString& id, const std::optional<Record>& record)
{
    Collection& into = m_collections[collection];
    if (const auto old = into.records.constFind(id); old != into.records.cend()) {
        const qint64 cost = costOf(id, old->text);
        into.bytes -= cost;
        m_bytes -= cost;
        into.order.erase(old->order);
        into.records.erase(old);
    }
    if (!record) {
        if (into.records.isEmpty())
            m_collections.remove(collection);
        return;
    }
    const qint64 cost = costOf(id, record->text);
    into.bytes += cost;
    m_bytes += cost;
    into.order.emplace(record->order, id);
    into.records.insert(id, *record);
    m_lastOrder = std::max(m_lastOrder, record->order);
}

void RecordStore::onDurable(quint64 revision, const Result<void>& result)
{
    // Those behind a refused change were taken back together with it.
    if (m_pending.empty() || m_pending.front().revision != revision)
        return;
    if (result) {
        const Pending stored = std::move(m_pending.front());
        m_pending.pop_front();
        for (const Done& done : stored.done)
            done({});
        return;
    }
    const std::deque<Pending> refused = std::exchange(m_pending, {});
    for (auto pending = refused.rbegin(); pending != refused.rend(); ++pending) {
        for (auto undo = pending->undo.crbegin(); undo != pending->undo.crend(); ++undo)
            set(undo->collection, undo->id, undo->before);
    }
    for (const Pending& pending : refused) {
        for (const Done& done : pending.done)
            done(result.error());
    }
}

} // namespace gatehouse::store
