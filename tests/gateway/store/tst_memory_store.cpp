// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gateway/store/store_fixture.h"

#include <QFileInfo>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::store;
using namespace gatehouse::store::testing;

class MemoryStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void startsEmpty();
    void keepsDocumentsOverRestarts();
    void neverAnswersBeforeAppendReturns();
    void answersInOrder();
    void refusesARevisionThatIsNotNew();
    void refusesAChangeWithoutId();
    void keepsBeforeAndAfter();
    void boundsHistoryByNumber();
    void boundsHistoryBySize();
    void listsHistoryNewestFirst();
    void compactsWithoutLoss();
    void keepsHistoryOverCompaction();
    void compactsByItself();
    void removesOldGenerations();
    void keepsFilesPrivate();
    void storesNothingInClear();
    void refusesAnotherKey();
    void refusesALostGeneratedKey();
    void movesFromGeneratedToConfiguredKey();
    void forgetsCallbacksAfterItsEnd();
    void writesManyCommitsAtOnce();
    void passesToAnotherProcessAndBack();
};

void MemoryStoreTest::startsEmpty()
{
    StoreBox box;
    const auto state = box.open();
    QVERIFY(state);
    QCOMPARE(state->revision, 0u);
    QVERIFY(state->documents.isEmpty());
    QVERIFY(state->notes.isEmpty());
    QCOMPARE(box.store().health().state, StoreHealth::State::Good);
}

void MemoryStoreTest::keepsDocumentsOverRestarts()
{
    StoreBox box;
    QVERIFY(box.open());
    QVERIFY(box.commit(setDocument(1, u"a"_s, 1)));
    QVERIFY(box.commit(setDocument(2, u"b"_s, 2)));
    QVERIFY(box.commit(setDocument(5, u"a"_s, 3)));
    QVERIFY(box.commit(removeDocument(6, u"b"_s)));
    for (int restart = 0; restart < 2; ++restart) {
        const auto state = box.open();
        QVERIFY(state);
        QCOMPARE(state->revision, 6u);
        QCOMPARE(state->documents[u"thing"_s].size(), 1);
        QCOMPARE(state->documents[u"thing"_s][u"a"_s].unpack()[u"value"_s].toInt(), 3);
        QVERIFY(state->notes.isEmpty());
    }
    QVERIFY(box.commit(setDocument(7, u"c"_s, 4)));
    QCOMPARE(box.open()->documents[u"thing"_s].size(), 2);
}

void MemoryStoreTest::passesToAnotherProcessAndBack()
{
    StoreBox box;
    QVERIFY(box.open());
    int answers = 0;
    box.store().append(setDocument(1, u"a"_s, 1),
                       [&](const Result<void>& result) { answers += result ? 1 : 0; });
    box.store().release();
    QCOMPARE(answers, 1); // nothing queued is left behind
    QVERIFY(!box.commit(setDocument(2, u"a"_s, 2)));
    QCOMPARE(box.store().history().size(), qsizetype(1));
    {
        MemoryStore other(box.options, box.mailbox().poster());
        const auto theirs = other.load();
        QVERIFY(theirs);
        QCOMPARE(theirs->revision, 1u);
        QVERIFY(!box.store().load()); // not both
        other.append(setDocument(2, u"b"_s, 7), {});
        other.flush();
    }
    const auto back = box.store().load();
    QVERIFY(back);
    QCOMPARE(back->revision, 2u);
    QCOMPARE(back->documents[u"thing"_s].size(), 2);
    QVERIFY(box.commit(setDocument(3, u"a"_s, 3)));
    QCOMPARE(box.store().history().size(), qsizetype(3));
    QCOMPARE(box.open()->revision, 3u);
}

