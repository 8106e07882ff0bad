// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/consumers/consumers_page.h"
#include "console/pages/consumers/subscriptions_page.h"
#include "console/pages/golive/golive_page.h"
#include "console/pages/places.h"
#include "console/pages/policies/policies_page.h"
#include "console/pages/revisions/revisions_page.h"
#include "console/widgets/icons.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/table_view.h"
#include "tests/console/pages/fake_admin.h"

#include <QComboBox>
#include <QDialog>
#include <QFile>
#include <QPushButton>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

class Places : public QObject {
    Q_OBJECT

    static QJsonObject revision(int number)
    {
        return {{u"revision"_s, number},
                {u"at"_s, u"2026-01-02T03:04:05.000Z"_s},
                {u"actor"_s, u"admin"_s},
                {u"action"_s, u"api.update"_s},
                {u"updated"_s, 1}};
    }
    static QJsonObject diff()
    {
        return {{u"changes"_s, QJsonArray{QJsonObject{{u"kind"_s, u"api"_s},
                                                      {u"name"_s, u"orders/v1"_s},
                                                      {u"change"_s, u"updated"_s},
                                                      {u"fields"_s, QJsonArray{u"active"_s}},
                                                      {u"before"_s, QJsonObject{{u"active"_s, true}}},
                                                      {u"after"_s, QJsonObject{{u"active"_s, false}}}}}}};
    }

private Q_SLOTS:
    void everyPlaceOpensAndNamesItsControls_data()
    {
        QTest::addColumn<QString>("id");
        PlaceRegistry registry;
        registerPlaces(registry);
        for (const PlaceInfo& place : registry.places())
            QTest::newRow(qPrintable(place.id)) << place.id;
    }
    void everyPlaceOpensAndNamesItsControls()
    {
        QFETCH(QString, id);
        PlaceRegistry registry;
        registerPlaces(registry);
        const PlaceInfo* place = registry.find(id);
        QVERIFY(!place->title.isEmpty());
        QVERIFY(!iconPixmap(place->icon, Qt::black, 16, 1).isNull());
        FakeAdmin admin;
        const std::unique_ptr<Page> page(place->make(admin.context, nullptr));
        page->resize(1'000, 700);
        page->show();
        page->activate();
        QCOMPARE(unnamedControls(*page), QStringList());
        QVERIFY(!page->hasUnsavedChanges());
        page->deactivate();
        const QString help = page->helpTopic().isEmpty() ? id : page->helpTopic();
        QVERIFY2(QFile::exists(u":/help/%1.md"_s.arg(help)), qPrintable(help));
    }

    /// The traffic listener does not serve /v1: the place says where it is served, instead of a bare 404.
    void placesOfContractsSayWhereTheyAreServed()
    {
        FakeAdmin admin;
        admin.replies.insert("GET /v1/tenants", FakeAdmin::json({{u"error_code"_s, u"GTW001"_s}}, 404));
        ConsumersPage page(admin.context);
        page.show();
        page.activate();
        QTRY_VERIFY(page.messages()->text().contains(u"admin listener"_s));
        QVERIFY(!admin.last("GET /v1/consumers/default"));
        for (const QByteArray& call : {QByteArray("GET /v1/admin/policies"), QByteArray("GET /v1/checklist")})
            admin.replies.insert(call, FakeAdmin::json({{u"error_code"_s, u"GTW001"_s}}, 404));
        PoliciesPage policies(admin.context);
        GoLivePage golive(admin.context);
        for (Page* each : std::initializer_list<Page*>{&policies, &golive}) {
            each->show();
            each->activate();
            QTRY_COMPARE(each->messages()->text(), page.messages()->text());
        }
    }

    void aListBelongsToTheTenantThatIsChosen()
    {
        FakeAdmin admin;
        admin.replies.insert(
            "GET /v1/tenants",
            FakeAdmin::json({{u"items"_s, QJsonArray{QJsonObject{{u"slug"_s, u"default"_s}},
                                                     QJsonObject{{u"slug"_s, u"north"_s}}}}}));
        ConsumersPage page(admin.context);
        page.show();
        page.activate();
        QTRY_VERIFY(admin.last("GET /v1/consumers/default"));
        auto* tenants = page.findChild<QComboBox*>(u"tenant"_s);
        QVERIFY(tenants->isVisible());
        tenants->setCurrentIndex(1);
        Q_EMIT tenants->activated(1);
        QTRY_VERIFY(admin.last("GET /v1/consumers/north"));
        SubscriptionsPage other(admin.context); // goes by the same choice
        other.show();
        other.activate();
        QTRY_VERIFY(admin.last("GET /v1/subscriptions/tenant/north"));
        QVERIFY(!admin.last("GET /v1/subscriptions/tenant/default"));
    }

    void rollBackShowsWhatWillChangeFirst()
    {
        FakeAdmin admin;
        admin.replies.insert(
            "GET /platform/revisions",
            FakeAdmin::json({{u"revision"_s, 3}, {u"revisions"_s, QJsonArray{revision(3), revision(2)}}}));
        admin.replies.insert("GET /platform/revisions/3/diff", FakeAdmin::json(diff()));
        RevisionsPage page(admin.context);
        page.show();
        page.activate();
        auto* table = page.findChild<TableView*>(u"revisionsTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 2);
        auto* back = page.findChild<QPushButton*>(u"rollback"_s);
        QVERIFY(!back->isEnabled());
        table->selectRow(1);
        QVERIFY(back->isEnabled());
        back->click();
        QDialog* review = nullptr;
        QTRY_VERIFY((review = page.findChild<QDialog*>(u"reviewDialog"_s)));
        QVERIFY(admin.last("GET /platform/revisions/3/diff")->path.endsWith("with=2"));
        QAbstractItemModel* changes = review->findChild<TableView*>(u"changes"_s)->model();
        QCOMPARE(changes->rowCount(), 1);
        QCOMPARE(changes->index(0, 0).data().toString(), u"API orders/v1"_s);
        QCOMPARE(changes->index(0, 2).data().toString(), u"Active"_s);
        QCOMPARE(changes->index(0, 3).data().toString(), u"on"_s);
        QCOMPARE(changes->index(0, 4).data().toString(), u"off"_s);
        QVERIFY(!admin.last("POST /platform/revisions/2/rollback"));
        review->findChild<QPushButton*>(u"apply"_s)->click();
        QTRY_VERIFY(admin.last("POST /platform/revisions/2/rollback"));
    }
};

QTEST_MAIN(Places)
#include "tst_places.moc"
