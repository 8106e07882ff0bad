// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "gateway/store/document_store.h"

#include <QByteArray>

#include <deque>
#include <map>

namespace gatehouse::store {

struct RecordLimits {
    qint64 recordBytes = 262'144; ///< of one text
    qint64 records = 100'000;     ///< per collection
    qint64 bytes = 268'435'456;   ///< of memory, all collections together
};

/// One record. Copies share their bytes.
struct Record {
    QByteArray text;   ///< whatever the owner keeps; here JSON
    quint64 order = 0; ///< lists are in this order: that of creation
};

/// Set one record, or delete it when there is no text.
struct RecordChange {
    QString collection;
    QString id;
    std::optional<QByteArray> text;
};

/// Records of many collections, durable in a DocumentStore of their own: no revisions, no rollback. One
/// thread.
///
/// A change is seen by reads at once and told as durable later; an answer to a read that may have seen one
/// waits for it with afterPending(). When the store refuses a change, it and all behind it are taken back.
class RecordStore {
public:
    using Records = QHash<QString, Record>; ///< by id
    using Done = std::function<void(Result<void>)>;

    RecordStore(DocumentStore& store, const Clock& clock)
        : m_store(store)
        , m_clock(clock)
    {
    }

    /// Before anything else, and again after release(); may block. Gives back the notes of the store.
    Result<QStringList> load();
    /// Lets go of the store; changes are refused until load(). Reads go on.
    void release();
    bool isReleased() const { return !m_loaded; }
    void flush() { m_store.flush(); }

    void setLimits(const RecordLimits& limits) { m_limits = limits; }
    const RecordLimits& limits() const { return m_limits; }

    /// Null when there is none; valid until the next change.
    const Record* find(const QString& collection, const QString& id) const;
    /// In their order, until `visit` says false.
    void forEach(const QString& collection,
                 const std::function<bool(const QString& id, const Record&)>& visit) const;
    qsizetype count(const QString& collection) const;
    QStringList collections() const;
    /// Memory that the records take, about: text and id, as JSON and as stored, and what keeps them together.
    qint64 bytes() const { return m_bytes; }
    qint64 bytesOf(const QString& collection) const;

    /// All or nothing. Limited, with code CRUD413 or CRUD507, when it would go beyond a limit; Unavailable
    /// when the store refuses. `done` is never called before apply() returns, unless it fails at once.
    /// `trusted`: was accepted once, so no limit holds (a dump).
    void apply(const QList<RecordChange>& changes, Done done, bool trusted = false);
    /// Runs `done` when everything that reads have seen is durable, at once if it is.
    void afterPending(Done done);

private:
    struct Collection {
        Records records;
        std::map<quint64, QString> order;
        qint64 bytes = 0;
    };
    struct Undo {
        QString collection;
        QString id;
        std::optional<Record> before;
    };
    struct Pending {
        quint64 revision = 0;
        QList<Undo> undo;
        std::vector<Done> done;
    };

    const Collection* at(const QString& collection) const;
    Result<void> check(const QList<RecordChange>& changes) const;
    void set(const QString& collection, const QString& id, const std::optional<Record>& record);
    void onDurable(quint64 revision, const Result<void>& result);

    DocumentStore& m_store;
    const Clock& m_clock;
    RecordLimits m_limits;
    QHash<QString, Collection> m_collections;
    std::deque<Pending> m_pending;
    qint64 m_bytes = 0;
    quint64 m_revision = 0;
    quint64 m_lastOrder = 0;
    bool m_loaded = false;
};

} // namespace gatehouse::store
