// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/exchange/import_plan.h"

#include <QJsonArray>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

namespace {

QJsonObject api(const QString& name, const QString& description)
{
    return {{u"api_name"_s, name},
            {u"api_version"_s, u"v1"_s},
            {u"api_id"_s, u"id-of-"_s + description},
            {u"api_description"_s, description}};
}

QJsonObject endpoint(const QString& apiName, const QString& uri)
{
    return {{u"api_name"_s, apiName},
            {u"api_version"_s, u"v1"_s},
            {u"endpoint_method"_s, u"GET"_s},
            {u"endpoint_uri"_s, uri}};
}

int indexOf(const ImportPlan& plan, const QString& name)
{
    for (int i = 0; i < plan.items().size(); ++i) {
        if (plan.items().at(i).name == name)
            return i;
    }
    return -1;
}

} // namespace

class ImportPlanTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void idsAreNoDifference()
    {
        const QJsonObject here{{u"apis"_s, QJsonArray{api(u"a"_s, u"same"_s), api(u"b"_s, u"old"_s)}}};
        QJsonObject other = api(u"a"_s, u"same"_s);
        other.insert(u"api_id"_s, u"of another gateway"_s);
        const auto plan = ImportPlan::from(
            {{u"apis"_s, QJsonArray{other, api(u"b"_s, u"new"_s), api(u"c"_s, u"x"_s)}}}, here);
        QVERIFY(plan.ok());
        QCOMPARE(plan->count(ImportItem::State::Same), 1);
        QCOMPARE(plan->count(ImportItem::State::Changed), 1);
        QCOMPARE(plan->count(ImportItem::State::New), 1);
        QCOMPARE(plan->items().at(1).fields, QStringList{u"api_description"_s});
        QCOMPARE(plan->takenCount(), 2);
        QCOMPARE(plan->bundle().value(u"apis"_s).toArray().size(), 2);
    }

    void exportsOfOneObjectComeBack()
    {
        const auto plan = ImportPlan::from(
            {{u"api"_s, api(u"a"_s, u"x"_s)}, {u"endpoints"_s, QJsonArray{endpoint(u"a"_s, u"/one"_s)}}}, {});
        QVERIFY(plan.ok());
        QCOMPARE(plan->items().size(), 2);
        QCOMPARE(plan->bundle().value(u"apis"_s).toArray().size(), 1);
        QVERIFY(!plan->bundle().contains(u"api"_s));
    }

    void anApiTakesItsEndpointsAlong()
    {
        auto plan = ImportPlan::from(
            {{u"apis"_s, QJsonArray{api(u"a"_s, u"x"_s), api(u"b"_s, u"x"_s)}},
             {u"endpoints"_s, QJsonArray{endpoint(u"a"_s, u"/one"_s), endpoint(u"b"_s, u"/two"_s)}}},
            {});
        QVERIFY(plan.ok());
        plan->setTaken(indexOf(*plan, u"a/v1"_s), false);
        QVERIFY(!plan->items().at(indexOf(*plan, u"a/v1 GET /one"_s)).taken);
        QVERIFY(plan->items().at(indexOf(*plan, u"b/v1 GET /two"_s)).taken);
        plan->setTaken(indexOf(*plan, u"a/v1 GET /one"_s), true); // needs its API, which is new
        QVERIFY(plan->items().at(indexOf(*plan, u"a/v1"_s)).taken);
    }

    void apisOfTenantsAreToldApart()
    {
        const auto of = [](QJsonObject document, const QString& tenant, const QString& id) {
            document.insert(u"api_tenant"_s, tenant);
            document.insert(u"api_id"_s, id);
            return document;
        };
        const auto below = [](QJsonObject document, const QString& id) {
            document.insert(u"api_id"_s, id);
            return document;
        };
        const QJsonObject here{{u"apis"_s, QJsonArray{of(api(u"a"_s, u"ours"_s), u"default"_s, u"1"_s),
                                                      of(api(u"a"_s, u"theirs"_s), u"partners"_s, u"2"_s)}},
                               {u"endpoints"_s, QJsonArray{below(endpoint(u"a"_s, u"/one"_s), u"1"_s)}}};
        auto plan =
            ImportPlan::from({{u"apis"_s, QJsonArray{of(api(u"a"_s, u"ours"_s), u"default"_s, u"8"_s),
                                                     of(api(u"a"_s, u"theirs"_s), u"partners"_s, u"9"_s)}},
                              {u"endpoints"_s, QJsonArray{below(endpoint(u"a"_s, u"/one"_s), u"8"_s),
                                                          below(endpoint(u"a"_s, u"/one"_s), u"9"_s)}}},
                             here);
        QVERIFY(plan.ok());
        const auto state = [&plan](const QString& name) {
            return plan->items().at(indexOf(*plan, name)).state;
        };
        QCOMPARE(state(u"a/v1"_s), ImportItem::State::Same);
        QCOMPARE(state(u"partners:a/v1"_s), ImportItem::State::Same);
        QCOMPARE(state(u"a/v1 GET /one"_s), ImportItem::State::Same);
        QCOMPARE(state(u"partners:a/v1 GET /one"_s), ImportItem::State::New);
        const QJsonArray sent = plan->bundle().value(u"endpoints"_s).toArray(); // without their APIs
        QCOMPARE(sent.size(), 1);
        QCOMPARE(sent.at(0)[u"api_tenant"_s].toString(), u"partners"_s);
    }

    void faultsFindTheirObjects()
    {
        auto plan = ImportPlan::from({{u"apis"_s, QJsonArray{api(u"a"_s, u"x"_s), api(u"b"_s, u"x"_s)}}}, {});
        QVERIFY(plan.ok());
        plan->setTaken(0, false); // what is sent begins with b
        const Faults rest = plan->takeFaults({{u"apis[0].api_type"_s, u"choice"_s, u"must be one of them"_s},
                                              {u"something"_s, u"x"_s, u"is wrong"_s}});
        QCOMPARE(plan->items().at(1).fault, u"api_type must be one of them"_s);
        QVERIFY(plan->items().at(0).fault.isEmpty());
        QCOMPARE(rest.size(), 1);
    }

    void whatIsNoConfigurationIsNamed()
    {
        const auto plan = ImportPlan::from(
            {{u"apis"_s, QJsonArray{QJsonObject{{u"api_name"_s, u"x"_s}}, 7}}, {u"roles"_s, u"all"_s}}, {});
        QVERIFY(!plan.ok());
        QStringList places;
        for (const Fault& fault : plan.error().faults)
            places.append(fault.field);
        QCOMPARE(places, (QStringList{u"roles"_s, u"apis[0]"_s, u"apis[1]"_s}));
    }

    void placesCountFromOne()
    {
        QCOMPARE(placeOf("{}", 0), qMakePair(1, 1));
        QCOMPARE(placeOf("{\n \"ä\": x", 9), qMakePair(2, 7)); // ä is two bytes and one column
    }
};

QTEST_GUILESS_MAIN(ImportPlanTest)
#include "tst_import_plan.moc"
