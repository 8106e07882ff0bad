// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/protocols/crud.h"
#include "gateway/store/record_store.h"

#include <QJsonArray>
#include <QObject>
#include <QPointer>
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
/// The tenant whose APIs may keep records in the collection.
QString tenantOfCollection(const QString& collection);

struct RecordCollection {
    QString name;
    qint64 records = 0;
    qint64 bytes = 0; ///< of memory, about
};

/// Some records of a collection in its order, as JSON list.
struct RecordPage {
    std::string json;
    qint64 total = 0; ///< records of the collection
    bool known = false;
};

/// The records of all APIs with built-in storage, on a thread of their own: neither traffic nor
/// administration waits for them. They have a store of their own, so that they make no revisions.
///
/// submit() may be called by any thread; everything else by the control thread, which waits for the records
/// while the process starts, ends or gives its store to another one, and never else: what is asked is told
/// to a callback, run on the thread of its context and dropped with that.
class RecordKeeper final : public QObject, public protocols::CrudKeeper {
    Q_OBJECT

public:
    /// Makes the store, told how to reach this object's thread.
    using MakeStore = std::function<std::unique_ptr<store::DocumentStore>(store::Poster)>;
    template <typename Value>
    using Told = std::function<void(Value)>;

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
    const store::RecordLimits& limits() const { return m_limits; }
    void health(QObject* context, Told<store::StoreHealth> then);

    bool submit(protocols::CrudCall call, const std::function<Done()>& makeDone) override;

    void collections(QObject* context, Told<QList<RecordCollection>> then);
    void page(const QString& collection, qint64 from, qint64 count, QObject* context, Told<RecordPage> then);
    /// The records of `items`, which have their `_id`; `replace`: all others go. Tells how many went, when it
    /// is durable.
    void put(const QString& collection, std::vector<std::pair<QString, QByteArray>> items, bool replace,
             QObject* context, Told<Result<qint64>> done);
    /// All go. NotFound when there is none.
    void drop(const QString& collection, QObject* context, Told<Result<qint64>> done);

    /// For dumps: the documents of the collection "crud_items".
    void toDump(QObject* context, Told<QJsonArray> then);
    /// All records become those of a dump. Invalid, with every fault, when one of them is none.
    void restore(const QJsonArray& documents, QObject* context, Told<Result<void>> done);
    /// The same, waiting; before the traffic.
    Result<void> restoreNow(const QJsonArray& documents);

private:
    using Changes = QList<store::RecordChange>;
    using Items = std::vector<std::pair<QString, QByteArray>>;

    void run(protocols::CrudCall call, const Done& done);
    void list(const protocols::CrudCall& call, const Done& done);
    void write(const protocols::CrudCall& call, const store::Record* stored, const Done& done);
    void inside(const std::function<void()>& run) const;
    /// Runs `read` on the thread of the records, and `then` with what it says on the main thread, where
    /// `context` lives.
    template <typename Value, typename Read>
    void ask(QObject* context, Read read, Told<Value> then);
    /// The next four on the thread of the records.
    QList<RecordCollection> all() const;
    Changes removals(const QString& collection) const;
    void putNow(const QString& collection, Items items, bool replace, const QPointer<QObject>& asker,
                Told<Result<qint64>> done);
    /// `wanted` in the order of a dump, in place of all.
    Changes inPlaceOfAll(const Changes& wanted) const;

    const Clock& m_clock;
    std::unique_ptr<store::DocumentStore> m_documents;
    store::RecordStore m_records;
    store::RecordLimits m_limits; ///< as they were set
    QThread m_thread;
    std::atomic<int> m_waiting{0};
    std::atomic<qint64> m_waitingBytes{0};
};

} // namespace gatehouse::control
