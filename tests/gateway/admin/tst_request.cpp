// SPDX-License-Identifier: GPL-3.0-or-later
// What handlers read from a request, the counter of logins, and CSRF values.
#include "gateway/admin/address_limiter.h"
#include "gateway/admin/csrf_values.h"
#include "gateway/admin/request.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::admin;
using namespace Qt::Literals::StringLiterals;

class TestRequest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bodies_data();
    void bodies();
    void cookies();
    void paging_data();
    void paging();
    void callersMayWhatTheirRoleMay();
    void windowsOfLogins();
    void addressesAreCountedApart();
    void csrfValuesHoldForAWhile();
    void nothingIsAllowedByZero();
};

void TestRequest::bodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("rule"); ///< of the fault; empty when the body can be read
    QTest::newRow("nothing") << QByteArray() << QString();
    QTest::newRow("blanks") << QByteArray(" \r\n") << QString();
    QTest::newRow("object") << QByteArray(R"({"a":1})") << QString();
    QTest::newRow("list") << QByteArray("[]") << u"type"_s;
    QTest::newRow("text") << QByteArray("\"a\"") << u"syntax"_s;
    QTest::newRow("cut") << QByteArray(R"({"a":)") << u"syntax"_s;
    QTest::newRow("more") << QByteArray("{} {}") << u"syntax"_s;
    QTest::newRow("too deep") << QByteArray(5000, '[') << u"syntax"_s;
}

void TestRequest::bodies()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QString, rule);
    Request request;
    request.body = body;
    const Result<QJsonObject> json = request.json();
    QCOMPARE(bool(json), rule.isEmpty());
    if (!json) {
        QCOMPARE(json.error().faults.size(), 1);
        QCOMPARE(json.error().faults.first().rule, rule);
    }
}

void TestRequest::cookies()
{
    Request request;
    request.headers.insert("cookie", "a=1; access_token_cookie=x.y=z ;b=;xa=2");
    QCOMPARE(request.cookie("access_token_cookie"), u"x.y=z"_s);
    QCOMPARE(request.cookie("a"), u"1"_s);
    QCOMPARE(request.cookie("b"), QString());
    QCOMPARE(request.cookie("token_cookie"), QString());
}

void TestRequest::paging_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("wanted"); ///< "page/size", or the code of the error
    QTest::newRow("nothing") << QString() << u"1/10"_s;
    QTest::newRow("both") << u"page=3&page_size=7"_s << u"3/7"_s;
    QTest::newRow("largest") << u"page_size=200"_s << u"1/200"_s;
    QTest::newRow("too large") << u"page_size=201"_s << u"PAG001"_s;
    QTest::newRow("empty page") << u"page_size=0"_s << u"PAG001"_s;
    QTest::newRow("page zero") << u"page=0"_s << u"PAG001"_s;
    QTest::newRow("negative") << u"page=-1"_s << u"PAG001"_s;
    QTest::newRow("no number") << u"page=x&page_size=y"_s << u"2 faults"_s;
    QTest::newRow("overflow") << u"page=99999999999"_s << u"1 faults"_s;
}

void TestRequest::paging()
{
    QFETCH(const QString, query);
    QFETCH(const QString, wanted);
    Request request;
    request.query = QUrlQuery(query);
    const Result<Paging> paging = pagingOf(request, 10, 200);
    const QString got = paging                          ? u"%1/%2"_s.arg(paging->page).arg(paging->size)
                        : paging.error().code.isEmpty() ? u"%1 faults"_s.arg(paging.error().faults.size())
                                                        : paging.error().code;
    QCOMPARE(got, wanted);
}

void TestRequest::callersMayWhatTheirRoleMay()
{
    Caller caller;
    QVERIFY(!caller.known() && !caller.isAdmin() && !caller.may(Permission::ManageApis));
    User user;
    user.username = u"ann"_s;
    user.role = u" Platform Admin "_s;
    caller.user = std::make_shared<const User>(user);
    QVERIFY(caller.isAdmin()); // by name, though the role does not exist
    QVERIFY(!caller.may(Permission::ManageApis));
    QVERIFY(!caller.isSuperAdmin());
}

void TestRequest::windowsOfLogins()
{
    ManualClock clock;
    clock.setWallMs(1'000'000'000'123);
    AddressLimiter limiter(clock);
    const auto first = limiter.take(u"a"_s, 2, 300);
    QVERIFY(first.allowed);
    QCOMPARE(first.remaining, 1);
    QVERIFY(limiter.take(u"a"_s, 2, 300).allowed);
    const auto refused = limiter.take(u"a"_s, 2, 300);
    QVERIFY(!refused.allowed);
    QCOMPARE(refused.remaining, 0);
    QCOMPARE(refused.limit, 2);
    QCOMPARE(refused.resetSeconds % 300, 0); // aligned to the epoch
    QVERIFY(refused.resetSeconds > 1'000'000'000);
    QVERIFY(refused.waitSeconds >= 1 && refused.waitSeconds <= 300);
    clock.setWallMs(refused.resetSeconds * 1000 - 1);
    QVERIFY(!limiter.take(u"a"_s, 2, 300).allowed);
    clock.setWallMs(refused.resetSeconds * 1000);
    QVERIFY(limiter.take(u"a"_s, 2, 300).allowed);
}

void TestRequest::addressesAreCountedApart()
{
    ManualClock clock;
    AddressLimiter limiter(clock);
    QVERIFY(limiter.take(u"a"_s, 1, 300).allowed);
    QVERIFY(!limiter.take(u"a"_s, 1, 300).allowed);
    QVERIFY(limiter.take(u"b"_s, 1, 300).allowed);
    // Whoever has one address of IPv6 has a whole network of them.
    QVERIFY(limiter.take(u"2001:db8::1"_s, 1, 300).allowed);
    QVERIFY(!limiter.take(u"2001:db8::ffff:1"_s, 1, 300).allowed);
    QVERIFY(limiter.take(u"2001:db8:0:1::1"_s, 1, 300).allowed);
    QVERIFY(limiter.take(u"192.0.2.1"_s, 1, 300).allowed);
    QVERIFY(limiter.take(u"192.0.2.2"_s, 1, 300).allowed);
}

void TestRequest::csrfValuesHoldForAWhile()
{
    ManualClock clock;
    CsrfValues values(clock);
    QVERIFY(!values.holds(u"ada"_s, "v1"));
    values.issued(u"ada"_s, "v1");
    QVERIFY(values.holds(u"ada"_s, "v1"));
    QVERIFY(!values.holds(u"ada"_s, "v2") && !values.holds(u"ada"_s, "") && !values.holds(u"bob"_s, "v1"));
    values.issued(u"ada"_s, "v2");
    QVERIFY(!values.holds(u"ada"_s, "v1") && values.holds(u"ada"_s, "v2"));
    clock.advanceMs(30 * 60'000 - 1);
    QVERIFY(values.holds(u"ada"_s, "v2"));
    clock.advanceMs(1);
    QVERIFY(!values.holds(u"ada"_s, "v2"));
}

void TestRequest::nothingIsAllowedByZero()
{
    ManualClock clock;
    AddressLimiter limiter(clock);
    QVERIFY(!limiter.take(u"a"_s, 0, 300).allowed);
}

QTEST_GUILESS_MAIN(TestRequest)
#include "tst_request.moc"
