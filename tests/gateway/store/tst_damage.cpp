// SPDX-License-Identifier: GPL-3.0-or-later
// What a damaged data directory does: nothing is repaired by guessing, nothing is overwritten.
#include "tests/gateway/store/store_fixture.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::store;
using namespace gatehouse::store::testing;

namespace {

const QString kJournal = u"journal-00000001"_s;
constexpr qsizetype kHeader = 104;

/// Start of each record and the end of the last, from the lengths in the file.
QList<qsizetype> recordOffsets(const QByteArray& file)
{
    QList<qsizetype> offsets{kHeader};
    while (offsets.last() < file.size()) {
        qsizetype length = 0;
        for (int i = 0; i < 4; ++i)
            length = length * 256 + static_cast<unsigned char>(file[offsets.last() + i]);
        offsets.append(offsets.last() + 16 + length);
    }
    return offsets;
}

} // namespace

class DamageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesEveryFlippedByteOfAJournal();
    void cutsATornLastRecord();
    void goesOnAfterATornRecord();
    void refusesAMissingRecord();
    void refusesExchangedRecords();
    void refusesARecordOfAnotherJournal();
    void refusesAMissingJournal();
    void refusesATornJournalThatIsNotTheLast();
    void refusesTrailingBytes();
    void rebuildsADamagedSnapshot_data();
    void rebuildsADamagedSnapshot();
    void refusesADamagedSnapshotWithoutPredecessor();
    void survivesALostSnapshot();
    void ignoresUnfinishedFiles();

private:
    void fill(StoreBox& box, quint64 from, quint64 to)
    {
        for (quint64 revision = from; revision <= to; ++revision)
            QVERIFY(box.commit(setDocument(revision, QString::number(revision), int(revision))));
    }
    void verifyRefused(StoreBox& box, const QString& name, const QByteArray& content)
    {
        QVERIFY(box.write(name, content));
        const QStringList files = box.files();
        const auto state = box.open();
        QVERIFY(!state);
        QCOMPARE(state.error().type, ErrorType::Corrupt);
        QVERIFY2(state.error().message.contains(box.path(name)), qPrintable(state.error().message));
        QVERIFY2(state.error().message.contains(u"at byte "), qPrintable(state.error().message));
        QCOMPARE(box.read(name), content);
        QCOMPARE(box.files(), files);
    }
};

void DamageTest::refusesEveryFlippedByteOfAJournal()
{
    StoreBox box;
    QVERIFY(box.open());
    fill(box, 1, 4);
    box.close();
    const QByteArray good = box.read(kJournal);
    const QList<qsizetype> records = recordOffsets(good);
    QCOMPARE(records.size(), 5);
    for (qsizetype at = 0; at < good.size(); ++at) {
        QByteArray bad = good;
        bad[at] = char(bad[at] ^ (1 << (at % 8)));
        verifyRefused(box, kJournal, bad);
        if (QTest::currentTestFailed())
            QFAIL(qPrintable(u"byte %1"_s.arg(at)));
        // The message points at the record, not just at the file.
        if (at >= kHeader) {
            const auto record = *(std::upper_bound(records.begin(), records.end(), at) - 1);
            QVERIFY(box.open().error().message.contains(u"at byte %1:"_s.arg(record)));
        }
    }
    QVERIFY(box.write(kJournal, good));
    QCOMPARE(box.open()->revision, 4u);
}

void DamageTest::cutsATornLastRecord()
{
    StoreBox box;
    QVERIFY(box.open());
    fill(box, 1, 3);
    box.close();
    const QByteArray good = box.read(kJournal);
    const qsizetype last = recordOffsets(good)[2];
    for (qsizetype size = last; size < good.size(); ++size) {
        QVERIFY(box.write(kJournal, good.first(size)));
        const auto state = box.open();
        QVERIFY2(state, qPrintable(u"cut to %1 bytes"_s.arg(size)));
        QCOMPARE(state->revision, 2u);
        QCOMPARE(state->notes.size(), size == last ? 0 : 1);
        if (size > last)
            QVERIFY(state->notes.first().contains(u"at byte %1"_s.arg(last)));
        QCOMPARE(box.read(kJournal), good.first(last));
    }
}

void DamageTest::goesOnAfterATornRecord()
{
    StoreBox box;
    QVERIFY(box.open());
    fill(box, 1, 3);
    box.close();
    const QByteArray good = box.read(kJournal);
    QVERIFY(box.write(kJournal, good.chopped(5)));
    QVERIFY(box.open());
    fill(box, 3, 6);
    const auto state = box.open();
    QVERIFY(state);
    QCOMPARE(state->revision, 6u);
    QCOMPARE(state->documents[u"thing"_s].size(), 6);
    QVERIFY(state->notes.isEmpty());
}

void DamageTest::refusesAMissingRecord()
{
    StoreBox box;
    QVERIFY(box.open());
    fill(box, 1, 4);
    box.close();
    const QByteArray good = box.read(kJournal);
    const QList<qsizetype> records = recordOffsets(good);
    for (int missing = 0; missing < 3; ++missing)
        verifyRefused(box, kJournal, good.first(records[missing]) + good.sliced(records[missing + 1]));
}

void DamageTest::refusesExchangedRecords()
{
    StoreBox box;
    QVERIFY(box.open());
    fill(box, 1, 3);
    box.close();
    const QByteArray good = box.read(kJournal);
    const QList<qsizetype> at = recordOffsets(good);
    const auto record = [&](int i) { return good.sliced(at[i], at[i + 1] - at[i]); };
    verifyRefused(box, kJournal, good.first(kHeader) + record(1) + record(0) + record(2));
    verifyRefused(box, kJournal, good.first(kHeader) + record(0) + record(0) + record(2));
}