void MemoryStoreTest::neverAnswersBeforeAppendReturns()
{
    StoreBox box;
    QVERIFY(box.open());
    int answers = 0;
    box.store().append(setDocument(1, u"a"_s, 1), [&](const Result<void>&) { ++answers; });
    box.store().append(setDocument(1, u"a"_s, 1), [&](const Result<void>&) { ++answers; });
    QCOMPARE(answers, 0);
    QTRY_VERIFY((box.mailbox().run(), answers == 2));
}

void MemoryStoreTest::answersInOrder()
{
    StoreBox box;
    QVERIFY(box.open());
    QList<quint64> order;
    for (quint64 revision = 1; revision <= 200; ++revision)
        box.store().append(setDocument(revision, u"a"_s, 1),
                           [&order, revision, &box](const Result<void>& result) {
                               QVERIFY(result);
                               QVERIFY(box.store().health().durableRevision >= revision);
                               order.append(revision);
                           });
    box.store().flush();
    QCOMPARE(order.size(), 200);
    QVERIFY(std::is_sorted(order.begin(), order.end()));
}

void MemoryStoreTest::refusesARevisionThatIsNotNew()
{
    StoreBox box;
    QVERIFY(box.open());
    QVERIFY(box.commit(setDocument(3, u"a"_s, 1)));
    const auto again = box.commit(setDocument(3, u"a"_s, 2));
    QVERIFY(!again);
    QCOMPARE(again.error().type, ErrorType::Conflict);
    QCOMPARE(box.open()->documents[u"thing"_s][u"a"_s].unpack()[u"value"_s].toInt(), 1);
}

void MemoryStoreTest::refusesAChangeWithoutId()
{
    StoreBox box;
    QVERIFY(box.open());
    const auto nameless = box.commit(setDocument(1, QString(), 1));
    QVERIFY(!nameless);
    QCOMPARE(nameless.error().type, ErrorType::Invalid);
    QCOMPARE(box.open()->revision, 0u);
}

void MemoryStoreTest::keepsBeforeAndAfter()
{
    StoreBox box;
    QVERIFY(box.open());
    QVERIFY(box.commit(setDocument(1, u"a"_s, 1)));
    QVERIFY(box.commit(setDocument(2, u"a"_s, 2)));
    QVERIFY(box.commit(removeDocument(3, u"a"_s)));
    const auto check = [](const RevisionHistory& history) {
        QCOMPARE(history.size(), 3);
        QVERIFY(!history.find(4));
        QVERIFY(!history.find(1)->changes.first().before);
        const ChangeRecord second = history.find(2)->changes.first();
        QCOMPARE(second.before->unpack()[u"value"_s].toInt(), 1);
        QCOMPARE(second.after->unpack()[u"value"_s].toInt(), 2);
        QVERIFY(!history.find(3)->changes.first().after);
        QCOMPARE(history.find(3)->actor, u"ana"_s);
        QCOMPARE(history.find(3)->action, u"thing.remove"_s);
        QCOMPARE(history.find(2)->atMs, 1'700'000'000'002);
    };
    check(box.store().history());
    check(box.open()->history);
}

void MemoryStoreTest::boundsHistoryByNumber()
{
    StoreBox box;
    box.options.historyCommits = 3;
    QVERIFY(box.open());
    for (quint64 revision = 1; revision <= 5; ++revision)
        QVERIFY(box.commit(setDocument(revision, u"a"_s, int(revision))));
    QCOMPARE(box.store().history().size(), 3);
    QVERIFY(!box.store().history().find(2));
    QVERIFY(box.store().history().find(3));
    QCOMPARE(box.open()->history.size(), 3);
}

void MemoryStoreTest::boundsHistoryBySize()
{
    RevisionHistory history(100, 1000);
    const auto record = [](quint64 revision) {
        CommitRecord made;
        made.revision = revision;
        return std::make_shared<const CommitRecord>(made);
    };
    history.add(record(1), 600);
    history.add(record(2), 500);
    QCOMPARE(history.size(), 1);
    QCOMPARE(history.bytes(), 500);
    history.add(record(3), 5000);
    QVERIFY(history.find(3)); // the newest stays, however large
    QCOMPARE(history.size(), 1);
}

