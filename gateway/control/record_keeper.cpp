// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/record_keeper.h"

#include "common/core/asker.h"
#include "common/core/ids.h"
#include "common/crypto/thread_end.h"
#include "common/model/api.h"
#include "common/model/codec.h"
#include "common/model/stored_files.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::control {

namespace {

using filters::Json;
using protocols::CrudCall;
using protocols::CrudOutcome;
using Op = CrudCall::Op;
using Status = CrudOutcome::Status;

constexpr std::size_t mostListBytes = 16 * 1024 * 1024; // of one page

std::string textOf(const QByteArray& bytes)
{
    return {bytes.constData(), std::size_t(bytes.size())};
}

Json recordOf(const store::Record& record)
{
    return Json::parse({record.text.constData(), std::size_t(record.text.size())}).value_or(Json::object());
}

CrudOutcome refused(const Error& error)
{
    CrudOutcome outcome;
    outcome.text = error.message.toStdString();
    if (error.code == u"CRUD413")
        outcome.status = Status::TooLarge;
    else if (error.code == u"CRUD507")
        outcome.status = Status::Full;
    else {
        outcome.status = Status::Unavailable;
        outcome.text = "Storage is not available: " + error.text().toStdString();
    }
    return outcome;
}

CrudOutcome ended(Status status, std::string json = {})
{
    CrudOutcome outcome;
    outcome.status = status;
    outcome.json = std::move(json);
    return outcome;
}

void append(std::string& list, std::string_view item)
{
    if (list.size() > 1)
        list.push_back(',');
    list.append(item);
}

} // namespace

QString collectionOf(const Api& api)
{
    QString name = api.crudCollection;
    if (name.isEmpty())
        name = u"crud_data_"_s + QString(api.id).replace(u'-', u'_');
    const bool own = !api.tenant.isEmpty() && api.tenant != u"default";
    return own ? api.tenant + u':' + name : name;
}

QString tenantOfCollection(const QString& collection)
{
    const qsizetype colon = collection.indexOf(u':');
    return colon < 0 ? u"default"_s : collection.left(colon);
}

RecordKeeper::RecordKeeper(const MakeStore& makeStore, const Clock& clock)
    : m_clock(clock)
    , m_documents(makeStore([this](std::function<void()> run) { later(this, std::move(run)); }))
    , m_records(*m_documents, clock)
{
    m_thread.setObjectName(u"records"_s);
    connect(&m_thread, &QThread::finished, [] { crypto::releaseThread(); });
}

RecordKeeper::~RecordKeeper()
{
    stop();
}

Result<QStringList> RecordKeeper::start()
{
    Result<QStringList> loaded = m_records.load();
    if (!loaded)
        return loaded;
    moveToThread(&m_thread);
    m_thread.start();
    return loaded;
}

void RecordKeeper::stop()
{
    if (!m_thread.isRunning())
        return;
    inside([this] {
        if (!m_records.isReleased())
            m_records.flush();
    });
    m_thread.quit();
    m_thread.wait();
}

template <typename Value, typename Read>
void RecordKeeper::ask(QObject* context, Read read, Told<Value> then)
{
    later(this,
          [context = QPointer<QObject>(context), read = std::move(read), then = std::move(then)]() mutable {
              tellAsker(std::move(context), [then = std::move(then), value = read()] { then(value); });
          });
}

/// Runs it on the thread of the records and waits.
void RecordKeeper::inside(const std::function<void()>& run) const
{
    if (m_thread.isRunning())
        elsewhere(const_cast<RecordKeeper*>(this), run);
    else
        run();
}

void RecordKeeper::release()
{
    inside([this] { m_records.release(); });
}

Result<void> RecordKeeper::resume()
{
    Result<void> resumed;
    inside([this, &resumed] {
        if (!m_records.isReleased())
            return;
        if (const Result<QStringList> loaded = m_records.load(); !loaded)
            resumed = loaded.error();
    });
    return resumed;
}

void RecordKeeper::setLimits(const store::RecordLimits& limits)
{
    m_limits = limits;
    later(this, [this, limits] { m_records.setLimits(limits); });
}

void RecordKeeper::health(QObject* context, Told<store::StoreHealth> then)
{
    ask<store::StoreHealth>(
        context, [this] { return m_records.isReleased() ? store::StoreHealth() : m_documents->health(); },
        std::move(then));
}

// --- traffic