void DamageTest::refusesARecordOfAnotherJournal()
{
    StoreBox box;
    StoreBox other;
    QVERIFY(box.open());
    QVERIFY(other.open());
    fill(box, 1, 2);
    fill(other, 1, 2);
    box.close();
    other.close();
    const QByteArray good = box.read(kJournal);
    const QByteArray foreign = other.read(kJournal);
    verifyRefused(box, kJournal,
                  good.first(recordOffsets(good)[1]) + foreign.sliced(recordOffsets(foreign)[1]));
}

void DamageTest::refusesAMissingJournal()
{
    StoreBox box;
    QVERIFY(box.open());
    fill(box, 1, 2);
    QVERIFY(box.compact());
    fill(box, 3, 4);
    box.close();
    const QByteArray second = box.read(u"journal-00000002"_s);
    QVERIFY(QFile::remove(box.path(u"journal-00000002"_s)));
    const auto state = box.open();
    QVERIFY(!state);
    QCOMPARE(state.error().type, ErrorType::Corrupt);
    QVERIFY(state.error().message.contains(u"journal-00000002"));
    QVERIFY(box.write(u"journal-00000002"_s, second));
    QCOMPARE(box.open()->revision, 4u);
}

void DamageTest::refusesATornJournalThatIsNotTheLast()
{
    StoreBox box;
    QVERIFY(box.open());
    fill(box, 1, 2);
    QVERIFY(box.compact());
    fill(box, 3, 4);
    box.close();
    // Without the snapshot the first journal is needed, and its end is missing.
    QVERIFY(QFile::remove(box.path(u"snapshot-00000002"_s)));
    verifyRefused(box, kJournal, box.read(kJournal).chopped(3));
    // A record that is missing as a whole is noticed by the next file.
    const QByteArray first = box.read(kJournal);
    QVERIFY(box.write(kJournal, first.first(recordOffsets(first + QByteArray(3, '\0'))[1])));
    const auto state = box.open();
    QVERIFY(!state);
    QVERIFY(state.error().message.contains(box.path(u"journal-00000002"_s)));
}

void DamageTest::refusesTrailingBytes()
{
    StoreBox box;
    QVERIFY(box.open());
    fill(box, 1, 2);
    box.close();
    verifyRefused(box, kJournal, box.read(kJournal) + QByteArray(64, '\0'));
}

void DamageTest::rebuildsADamagedSnapshot_data()
{
    QTest::addColumn<qsizetype>("at");
    for (const qsizetype at : {0, 5, 9, 20, 40, 50, 70, 100, 104, 116, 200, -16, -1})
        QTest::addRow("byte %d", int(at)) << at;
}

void DamageTest::rebuildsADamagedSnapshot()
{
    QFETCH(qsizetype, at);
    StoreBox box;
    QVERIFY(box.open());
    fill(box, 1, 3);
    QVERIFY(box.compact());
    fill(box, 4, 6);
    QVERIFY(box.compact());
    fill(box, 7, 8);
    box.close();
    QByteArray bad = box.read(u"snapshot-00000003"_s);
    at = at < 0 ? bad.size() + at : at;
    bad[at] = char(bad[at] ^ 0x10);
    QVERIFY(box.write(u"snapshot-00000003"_s, bad));
    const auto state = box.open();
    QVERIFY(state);
    QCOMPARE(state->revision, 8u);
    QCOMPARE(state->documents[u"thing"_s].size(), 8);
    QCOMPARE(state->history.size(), 8);
    QCOMPARE(state->notes.size(), 1);
    QVERIFY(state->notes.first().contains(u"snapshot-00000003 is damaged at byte "));
    QCOMPARE(box.read(u"snapshot-00000003.damaged"_s), bad);
    box.store().flush();
    const auto again = box.open();
    QVERIFY(again);
    QCOMPARE(again->revision, 8u);
    QVERIFY(again->notes.isEmpty());
}

void DamageTest::refusesADamagedSnapshotWithoutPredecessor()
{
    StoreBox box;
    QVERIFY(box.open());
    fill(box, 1, 3);
    QVERIFY(box.compact());
    box.close();
    QVERIFY(QFile::remove(box.path(kJournal)));
    const QByteArray good = box.read(u"snapshot-00000002"_s);
    for (qsizetype at = 0; at < good.size(); at += 7) {
        QByteArray bad = good;
        bad[at] = char(bad[at] ^ 0x04);
        verifyRefused(box, u"snapshot-00000002"_s, bad);
    }
    verifyRefused(box, u"snapshot-00000002"_s, good.first(50));
    verifyRefused(box, u"snapshot-00000002"_s, good.chopped(1));
}

void DamageTest::survivesALostSnapshot()
{
    StoreBox box;
    QVERIFY(box.open());
    fill(box, 1, 3);
    QVERIFY(box.compact());
    fill(box, 4, 5);
    box.close();
    QVERIFY(QFile::remove(box.path(u"snapshot-00000002"_s)));
    QCOMPARE(box.open()->documents[u"thing"_s].size(), 5);
}

void DamageTest::ignoresUnfinishedFiles()
{
    StoreBox box;
    QVERIFY(box.open());
    fill(box, 1, 3);
    box.close();
    QVERIFY(box.write(u"journal-00000002.tmp"_s, "half"));
    QVERIFY(box.write(u"snapshot-00000002.tmp"_s, "half"));
    QCOMPARE(box.open()->revision, 3u);
    QVERIFY(!box.files().contains(u"journal-00000002.tmp"_s));
}

QTEST_GUILESS_MAIN(DamageTest)
#include "tst_damage.moc"