void MemoryStoreTest::listsHistoryNewestFirst()
{
    StoreBox box;
    QVERIFY(box.open());
    for (quint64 revision = 1; revision <= 5; ++revision)
        QVERIFY(box.commit(setDocument(revision, u"a"_s, int(revision))));
    const auto page = box.store().history().newest(2);
    QCOMPARE(page.size(), 2);
    QCOMPARE(page[0]->revision, 5u);
    const auto next = box.store().history().newest(2, page[1]->revision);
    QCOMPARE(next[0]->revision, 3u);
    QCOMPARE(next[1]->revision, 2u);
}

void MemoryStoreTest::compactsWithoutLoss()
{
    StoreBox box;
    QVERIFY(box.open());
    for (quint64 revision = 1; revision <= 20; ++revision)
        box.store().append(setDocument(revision, QString::number(revision), int(revision), 1000), {});
    bool compacted = false;
    box.store().compact([&](const Result<void>& result) { compacted = result.ok(); });
    box.store().append(setDocument(21, u"21"_s, 21), {});
    box.store().append(removeDocument(22, u"1"_s), {});
    box.store().flush();
    QVERIFY(compacted);
    QVERIFY(box.files().contains(u"snapshot-00000002"_s));
    const auto state = box.open();
    QVERIFY(state);
    QCOMPARE(state->revision, 22u);
    QCOMPARE(state->documents[u"thing"_s].size(), 20);
    QCOMPARE(state->documents[u"thing"_s][u"20"_s].unpack()[u"value"_s].toInt(), 20);
    QVERIFY(state->notes.isEmpty());
}

void MemoryStoreTest::keepsHistoryOverCompaction()
{
    StoreBox box;
    QVERIFY(box.open());
    QVERIFY(box.commit(setDocument(1, u"a"_s, 1)));
    QVERIFY(box.commit(setDocument(2, u"a"_s, 2)));
    QVERIFY(box.compact());
    QVERIFY(box.compact());
    QVERIFY(box.commit(setDocument(3, u"a"_s, 3)));
    const auto state = box.open();
    QCOMPARE(state->history.size(), 3);
    QCOMPARE(state->history.find(2)->changes.first().before->unpack()[u"value"_s].toInt(), 1);
}

