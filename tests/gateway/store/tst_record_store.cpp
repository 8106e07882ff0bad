// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/record_store.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::store;

namespace {

/// Keeps what it is told; says yes or no when the test wants it to.
class FakeStore final : public DocumentStore {
public:
    Result<LoadedState> load() override { return state; }
    void append(Commit commit, Durable durable) override
    {
        commits.append(commit);
        waiting.append(std::move(durable));
    }
    void compact(Durable) override {}
    void flush() override {}
    const RevisionHistory& history() const override { return m_history; }
    StoreHealth health() const override { return {}; }

    void answer(const Result<void>& result)
    {
        const QList<Durable> all = std::exchange(waiting, {});
        for (const Durable& durable : all)
            durable(result);
    }

    LoadedState state;
    QList<Commit> commits;
    QList<Durable> waiting;

private:
    RevisionHistory m_history;
};

QStringList idsOf(const RecordStore& records, const QString& collection)
{
    QStringList ids;
    records.forEach(collection, [&ids](const QString& id, const Record&) {
        ids.append(id);
        return true;
    });
    return ids;
}

} // namespace

class TestRecordStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void changesAreSeenAtOnceAndToldWhenDurable();
    void aRefusedChangeTakesAllBehindItAlong();
    void readsWaitForWhatTheyMayHaveSeen();
    void theOrderIsThatOfCreationOverRestarts();
    void limitsCountWhatIsThere();
    void trustedChangesKnowNoLimit();
    void aReleasedStoreRefusesChanges();

private:
    /// "ok", the code or the message; empty while it waits.
    std::shared_ptr<QString> apply(const QList<RecordChange>& changes, bool trusted = false)
    {
        auto answer = std::make_shared<QString>();
        m_records->apply(
            changes,
            [answer](const Result<void>& result) {
                *answer =
                    result ? u"ok"_s
                           : (result.error().code.isEmpty() ? result.error().message : result.error().code);
            },
            trusted);
        return answer;
    }
    static RecordChange put(const QString& id, const QByteArray& text = "{}") { return {u"c"_s, id, text}; }
    static RecordChange remove(const QString& id) { return {u"c"_s, id, std::nullopt}; }

    SystemClock m_clock;
    std::unique_ptr<FakeStore> m_store;
    std::unique_ptr<RecordStore> m_records;
};

void TestRecordStore::init()
{
    m_records.reset();
    m_store = std::make_unique<FakeStore>();
    m_records = std::make_unique<RecordStore>(*m_store, m_clock);
    QVERIFY(m_records->load());
}

void TestRecordStore::changesAreSeenAtOnceAndToldWhenDurable()
{
    const auto answer = apply({put(u"a"_s, "{1}")});
    QCOMPARE(m_records->find(u"c"_s, u"a"_s)->text, QByteArray("{1}"));
    QVERIFY(answer->isEmpty());
    m_store->answer({});
    QCOMPARE(*answer, u"ok"_s);
    QCOMPARE(m_records->count(u"c"_s), 1);
    QVERIFY(m_records->bytes() > 0);
    apply({remove(u"a"_s)});
    m_store->answer({});
    QCOMPARE(m_records->bytes(), 0);
    QVERIFY(m_records->collections().isEmpty());
}

void TestRecordStore::aRefusedChangeTakesAllBehindItAlong()
{
    apply({put(u"a"_s, "{1}"), put(u"b"_s, "{1}")});
    m_store->answer({});
    const qint64 before = m_records->bytes();
    const auto first = apply({put(u"a"_s, "{2222}"), remove(u"b"_s)});
    const auto second = apply({put(u"a"_s, "{3}"), put(u"c"_s, "{3}")});
    m_store->answer(Error::unavailable(u"full"_s));
    QCOMPARE(*first, u"full"_s);
    QCOMPARE(*second, u"full"_s);
    QCOMPARE(m_records->find(u"c"_s, u"a"_s)->text, QByteArray("{1}"));
    QCOMPARE(idsOf(*m_records, u"c"_s), QStringList({u"a"_s, u"b"_s}));
    QCOMPARE(m_records->bytes(), before);
    const auto third = apply({put(u"d"_s)}); // and goes on
    m_store->answer({});
    QCOMPARE(*third, u"ok"_s);
}

