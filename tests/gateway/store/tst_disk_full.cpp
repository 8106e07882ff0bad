// SPDX-License-Identifier: GPL-3.0-or-later
// A limit on the size of files stands in for a full disk: the kernel refuses the same writes in the same
// places.
#include "gateway/store/dump.h"
#include "tests/gateway/store/store_fixture.h"

#include <QTest>

#include <csignal>

#include <sys/resource.h>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::store;
using namespace gatehouse::store::testing;

namespace {

/// No file may grow beyond `bytes` while it lives.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before{};
};

} // namespace

class DiskFullTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { std::signal(SIGXFSZ, SIG_IGN); }
    void refusesLoudlyAndComesBack();
    void takesBackEverythingBehindARefusal();
    void keepsTheJournalWhenACompactionFails();
    void keepsOlderDumps();
};

void DiskFullTest::refusesLoudlyAndComesBack()
{
    StoreBox box;
    QVERIFY(box.open());
    QVERIFY(box.commit(setDocument(1, u"a"_s, 1, 1000)));
    {
        const FileSizeLimit limit(4000);
        const auto refused = box.commit(setDocument(2, u"a"_s, 2, 5000));
        QVERIFY(!refused);
        QCOMPARE(refused.error().type, ErrorType::Unavailable);
        QVERIFY(refused.error().retryable);
        QVERIFY(refused.error().message.contains(box.path(u"journal-00000001"_s)));
        const StoreHealth health = box.store().health();
        QCOMPARE(health.state, StoreHealth::State::ReadOnly);
        QVERIFY(!health.message.isEmpty());
        QCOMPARE(health.durableRevision, 1u);
        QVERIFY(!box.commit(setDocument(2, u"a"_s, 2, 5000)));
    }
    QVERIFY(box.commit(setDocument(2, u"a"_s, 3, 5000)));
    QCOMPARE(box.store().health().state, StoreHealth::State::Good);
    const auto state = box.open();
    QVERIFY(state);
    QVERIFY(state->notes.isEmpty());
    QCOMPARE(state->documents[u"thing"_s][u"a"_s].unpack()[u"value"_s].toInt(), 3);
    QCOMPARE(state->history.find(2)->changes.first().before->unpack()[u"value"_s].toInt(), 1);
}

void DiskFullTest::takesBackEverythingBehindARefusal()
{
    StoreBox box;
    QVERIFY(box.open());
    QVERIFY(box.commit(setDocument(1, u"a"_s, 1)));
    QList<quint64> stored;
    QList<quint64> refused;
    const auto append = [&](const Commit& commit) {
        box.store().append(commit, [&, revision = commit.revision](const Result<void>& result) {
            (result ? stored : refused).append(revision);
        });
    };
    {
        const FileSizeLimit limit(6000);
        append(setDocument(2, u"a"_s, 2, 9000));
        append(setDocument(3, u"a"_s, 3));
        append(removeDocument(4, u"a"_s));
        box.store().flush();
    }
    QCOMPARE(refused, (QList<quint64>{2, 3, 4}));
    QVERIFY(stored.isEmpty());
    // The revision is free again, and what follows builds on the last durable state.
    append(setDocument(2, u"b"_s, 5));
    append(setDocument(3, u"a"_s, 6));
    box.store().flush();
    QCOMPARE(stored, (QList<quint64>{2, 3}));
    QCOMPARE(box.store().history().find(3)->changes.first().before->unpack()[u"value"_s].toInt(), 1);
    const auto state = box.open();
    QVERIFY(state);
    QCOMPARE(state->documents[u"thing"_s][u"a"_s].unpack()[u"value"_s].toInt(), 6);
    QCOMPARE(state->documents[u"thing"_s].size(), 2);
}

void DiskFullTest::keepsTheJournalWhenACompactionFails()
{
    StoreBox box;
    QVERIFY(box.open());
    for (quint64 revision = 1; revision <= 8; ++revision)
        QVERIFY(box.commit(setDocument(revision, QString::number(revision), 1, 1000)));
    {
        const FileSizeLimit limit(3000);
        QVERIFY(!box.compact());
        QVERIFY(box.commit(setDocument(9, u"9"_s, 1)));
    }
    QVERIFY(!box.files().contains(u"snapshot-00000002"_s));
    const auto state = box.open();
    QVERIFY(state);
    QCOMPARE(state->documents[u"thing"_s].size(), 9);
    QVERIFY(box.compact());
    QCOMPARE(box.open()->documents[u"thing"_s].size(), 9);
}

void DiskFullTest::keepsOlderDumps()
{
    QTemporaryDir temporary;
    const Secret key(QByteArray("a key for the tests"));
    Dump dump;
    dump.collections[u"users"_s] = {QJsonObject{{u"username"_s, u"ana"_s}}};
    const auto first = writeDump(u"memory.bin"_s, temporary.path(), dump, key, 1'700'000'000'000);
    QVERIFY(first);
    dump.note = QString(20'000, u'x');
    {
        const FileSizeLimit limit(3000);
        const auto second = writeDump(u"memory.bin"_s, temporary.path(), dump, key, 1'700'000'001'000);
        QVERIFY(!second);
        QVERIFY(second.error().retryable);
    }
    QCOMPARE(QDir(temporary.path()).entryList(QDir::Files).size(), 1);
    QCOMPARE(newestDump(u"memory.bin"_s, {}, temporary.path()), *first);
    QVERIFY(readDump(*first, key));
}

QTEST_GUILESS_MAIN(DiskFullTest)
#include "tst_disk_full.moc"