void MemoryStoreTest::compactsByItself()
{
    StoreBox box;
    box.options.compactAfterBytes = 10'000;
    box.options.historyCommits = 1;
    QVERIFY(box.open());
    for (quint64 revision = 1; revision <= 60; ++revision)
        QVERIFY(box.commit(setDocument(revision, u"a"_s, int(revision), 1000)));
    QVERIFY(box.store().health().journalBytes < 20'000);
    QVERIFY(!box.files().contains(u"journal-00000001"_s));
    QCOMPARE(box.open()->documents[u"thing"_s][u"a"_s].unpack()[u"value"_s].toInt(), 60);
}

void MemoryStoreTest::removesOldGenerations()
{
    StoreBox box;
    QVERIFY(box.open());
    QVERIFY(box.commit(setDocument(1, u"a"_s, 1)));
    for (int i = 0; i < 4; ++i)
        QVERIFY(box.compact());
    const QStringList expected{u"journal-00000004"_s, u"journal-00000005"_s, u"lock"_s,
                               u"snapshot-00000004"_s, u"snapshot-00000005"_s};
    QCOMPARE(box.files(), expected);
}

void MemoryStoreTest::keepsFilesPrivate()
{
    StoreBox box;
    box.options.key = Secret();
    QVERIFY(box.open());
    QVERIFY(box.commit(setDocument(1, u"a"_s, 1)));
    QVERIFY(box.compact());
    const QFileDevice::Permissions owner =
        QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadUser | QFileDevice::WriteUser;
    QVERIFY(box.files().contains(u"store.key"_s));
    for (const QString& name : box.files())
        QVERIFY2((QFileInfo(box.path(name)).permissions() & ~owner) == 0, qPrintable(name));
    const auto others =
        QFileDevice::ReadGroup | QFileDevice::ExeGroup | QFileDevice::ReadOther | QFileDevice::ExeOther;
    QVERIFY((QFileInfo(box.directory()).permissions() & others) == 0);
}

void MemoryStoreTest::storesNothingInClear()
{
    StoreBox box;
    QVERIFY(box.open());
    QVERIFY(box.commit(setDocument(1, u"unmistakable-id"_s, 1, 500)));
    QVERIFY(box.compact());
    QVERIFY(box.commit(setDocument(2, u"unmistakable-id"_s, 1, 500)));
    for (const QString& name : box.files()) {
        QVERIFY2(!box.read(name).contains("unmistakable"), qPrintable(name));
        QVERIFY2(!box.read(name).contains("xxxxxxxxxxxx"), qPrintable(name));
    }
}

void MemoryStoreTest::refusesAnotherKey()
{
    StoreBox box;
    QVERIFY(box.open());
    QVERIFY(box.commit(setDocument(1, u"a"_s, 1)));
    box.close();
    const QByteArray before = box.read(u"journal-00000001"_s);
    box.options.key = Secret(QByteArray("quite another key"));
    const auto state = box.open();
    QVERIFY(!state);
    QCOMPARE(state.error().type, ErrorType::Forbidden);
    QVERIFY(state.error().message.contains(u"MEM_ENCRYPTION_KEY"));
    QVERIFY(state.error().message.contains(box.path(u"journal-00000001"_s)));
    QCOMPARE(box.read(u"journal-00000001"_s), before);
}

void MemoryStoreTest::refusesALostGeneratedKey()
{
    StoreBox box;
    box.options.key = Secret();
    QVERIFY(box.open());
    QVERIFY(box.commit(setDocument(1, u"a"_s, 1)));
    box.close();
    QVERIFY(QFile::remove(box.path(u"store.key"_s)));
    const auto state = box.open();
    QVERIFY(!state);
    QVERIFY(state.error().message.contains(u"store.key"));
    QVERIFY(!box.files().contains(u"store.key"_s));
}

void MemoryStoreTest::movesFromGeneratedToConfiguredKey()
{
    StoreBox box;
    const Secret configured = std::exchange(box.options.key, Secret());
    QVERIFY(box.open());
    QVERIFY(box.commit(setDocument(1, u"a"_s, 7)));
    box.options.key = configured;
    QVERIFY(box.open());
    box.store().flush();
    QVERIFY(box.compact());
    box.close();
    QVERIFY(QFile::remove(box.path(u"store.key"_s)));
    const auto state = box.open();
    QVERIFY(state);
    QCOMPARE(state->documents[u"thing"_s][u"a"_s].unpack()[u"value"_s].toInt(), 7);
}

void MemoryStoreTest::forgetsCallbacksAfterItsEnd()
{
    StoreBox box;
    QVERIFY(box.open());
    int answers = 0;
    box.store().append(setDocument(1, u"a"_s, 1), [&](const Result<void>&) { ++answers; });
    box.close();
    box.mailbox().run();
    QCOMPARE(answers, 0);
    QCOMPARE(box.open()->revision, 1u); // but it is stored
}

void MemoryStoreTest::writesManyCommitsAtOnce()
{
    StoreBox box;
    QVERIFY(box.open());
    int stored = 0;
    for (quint64 revision = 1; revision <= 5000; ++revision)
        box.store().append(setDocument(revision, QString::number(revision), int(revision)),
                           [&](const Result<void>& result) { stored += result.ok(); });
    box.store().flush();
    QCOMPARE(stored, 5000);
    QCOMPARE(box.open()->documents[u"thing"_s].size(), 5000);
}

QTEST_GUILESS_MAIN(MemoryStoreTest)
#include "tst_memory_store.moc"