void TestRecordStore::readsWaitForWhatTheyMayHaveSeen()
{
    int told = 0;
    const auto count = [&told](const Result<void>& result) { told += result ? 1 : 100; };
    m_records->afterPending(count);
    QCOMPARE(told, 1); // nothing to wait for
    apply({put(u"a"_s)});
    m_records->afterPending(count);
    QCOMPARE(told, 1);
    m_store->answer({});
    QCOMPARE(told, 2);
    apply({put(u"a"_s)});
    m_records->afterPending(count);
    m_store->answer(Error::unavailable(u"full"_s));
    QCOMPARE(told, 102);
}

void TestRecordStore::theOrderIsThatOfCreationOverRestarts()
{
    apply({put(u"z"_s), put(u"a"_s)});
    apply({put(u"m"_s)});
    apply({put(u"z"_s, "{9}")}); // keeps its place
    m_store->answer({});
    QCOMPARE(idsOf(*m_records, u"c"_s), QStringList({u"z"_s, u"a"_s, u"m"_s}));
    for (const Commit& commit : std::as_const(m_store->commits)) {
        for (const Change& change : commit.changes)
            m_store->state.documents[change.kind].insert(change.id, *change.body);
        m_store->state.revision = commit.revision;
    }
    RecordStore again(*m_store, m_clock);
    QVERIFY(again.load());
    QCOMPARE(idsOf(again, u"c"_s), QStringList({u"z"_s, u"a"_s, u"m"_s}));
    QCOMPARE(again.find(u"c"_s, u"z"_s)->text, QByteArray("{9}"));
    again.apply({put(u"b"_s)}, [](const Result<void>&) {});
    QCOMPARE(idsOf(again, u"c"_s).last(), u"b"_s);
    QVERIFY(m_store->commits.last().revision > m_store->state.revision);
}

void TestRecordStore::limitsCountWhatIsThere()
{
    m_records->setLimits({10, 2, 2000});
    QCOMPARE(*apply({put(u"a"_s, QByteArray(11, 'x'))}), u"CRUD413"_s);
    QCOMPARE(*apply({put(u"a"_s), put(u"b"_s), put(u"c"_s)}), u"CRUD507"_s);
    QVERIFY(m_store->commits.isEmpty()); // all or nothing
    QVERIFY(apply({put(u"a"_s), put(u"b"_s)})->isEmpty());
    QVERIFY(apply({remove(u"a"_s), put(u"c"_s)})->isEmpty());
    QVERIFY(apply({put(u"b"_s, "{12}")})->isEmpty());
    QCOMPARE(*apply({put(u"d"_s)}), u"CRUD507"_s);
    m_records->setLimits({1000, 100, 2000});
    QCOMPARE(*apply({put(u"d"_s, QByteArray(900, 'x'))}), u"CRUD507"_s);
    m_records->setLimits({1000, 1, 1}); // lowered: what is there may stay, shrink and go
    QVERIFY(apply({put(u"b"_s, "{}")})->isEmpty());
    QVERIFY(apply({remove(u"b"_s)})->isEmpty());
}

void TestRecordStore::trustedChangesKnowNoLimit()
{
    m_records->setLimits({10, 1, 1});
    QVERIFY(apply({put(u"a"_s, QByteArray(100, 'x')), put(u"b"_s)}, true)->isEmpty());
    QCOMPARE(m_records->count(u"c"_s), 2);
}

void TestRecordStore::aReleasedStoreRefusesChanges()
{
    apply({put(u"a"_s)});
    m_store->answer({});
    m_records->release();
    QCOMPARE(*apply({put(u"b"_s)}), u"the gateway is being upgraded"_s);
    QVERIFY(m_records->find(u"c"_s, u"a"_s));
}

QTEST_GUILESS_MAIN(TestRecordStore)
#include "tst_record_store.moc"
