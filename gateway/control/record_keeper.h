// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/protocols/crud.h"
#include "gateway/store/record_store.h"

#include <QJsonArray>
#include <QObject>
#include <QThread>

#include <atomic>
#include <mutex>

namespace gatehouse {
struct Api;
}

namespace gatehouse::control {

/// The collection in which an API keeps its records: api_crud_collection, or "crud_data_" and the id of the
/// API; with "tenant:" in front where the API belongs to a tenant other than the default one.
QString collectionOf(const Api& api);

struct RecordCollection {
    QString name;
    qint64 records = 0;
    qint64 bytes = 0; ///< of memory, about
};

/// The records of all APIs with built-in storage, on a thread of their own: neither traffic nor
/// administration waits for them. They have a store of their own, so that they make no revisions.
///
/// submit() may be called by any thread; everything else by the control thread, where it may block for as
/// long as one operation takes.
class RecordKeeper final : public QObject, public protocols::CrudKeeper {
    Q_OBJECT

public:
    /// Makes the store, told how to reach this object's thread.
    using MakeStore = std::function<std::unique_ptr<store::DocumentStore>(store::Poster)>;

    RecordKeeper(const MakeStore& makeStore, const Clock& clock);
    ~RecordKeeper() override;

    /// Loads the records and starts the thread. Gives back the notes of the store.
    Result<QStringList> start();
    /// Writes what waits and ends the thread.
    void stop();
    /// Hands the store to another process; until resume() changes are refused, reads go on.
    void release();
    Result<void> resume();
    void setLimits(const store::RecordLimits& limits);
    store::StoreHealth health() const;

    bool submit(protocols::CrudCall call, const std::function<Done()>& makeDone) override;

    QList<RecordCollection> collections() const;
    store::RecordLimits limits() const;
    /// One page of a collection in its order, as JSON list, and how many there are in all.
    std::pair<std::string, qint64> page(const QString& collection, qint64 from, qint64 count) const;
    /// Called on the control thread when durable, or refused.
    using Applied = std::function<void(Result<void>)>;
    /// The records of `items`, which have their `_id`; `replace`: all others go.
    void put(const QString& collection, std::vector<std::pair<QString, QByteArray>> items, bool replace,
             QObject* context, Applied done);
    void drop(const QString& collection, QObject* context, Applied done);

    /// For dumps: the documents of the collection "crud_items".
    QJsonArray toDump() const;
    /// All records become those of a dump. Invalid, with every fault, when one of them is none.
    void restore(const QJsonArray& documents, QObject* context, Applied done);
    /// The same, waiting; before the traffic.
    Result<void> restoreNow(const QJsonArray& documents);

private:
    using Changes = QList<store::RecordChange>;

    void run(protocols::CrudCall call, const Done& done);
    void list(const protocols::CrudCall& call, const Done& done);
    void write(const protocols::CrudCall& call, const store::Record* stored, const Done& done);
    void inside(const std::function<void()>& run) const;
    void apply(Changes changes, QObject* context, Applied done, bool trusted = false);
    Result<Changes> changesFrom(const QJsonArray& documents) const;

    const Clock& m_clock;
    std::unique_ptr<store::DocumentStore> m_documents;
    store::RecordStore m_records;
    QThread m_thread;
    std::atomic<int> m_waiting{0};
    std::atomic<qint64> m_waitingBytes{0};
};

} // namespace gatehouse::control