bool RecordKeeper::submit(CrudCall call, const std::function<Done()>& makeDone)
{
    constexpr int mostCalls = 2000;
    constexpr qint64 mostBytes = 64 * 1024 * 1024;
    const auto size = qint64(call.bytes);
    if (m_waiting.load(std::memory_order_relaxed) >= mostCalls ||
        m_waitingBytes.load(std::memory_order_relaxed) > mostBytes)
        return false;
    m_waiting.fetch_add(1, std::memory_order_relaxed);
    m_waitingBytes.fetch_add(size, std::memory_order_relaxed);
    const Done answer = makeDone();
    // What waits for the disk counts as well.
    const Done done = [this, answer, size](CrudOutcome outcome) {
        m_waiting.fetch_sub(1, std::memory_order_relaxed);
        m_waitingBytes.fetch_sub(size, std::memory_order_relaxed);
        answer(std::move(outcome));
    };
    later(this, [this, call = std::move(call), done]() mutable { run(std::move(call), done); });
    return true;
}

void RecordKeeper::run(CrudCall call, const Done& done)
{
    if (call.op == Op::List)
        return list(call, done);
    if (call.op == Op::Create && call.id.empty())
        call.id = newId().toStdString();
    const store::Record* const stored =
        m_records.find(QString::fromStdString(call.collection), QString::fromStdString(call.id));
    if (call.op == Op::Create ? stored != nullptr : stored == nullptr)
        return done(ended(stored ? Status::Exists : Status::NotFound));
    if (call.op != Op::Get)
        return write(call, stored, done);
    CrudOutcome outcome = ended(Status::Done, textOf(stored->text));
    m_records.afterPending([done, outcome = std::move(outcome)](const Result<void>& durable) {
        done(durable ? outcome : refused(durable.error()));
    });
}

void RecordKeeper::write(const CrudCall& call, const store::Record* stored, const Done& done)
{
    store::RecordChange change{QString::fromStdString(call.collection), QString::fromStdString(call.id), {}};
    if (call.op == Op::Update) {
        Json record = recordOf(*stored);
        for (const Json::Member& member : call.body.members())
            record.set(member.name, member.value);
        change.text = protocols::recordText(call.id, record);
    } else if (call.op != Op::Remove) {
        change.text = protocols::recordText(call.id, call.body);
    }
    const std::string json = change.text ? textOf(*change.text) : std::string();
    m_records.apply({change}, [done, json](const Result<void>& durable) {
        done(durable ? ended(Status::Done, json) : refused(durable.error()));
    });
}

void RecordKeeper::list(const CrudCall& call, const Done& done)
{
    const QString collection = QString::fromStdString(call.collection);
    const protocols::CrudQuery& query = call.query;
    const std::size_t from = (query.page - 1) * query.pageSize;
    CrudOutcome outcome;
    outcome.json = "[";
    std::vector<std::pair<Json, const store::Record*>> found; // in the order that was asked for
    const auto take = [&](std::size_t place, const store::Record& record) {
        if (place >= from && place < from + query.pageSize && outcome.json.size() <= mostListBytes)
            append(outcome.json, textOf(record.text));
    };
    m_records.forEach(collection, [&](const QString&, const store::Record& record) {
        if (!query.looksInside()) {
            take(outcome.total++, record);
            return outcome.total < from + query.pageSize;
        }
        Json json = recordOf(record);
        if (!query.matches(json))
            return true;
        if (query.sort)
            found.emplace_back(std::move(json), &record);
        else
            take(outcome.total, record);
        ++outcome.total;
        return true;
    });
    if (!query.looksInside())
        outcome.total = std::size_t(m_records.count(collection));
    std::stable_sort(found.begin(), found.end(),
                     [&query](const auto& a, const auto& b) { return query.before(a.first, b.first); });
    for (std::size_t place = 0; place < found.size(); ++place)
        take(place, *found[place].second);
    outcome.json.push_back(']');
    if (outcome.json.size() > mostListBytes) {
        outcome = ended(Status::TooLarge);
        outcome.text = "The page is larger than " + std::to_string(mostListBytes) +
                       " bytes: ask for fewer with page_size";
    }
    m_records.afterPending([done, outcome = std::move(outcome)](const Result<void>& durable) {
        done(durable ? outcome : refused(durable.error()));
    });
}

// --- administration

QList<RecordCollection> RecordKeeper::all() const
{
    QList<RecordCollection> list;
    for (const QString& name : m_records.collections())
        list.append({name, m_records.count(name), m_records.bytesOf(name)});
    return list;
}

void RecordKeeper::collections(QObject* context, Told<QList<RecordCollection>> then)
{
    ask<QList<RecordCollection>>(
        context, [this] { return all(); }, std::move(then));
}

void RecordKeeper::page(const QString& collection, qint64 from, qint64 count, QObject* context,
                        Told<RecordPage> then)
{
    const auto read = [this, collection, from, count] {
        RecordPage page;
        page.json = "[";
        page.total = m_records.count(collection);
        page.known = m_records.collections().contains(collection);
        qint64 place = 0;
        m_records.forEach(collection, [&](const QString&, const store::Record& record) {
            if (place >= from && place < from + count)
                append(page.json, textOf(record.text));
            return ++place < from + count;
        });
        page.json.push_back(']');
        return page;
    };
    ask<RecordPage>(context, read, std::move(then));
}

