// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/query.h"
#include "tests/gateway/control/plane_fixture.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::control {

class TestDocuments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void indexesFollowEdits();
    void manyUnderOneKey();
    void keyIsFoundByItsHash();
    void filters();
    void search();
    void sortingAndPages();
    void pagesNeverOverlap();
    void refusesWhatItDoesNotKnow();
    void secretsCannotBeSearched();
    void textsAreShared();

private:
    template <typename E>
    static void set(Documents& documents, E entity)
    {
        documents.table(kindOf<E>()).set(std::make_shared<const E>(std::move(entity)));
    }
    QStringList names(const Query& query)
    {
        QStringList list;
        const auto page = control::query(m_documents.of<Consumer>(), query);
        if (page) {
            for (const auto& found : page->items)
                list.append(found->externalId);
        }
        return list;
    }
    Documents m_documents;
};

void TestDocuments::initTestCase()
{
    for (int i = 0; i < 50; ++i) {
        Consumer each = consumer(u"c%1"_s.arg(i, 2, 10, QLatin1Char('0')));
        each.company = i % 2 ? u"Acme"_s : u"Globex"_s;
        each.status = i % 5 ? ConsumerStatus::Active : ConsumerStatus::Suspended;
        each.createdAt = {1000 - i};
        set(m_documents, each);
    }
}

void TestDocuments::indexesFollowEdits()
{
    Documents documents;
    set(documents, user(u"anna"_s));
    User moved = user(u"anna"_s);
    moved.email = u"New@Example.org"_s;
    set(documents, moved);
    QVERIFY(!documents.userByEmail(u"anna@example.org"_s));
    QCOMPARE(documents.userByEmail(u"new@example.ORG"_s)->username, u"anna"_s);
    QVERIFY(documents.user(u"anna"_s));
    documents.table(Kind::User).remove(moved.id);
    QVERIFY(!documents.user(u"anna"_s));
    QVERIFY(!documents.userByEmail(u"new@example.org"_s));
    QCOMPARE(documents.of<User>().size(), 0);
}

void TestDocuments::manyUnderOneKey()
{
    Documents documents;
    const Api api = platformApi(u"a"_s);
    for (int i = 0; i < 100; ++i) {
        Operation each = operation(api, u"GET"_s, u"/%1"_s.arg(i));
        each.id = u"op%1"_s.arg(i);
        each.apiId = api.id;
        set(documents, each);
    }
    QCOMPARE(documents.of<Operation>().count(By::Api, api.id), 100);
    for (int i = 0; i < 100; i += 2)
        documents.table(Kind::Operation).remove(u"op%1"_s.arg(i));
    QSet<QString> left;
    for (const Operation* each : documents.of<Operation>().with(By::Api, api.id))
        left.insert(each->id);
    QCOMPARE(left.size(), 50);
    QVERIFY(left.contains(u"op99"_s) && !left.contains(u"op98"_s));
    for (int i = 1; i < 100; i += 2)
        documents.table(Kind::Operation).remove(u"op%1"_s.arg(i));
    QCOMPARE(documents.of<Operation>().count(By::Api, api.id), 0);
}

void TestDocuments::keyIsFoundByItsHash()
{
    Documents documents;
    Subscription sub;
    Credential one = key(sub, 'a');
    Credential two = key(sub, 'b');
    two.hash = QByteArray(32, 'a') + QByteArray(32, 'b'); // begins like the other
    set(documents, one);
    set(documents, two);
    QCOMPARE(documents.credentialByHash(one.hash)->id, one.id);
    QCOMPARE(documents.credentialByHash(two.hash)->id, two.id);
    QVERIFY(!documents.credentialByHash(QByteArray(64, 'c')));
}

void TestDocuments::filters()
{
    Query query;
    query.filters = {{u"status"_s, Query::Op::Equals, u"suspended"_s},
                     {u"company"_s, Query::Op::EqualsNoCase, u"ACME"_s}};
    QCOMPARE(names(query), (QStringList{u"c05"_s, u"c15"_s, u"c25"_s, u"c35"_s, u"c45"_s}));
    query.filters = {{u"email"_s, Query::Op::Contains, u"C1"_s}};
    QCOMPARE(names(query).size(), 10);
    query.filters = {{u"plan_id"_s, Query::Op::Present, {}}};
    QCOMPARE(names(query).size(), 0);
    query.filters.clear();
    query.where = [](const void* entity) { return static_cast<const Consumer*>(entity)->createdAt.ms > 997; };
    QCOMPARE(names(query), (QStringList{u"c00"_s, u"c01"_s, u"c02"_s}));
}

void TestDocuments::search()
{
    Query query;
    query.search = u"C07@EXAMPLE"_s;
    QCOMPARE(names(query), QStringList{u"c07"_s});
    query.search = u"acme"_s;
    query.searchFields = {u"name"_s};
    QCOMPARE(names(query).size(), 0);
}

void TestDocuments::sortingAndPages()
{
    Query query;
    query.sort = u"created_at"_s;
    query.pageSize = 3;
    QCOMPARE(names(query), (QStringList{u"c49"_s, u"c48"_s, u"c47"_s}));
    query.descending = true;
    query.page = 17;
    QCOMPARE(names(query), (QStringList{u"c48"_s, u"c49"_s}));
    query.page = 18;
    QVERIFY(names(query).isEmpty());
    query.page = 1;
    query.pageSize = 0;
    QCOMPARE(names(query).size(), 50);
}

void TestDocuments::pagesNeverOverlap()
{
    QSet<QString> seen;
    Query query;
    query.sort = u"company"_s; // two values only: the rest is decided by the id
    query.pageSize = 7;
    for (query.page = 1; query.page <= 8; ++query.page) {
        for (const QString& name : names(query))
            seen.insert(name);
    }
    QCOMPARE(seen.size(), 50);
    QCOMPARE(control::query(m_documents.of<Consumer>(), query)->total, 50);
}

void TestDocuments::refusesWhatItDoesNotKnow()
{
    Query query;
    query.filters = {{u"colour"_s, Query::Op::Equals, u"red"_s}};
    query.sort = u"size"_s;
    query.page = 0;
    const auto page = control::query(m_documents.of<Consumer>(), query);
    QVERIFY(!page);
    QCOMPARE(page.error().faults.size(), 3);
    QCOMPARE(page.error().faults.at(0).rule, u"unknown"_s);
}

void TestDocuments::secretsCannotBeSearched()
{
    Documents documents;
    set(documents, user(u"anna"_s));
    Query query;
    query.search = u"2b$12"_s;
    QCOMPARE(control::query(documents.of<User>(), query)->total, 0);
    query.search.clear();
    query.filters = {{u"password"_s, Query::Op::Contains, u"$2b"_s}};
    QVERIFY(!control::query(documents.of<User>(), query));
}

void TestDocuments::textsAreShared()
{
    Documents documents;
    set(documents, consumer(u"anna"_s));
    Credential credential = key(subscription(consumer(u"anna"_s), platformApi(u"a"_s)), 'a');
    credential.principal = u"consumer-"_s + u"anna"_s;
    documents.shareTexts(Kind::Credential, &credential);
    const auto anna = documents.of<Consumer>().find(u"consumer-anna"_s);
    QCOMPARE(credential.principal, anna->id);
    QCOMPARE(credential.principal.constData(), anna->id.constData());
}

} // namespace gatehouse::control

QTEST_GUILESS_MAIN(gatehouse::control::TestDocuments)
#include "tst_documents.moc"
