// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/authorise.h"
#include "tests/gateway/filters/chain_probe.h"
#include "tests/gateway/proxy/exchange_fixture.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::filters;
using proxy::Verdict;

namespace {

constexpr proxy::Symbol orders = 10, invoices = 11;
constexpr proxy::Symbol sales = 20, support = 21;
constexpr proxy::Symbol clerk = 30, boss = 31;

const char* const notSubscribed = "You are not subscribed to this resource";
const char* const wrongGroup = "You do not have the correct group for this";
const char* const wrongRole = "Forbidden: role not allowed for this API";

} // namespace

class TestAuthorise : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void order_data()
    {
        QTest::addColumn<bool>("admin");
        QTest::addColumn<bool>("enforceAdmins");
        QTest::addColumn<bool>("subscribed");
        QTest::addColumn<bool>("inGroup");
        QTest::addColumn<bool>("inRole");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, bool admin, bool enforce, bool subscribed, bool group,
                            bool role, int status, const char* code, const char* text) {
            QTest::newRow(name) << admin << enforce << subscribed << group << role << status
                                << QByteArray(code) << QByteArray(text);
        };
        row("all good", false, false, true, true, true, 0, "", "");
        row("subscription first", false, false, false, false, false, 403, "", notSubscribed);
        row("then group", false, false, true, false, false, 401, "", wrongGroup);
        row("then role", false, false, true, true, false, 403, "GTW014", wrongRole);
        row("admins need no subscription", true, false, false, true, true, 0, "", "");
        row("unless enforced", true, true, false, true, true, 403, "", notSubscribed);
        row("admins need the group", true, false, true, false, true, 401, "", wrongGroup);
        row("admins need the role", true, false, true, true, false, 403, "GTW014", wrongRole);
    }
    void order()
    {
        QFETCH(bool, admin);
        QFETCH(bool, enforceAdmins);
        QFETCH(bool, subscribed);
        QFETCH(bool, inGroup);
        QFETCH(bool, inRole);
        QFETCH(int, status);
        QFETCH(QByteArray, code);
        QFETCH(QByteArray, text);
        proxy::Identity identity;
        identity.admin = admin;
        identity.subscriptions = {subscribed ? orders : invoices};
        identity.groups = {sales};
        identity.role = clerk;
        AuthoriseConfig config;
        config.api = orders;
        config.adminNeedsSubscription = enforceAdmins;
        config.groups = {support};
        if (inGroup)
            config.groups.push_back(sales); // unsorted on purpose
        config.roles = {boss};
        if (inRole)
            config.roles.push_back(clerk);
        proxy::ExchangeFixture fixture;
        proxy::Exchange& exchange = fixture.exchange();
        exchange.setIdentity(&identity);
        QCOMPARE(AuthoriseFilter(config).request(exchange) == Verdict::Continue, status == 0);
        if (status != 0) {
            QCOMPARE(int(exchange.errorStatus()), status);
            QCOMPARE(std::string(exchange.errorCode()), code.toStdString());
            QCOMPARE(std::string(exchange.errorText()), text.toStdString());
        }
        config.enforcement.dryRun = true;
        fixture.request("GET", "/");
        exchange.setIdentity(&identity);
        QVERIFY(AuthoriseFilter(config).request(exchange) == Verdict::Continue);
        QCOMPARE(dryRunReason(exchange) == proxy::Reason::None, status == 0);
    }

    void emptyGroupsLetNobodyPassAndEmptyRolesEverybody()
    {
        proxy::Identity identity;
        identity.admin = true;
        identity.groups = {sales};
        AuthoriseConfig config;
        config.checkSubscription = false;
        proxy::ExchangeFixture fixture;
        fixture.exchange().setIdentity(&identity);
        QVERIFY(AuthoriseFilter(config).request(fixture.exchange()) == Verdict::Respond);
        QCOMPARE(fixture.exchange().errorStatus(), 401);
        config.checkGroups = false;
        fixture.request("GET", "/");
        fixture.exchange().setIdentity(&identity);
        QVERIFY(AuthoriseFilter(config).request(fixture.exchange()) == Verdict::Continue);
    }

    void aKeyOpensItsOwnApisOnly()
    {
        proxy::Identity identity;
        identity.subscriptions = {orders, invoices};
        proxy::CredentialEntry key;
        key.api = invoices;
        AuthoriseConfig config;
        config.api = orders;
        config.checkGroups = false;
        proxy::ExchangeFixture fixture;
        fixture.exchange().setIdentity(&identity, &key);
        QVERIFY(AuthoriseFilter(config).request(fixture.exchange()) == Verdict::Respond);
        QVERIFY(fixture.exchange().reason() == proxy::Reason::NotSubscribed);
        key.api = 0; // a key of the consumer opens all that he is subscribed to
        fixture.request("GET", "/");
        fixture.exchange().setIdentity(&identity, &key);
        QVERIFY(AuthoriseFilter(config).request(fixture.exchange()) == Verdict::Continue);
    }

    void tenantsAreApart()
    {
        proxy::Identity identity;
        identity.tenant = 1;
        AuthoriseConfig config;
        config.tenant = 2;
        config.checkSubscription = config.checkGroups = false;
        proxy::ExchangeFixture fixture;
        fixture.exchange().setIdentity(&identity);
        QVERIFY(AuthoriseFilter(config).request(fixture.exchange()) == Verdict::Respond);
        QCOMPARE(fixture.exchange().errorStatus(), 403);
        identity.tenant = 2;
        fixture.request("GET", "/");
        fixture.exchange().setIdentity(&identity);
        QVERIFY(AuthoriseFilter(config).request(fixture.exchange()) == Verdict::Continue);
    }
};

QTEST_GUILESS_MAIN(TestAuthorise)
#include "tst_authorise.moc"
