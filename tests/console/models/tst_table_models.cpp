// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/api_client.h"
#include "console/models/remote_table_model.h"
#include "console/models/roles.h"
#include "tests/console/client/fake_gateway.h"

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>
#include <QUrlQuery>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

namespace {

QList<Column> columns()
{
    return {{u"api_name"_s, u"Name"_s, {}, {}, {}},
            {u"active"_s,
             u"State"_s,
             [](const QJsonObject& row) { return row.value(u"active"_s).toBool() ? u"on"_s : u"off"_s; },
             [](const QJsonObject& row) { return row.value(u"active"_s).toBool() ? Tone::Good : Tone::Off; },
             {}},
            {u"api_servers"_s, u"Servers"_s, {}, {}, {}, false}};
}

QString idOf(const QJsonObject& row)
{
    return row.value(u"api_name"_s).toString();
}

QJsonObject api(int number, bool active = true)
{
    return {{u"api_name"_s, u"api%1"_s.arg(number)},
            {u"active"_s, active},
            {u"api_servers"_s, QJsonArray{u"http://a"_s, u"http://b"_s}}};
}

/// A list of `total` APIs, paged as the gateway does.
FakeGateway::Reply page(const FakeGateway::Request& request, int total)
{
    const QUrlQuery query(QUrl(QString::fromLatin1(request.path)));
    const int number = query.queryItemValue(u"page"_s).toInt();
    const int size = query.queryItemValue(u"page_size"_s).toInt();
    QJsonArray items;
    for (int i = (number - 1) * size; i < qMin(number * size, total); ++i)
        items.append(api(i));
    FakeGateway::Reply reply;
    reply.body =
        FakeGateway::json({{u"apis"_s, items}, {u"has_next"_s, number * size < total}, {u"total"_s, total}});
    return reply;
}

} // namespace

class TableModels : public QObject {
    Q_OBJECT

    static ConnectionProfile profile(const FakeGateway& gateway)
    {
        ConnectionProfile profile;
        profile.id = u"test"_s;
        profile.url = gateway.url();
        return profile;
    }

private Q_SLOTS:
    void showsTextToneAndId()
    {
        JsonTableModel model(columns(), idOf);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows({api(1), api(2, false)});
        QCOMPARE(model.data(model.index(0, 2)).toString(), u"http://a, http://b"_s);
        QCOMPARE(model.data(model.index(1, 1)).toString(), u"off"_s);
        QCOMPARE(model.data(model.index(1, 1), ToneRole).toInt(), static_cast<int>(Tone::Off));
        QVERIFY(!model.data(model.index(1, 0), ToneRole).isValid());
        QCOMPARE(model.data(model.index(1, 0), IdRole).toString(), u"api2"_s);
        QCOMPARE(model.headerData(0, Qt::Horizontal, ColumnKeyRole).toString(), u"api_name"_s);
        QCOMPARE(model.rowOf(u"api2"_s), 1);
        QCOMPARE(model.rowOf(u"none"_s), -1);
    }

    void changedRowIsNoReset()
    {
        JsonTableModel model(columns(), idOf);
        model.setRows({api(1), api(2)});
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        model.setRows({api(1), api(2, false)});
        QCOMPARE(resets.size(), 0);
        QCOMPARE(changes.size(), 1);
        QCOMPARE(changes.at(0).at(0).toModelIndex().row(), 1);
        model.setRows({api(2), api(1)}); // another order is another list
        QCOMPARE(resets.size(), 1);
    }

    void loadsPageByPage()
    {
        FakeGateway gateway([](const auto& request) { return page(request, 5); });
        ApiClient client;
        client.setProfile(profile(gateway));
        RemoteTableModel model(client, {CallId::ApiListAll, u"apis"_s, 2}, columns(), idOf);
        model.reload();
        QTRY_COMPARE(model.rowCount(), 2);
        QCOMPARE(model.total(), 5);
        QVERIFY(model.canFetchMore({}));
        model.fetchMore({});
        QVERIFY(!model.canFetchMore({})); // one question at a time
        QTRY_COMPARE(model.rowCount(), 4);
        bool complete = false;
        model.loadAll([&complete](bool ok) { complete = ok; });
        QTRY_VERIFY(complete);
        QCOMPARE(model.rowCount(), 5);
        QVERIFY(!model.canFetchMore({}));
    }

    void growsByTheRulesOfModels()
    {
        FakeGateway gateway([](const auto& request) { return page(request, 5); });
        ApiClient client;
        client.setProfile(profile(gateway));
        RemoteTableModel model(client, {CallId::ApiListAll, u"apis"_s, 2}, columns(), idOf);
        // The tester asks for more by itself whenever there is more.
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.reload();
        QTRY_COMPARE(model.rowCount(), 5);
    }

