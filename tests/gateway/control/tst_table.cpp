// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/table.h"
#include "tests/gateway/control/plane_fixture.h"

#include <QtTest>

#include <random>
#include <set>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::control {

/// Tables against a walk over everything, with random edits.
class TestTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhatAWalkFinds();
    void indexesAreRightAfterARollback();
    void bucketsKeepAll();
};

namespace {

using Rows = QMap<QString, Consumer>; // by id

QStringList idsIn(std::span<const void* const> found)
{
    QStringList ids;
    for (const void* entity : found)
        ids.append(static_cast<const Consumer*>(entity)->id);
    ids.sort();
    return ids;
}

template <typename Has>
QStringList idsOf(const Rows& rows, Has has)
{
    QStringList ids;
    for (const Consumer& row : rows) {
        if (has(row))
            ids.append(row.id);
    }
    return ids;
}

void compareAll(const AnyTable& table, const Rows& rows)
{
    QCOMPARE(table.size(), rows.size());
    qsizetype visited = 0;
    table.forEach([&](const AnyDocument& document) { visited += rows.contains(table.idOf(document.get())); });
    QCOMPARE(visited, rows.size());
    for (int i = 0; i < 12; ++i) {
        const QString mail = u"mail%1@example.org"_s.arg(i), plan = u"plan%1"_s.arg(i);
        QCOMPARE(idsIn(table.with(By::Email, mail)),
                 idsOf(rows, [&](const Consumer& row) { return row.email.toLower() == mail; }));
        QCOMPARE(idsIn(table.with(By::Plan, plan)),
                 idsOf(rows, [&](const Consumer& row) { return row.planId == plan; }));
    }
    for (const Consumer& row : rows) {
        const auto found = std::static_pointer_cast<const Consumer>(table.find(row.id));
        QVERIFY(found && found->email == row.email && found->externalId == row.externalId);
        QCOMPARE(idsIn(table.with(By::NaturalKey, naturalKeyOf({row.tenant, row.externalId}))),
                 QStringList{row.id});
    }
}

} // namespace

void TestTable::findsWhatAWalkFinds()
{
    std::mt19937 random(3);
    const auto below = [&random](unsigned limit) { return int(random() % limit); };
    Documents documents;
    AnyTable& table = documents.table(Kind::Consumer);
    Rows rows;
    for (int i = 0; i < 6000; ++i) {
        const QString id = u"id%1"_s.arg(below(200));
        if (below(3) == 0) {
            const AnyDocument gone = table.remove(id);
            QCOMPARE(gone != nullptr, rows.remove(id) == 1);
            QVERIFY(!table.find(id) && !table.contains(id));
        } else {
            Consumer row;
            row.id = id;
            row.externalId = u"name of "_s + id;
            row.email = u"Mail%1@example.org"_s.arg(below(12));
            row.planId = below(2) == 0 ? QString() : u"plan%1"_s.arg(below(12));
            const AnyDocument before = table.set(std::make_shared<const Consumer>(row));
            QCOMPARE(before != nullptr, rows.contains(id));
            rows.insert(id, row);
        }
        if (i % 200 == 0)
            compareAll(table, rows);
    }
    compareAll(table, rows);
    for (const QString& id : rows.keys())
        table.remove(id);
    compareAll(table, {});
}

void TestTable::indexesAreRightAfterARollback()
{
    PlaneFixture f;
    QVERIFY(f.start());
    Consumer anna = consumer(u"anna"_s);
    anna.email = u"anna@example.org"_s;
    QVERIFY(f.ok(change().put(anna)));
    const quint64 before = f.plane.revision();
    const auto consumers = [&f] { return f.documents().of<Consumer>(); };
    QVERIFY(f.ok(change().patch(Kind::Consumer, anna.id, {{u"email"_s, u"new@example.org"_s}})));
    QCOMPARE(consumers().count(By::Email, u"anna@example.org"_s), 0);
    QCOMPARE(consumers().count(By::Email, u"new@example.org"_s), 1);
    std::optional<Result<Applied>> done;
    f.plane.rollback(before, f.actor, [&done](Result<Applied> result) { done.emplace(std::move(result)); });
    f.store.settle();
    QVERIFY(done && done->ok());
    QCOMPARE(consumers().count(By::Email, u"anna@example.org"_s), 1);
    QCOMPARE(consumers().count(By::Email, u"new@example.org"_s), 0);
    QVERIFY(f.ok(change().remove(Kind::Consumer, anna.id)));
    QCOMPARE(consumers().count(By::Email, u"anna@example.org"_s), 0);
    QVERIFY(!consumers().find(anna.id));
}

void TestTable::bucketsKeepAll()
{
    std::mt19937 random(5);
    std::vector<int> entities(40);
    std::multiset<const void*> expected;
    Bucket bucket;
    for (int i = 0; i < 3000; ++i) {
        const void* const entity = &entities[random() % (i < 1500 ? 40 : 3)];
        const auto known = expected.find(entity);
        if (known == expected.end()) {
            bucket.add(entity);
            expected.insert(entity);
        } else if (random() % 2 == 0) {
            bucket.remove(entity);
            expected.erase(known);
        }
        const auto all = bucket.all();
        QVERIFY(std::multiset<const void*>(all.begin(), all.end()) == expected);
        QCOMPARE(bucket.isEmpty(), expected.empty());
    }
    const Bucket moved = std::move(bucket);
    QCOMPARE(moved.all().size(), expected.size());
}

} // namespace gatehouse::control

QTEST_GUILESS_MAIN(gatehouse::control::TestTable)
#include "tst_table.moc"