RecordKeeper::Changes RecordKeeper::removals(const QString& collection) const
{
    Changes changes;
    m_records.forEach(collection, [&](const QString& id, const store::Record&) {
        changes.append({collection, id, std::nullopt});
        return true;
    });
    return changes;
}

void RecordKeeper::putNow(const QString& collection, Items items, bool replace,
                          const QPointer<QObject>& asker, Told<Result<qint64>> done)
{
    Changes changes = replace ? removals(collection) : Changes();
    const qint64 removed = changes.size();
    for (auto& [id, text] : items)
        changes.append({collection, id, std::move(text)});
    m_records.apply(changes, [asker, removed, done = std::move(done)](const Result<void>& durable) {
        tellAsker(asker, [done, durable, removed] {
            done(durable ? Result<qint64>(removed) : Result<qint64>(durable.error()));
        });
    });
}

void RecordKeeper::put(const QString& collection, Items items, bool replace, QObject* context,
                       Told<Result<qint64>> done)
{
    later(this, [this, collection, items = std::move(items), replace, asker = QPointer<QObject>(context),
                 done = std::move(done)]() mutable {
        putNow(collection, std::move(items), replace, asker, std::move(done));
    });
}

void RecordKeeper::drop(const QString& collection, QObject* context, Told<Result<qint64>> done)
{
    later(this, [this, collection, asker = QPointer<QObject>(context), done = std::move(done)]() mutable {
        if (m_records.collections().contains(collection))
            return putNow(collection, {}, true, asker, std::move(done));
        tellAsker(asker, [done = std::move(done), collection] {
            done(Error::notFound(u"there is no collection %1"_s.arg(collection)));
        });
    });
}

// --- dumps

void RecordKeeper::toDump(QObject* context, Told<QJsonArray> then)
{
    const auto read = [this] {
        QJsonArray documents;
        for (const QString& collection : m_records.collections()) {
            m_records.forEach(collection, [&](const QString& id, const store::Record& record) {
                documents.append(QJsonObject{{u"collection"_s, collection},
                                             {u"item_id"_s, id},
                                             {u"data"_s, QString::fromUtf8(record.text)}});
                return true;
            });
        }
        return documents;
    };
    ask<QJsonArray>(context, read, std::move(then));
}

namespace {

/// The records of a dump.
Result<QList<store::RecordChange>> recordsFrom(const QJsonArray& documents)
{
    Faults faults;
    QList<store::RecordChange> wanted;
    for (qsizetype i = 0; i < documents.size(); ++i) {
        const QString path = u"crud_items[%1]"_s.arg(i);
        CrudItem item;
        ReadContext context{ReadOptions::stored(), {}};
        readTable(tableOf<CrudItem>(), &item, documents.at(i).toObject(), context);
        const QByteArray text = item.data.toUtf8();
        const auto json = Json::parse({text.constData(), std::size_t(text.size())});
        if (!json || json->kind() != Json::Kind::Object || item.itemId.isEmpty() || item.collection.isEmpty())
            faults.append(
                {path, u"format"_s, u"is no record: collection, item_id and a JSON object in data"_s});
        wanted.append({item.collection, item.itemId, text});
    }
    if (!faults.isEmpty())
        return Error::invalid(faults);
    return wanted;
}

} // namespace

/// Those that stay go first as well: the order is that of the dump.
RecordKeeper::Changes RecordKeeper::inPlaceOfAll(const Changes& wanted) const
{
    Changes changes;
    for (const QString& collection : m_records.collections())
        changes += removals(collection);
    return changes + wanted;
}

void RecordKeeper::restore(const QJsonArray& documents, QObject* context, Told<Result<void>> done)
{
    const Result<Changes> wanted = recordsFrom(documents);
    if (!wanted)
        return done(wanted.error());
    const QPointer<QObject> asker(context);
    later(this, [this, wanted = *wanted, asker, done = std::move(done)] {
        const auto told = [asker, done](const Result<void>& durable) {
            tellAsker(asker, [done, durable] { done(durable); });
        };
        m_records.apply(inPlaceOfAll(wanted), told, true);
    });
}

Result<void> RecordKeeper::restoreNow(const QJsonArray& documents)
{
    const Result<Changes> wanted = recordsFrom(documents);
    if (!wanted)
        return wanted.error();
    auto answer = std::make_shared<Result<void>>(Error::internal(u"the store did not answer"_s));
    inside([&] {
        m_records.apply(
            inPlaceOfAll(*wanted), [answer](const Result<void>& durable) { *answer = durable; }, true);
        m_records.flush();
    });
    return *answer;
}

} // namespace gatehouse::control