    void asksTheGatewayToSearchAndSort()
    {
        FakeGateway gateway([](const auto& request) { return page(request, 3); });
        ApiClient client;
        client.setProfile(profile(gateway));
        RemoteTableModel model(client, {CallId::ApiListAll, u"apis"_s, 10}, columns(), idOf);
        QSignalSpy loaded(&model, &RemoteTableModel::loaded);
        model.sort(0, Qt::DescendingOrder);
        model.reload();
        QVERIFY(loaded.wait());
        QVERIFY(gateway.seen.last().path.contains("sort=api_name&order=desc"));
        model.sort(2, Qt::AscendingOrder); // the gateway cannot sort lists
        QCOMPARE(gateway.seen.size(), 1);
        model.setSearch(u"a&b=c d"_s);
        QVERIFY(loaded.wait());
        const QUrlQuery query(QUrl(QString::fromLatin1(gateway.seen.last().path)));
        QCOMPARE(query.queryItemValue(u"search"_s, QUrl::FullyDecoded), u"a&b=c d"_s);
        QCOMPARE(query.queryItemValue(u"page"_s), u"1"_s);
    }

    void answerToAnOldQuestionIsDropped()
    {
        FakeGateway gateway([](const auto& request) {
            const bool slow = !request.path.contains("search");
            FakeGateway::Reply reply = page(request, slow ? 5 : 1);
            reply.delayMs = slow ? 150 : 0;
            return reply;
        });
        ApiClient client;
        client.setProfile(profile(gateway));
        RemoteTableModel model(client, {CallId::ApiListAll, u"apis"_s, 10}, columns(), idOf);
        QSignalSpy loaded(&model, &RemoteTableModel::loaded);
        QSignalSpy answered(&client, &ApiClient::answered);
        model.reload();
        model.setSearch(u"x"_s);
        QTRY_COMPARE(answered.size(), 2);
        QCOMPARE(loaded.size(), 1);
        QCOMPARE(model.rowCount(), 1);
    }

    void failureKeepsTheRows()
    {
        bool broken = false;
        FakeGateway gateway([&broken](const auto& request) {
            FakeGateway::Reply reply = page(request, 3);
            if (broken) {
                reply.status = 500;
                reply.body = R"({"error_code":"GTW999","error_message":"broken"})";
            }
            return reply;
        });
        ApiClient client;
        client.setProfile(profile(gateway));
        RemoteTableModel model(client, {CallId::ApiListAll, u"apis"_s, 10}, columns(), idOf);
        QSignalSpy failed(&model, &RemoteTableModel::failed);
        model.reload();
        QTRY_COMPARE(model.rowCount(), 3);
        broken = true;
        model.reload();
        QVERIFY(failed.wait());
        QCOMPARE(failed.at(0).at(0).value<Error>().code, u"GTW999"_s);
        QCOMPARE(model.rowCount(), 3);
        QVERIFY(!model.isLoading());
    }

    /// The lists of /v1: the number of pages instead of has_next, and a parameter in the path.
    void pagesOfAListWithATenant()
    {
        FakeGateway gateway([](const FakeGateway::Request& request) {
            FakeGateway::Reply reply;
            const bool first = request.path.contains("page=1");
            reply.body = FakeGateway::json(
                {{u"items"_s, QJsonArray{api(first ? 0 : 1)}}, {u"total"_s, 2}, {u"total_pages"_s, 2}});
            return reply;
        });
        ApiClient client;
        ConnectionProfile profile;
        profile.url = gateway.url();
        client.setProfile(profile);
        RemoteTableModel model(client, {CallId::ConsumerList, u"items"_s, 1}, columns(), idOf);
        model.reload(); // nobody has said whose list it is
        QVERIFY(!model.isLoading());
        model.setParameters({u"north"_s});
        QTRY_COMPARE(model.rowCount(), 1);
        QVERIFY(gateway.seen.first().path.startsWith("/v1/consumers/north?"));
        QVERIFY(model.canFetchMore({}));
        model.fetchMore({});
        QTRY_COMPARE(model.rowCount(), 2);
        QVERIFY(!model.canFetchMore({}));
    }

    /// A call that gives everything at once is searched and sorted here, and asked once.
    void wholeListsAreArrangedHere()
    {
        FakeGateway gateway([](const FakeGateway::Request&) {
            FakeGateway::Reply reply;
            reply.body = FakeGateway::json(
                {{u"data"_s, QJsonObject{{u"entries"_s, QJsonArray{api(10), api(9, false), api(2)}}}}});
            return reply;
        });
        ApiClient client;
        ConnectionProfile profile;
        profile.url = gateway.url();
        client.setProfile(profile);
        RemoteTableModel model(client,
                               {.list = CallId::VaultList, .itemsKey = u"data.entries"_s, .whole = true},
                               columns(), idOf);
        model.sort(0, Qt::AscendingOrder);
        model.reload();
        QTRY_COMPARE(model.rowCount(), 3);
        QCOMPARE(model.idAt(0), u"api2"_s); // as people count
        QCOMPARE(model.idAt(2), u"api10"_s);
        model.sort(0, Qt::DescendingOrder);
        QCOMPARE(model.idAt(0), u"api10"_s);
        model.setSearch(u"OFF"_s);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.idAt(0), u"api9"_s);
        QCOMPARE(model.total(), qint64(3));
        QCOMPARE(gateway.seen.size(), 1);
        QVERIFY(!gateway.seen.first().path.contains('?'));
    }
};

QTEST_GUILESS_MAIN(TableModels)
#include "tst_table_models.moc"
