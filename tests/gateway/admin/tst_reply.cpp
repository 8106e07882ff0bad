// SPDX-License-Identifier: GPL-3.0-or-later
// The wire form of every kind of answer, plain and in the envelope, and what an error from below becomes.
#include "gateway/admin/reply.h"

#include <QJsonDocument>
#include <QTest>

using namespace gatehouse;
using gatehouse::admin::Reply;
using namespace Qt::Literals::StringLiterals;

class TestReply : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shapes_data();
    void shapes();
    void errorsFromBelow_data();
    void errorsFromBelow();
    void faultsAreNamed();
    void textsAreCut();
    void headersAreKept();
};

void TestReply::shapes_data()
{
    QTest::addColumn<QSharedPointer<Reply>>("reply");
    QTest::addColumn<int>("plainStatus");
    QTest::addColumn<QByteArray>("plain");
    QTest::addColumn<int>("strictStatus");
    QTest::addColumn<QByteArray>("strict");
    const auto row = [](const char* name, const Reply& reply, int plainStatus, const QByteArray& plain,
                        int strictStatus, const QByteArray& strict) {
        QTest::newRow(name) << QSharedPointer<Reply>::create(reply) << plainStatus << plain << strictStatus
                            << strict;
    };
    row("message", Reply::message(201, u"made"_s), 201, R"({"message":"made"})", 200,
        R"({"message":"made","status_code":201})");
    row("object", Reply::object(200, {{u"a"_s, 1}}), 200, R"({"a":1})", 200,
        R"({"response":{"a":1},"status_code":200})");
    row("token", Reply::object(200, {{u"access_token"_s, u"t"_s}}), 200, R"({"access_token":"t"})", 200,
        R"({"access_token":"t","response":{"access_token":"t"},"status_code":200})");
    row("error", Reply::error(403, u"USR006"_s, u"no"_s), 403,
        R"({"error_code":"USR006","error_message":"no"})", 200,
        R"({"error_code":"USR006","error_message":"no","status_code":403})");
    row("error without code", Reply::error(404, {}, u"gone"_s), 404, R"({"error_message":"gone"})", 200,
        R"({"error_message":"gone","status_code":404})");
    row("raw", Reply::raw(429, {{u"x"_s, true}}), 429, R"({"x":true})", 429, R"({"x":true})");
    row("detail", Reply::detail(401, u"Unauthorized"_s), 401, R"({"detail":"Unauthorized"})", 401,
        R"({"detail":"Unauthorized"})");
    row("list", Reply::rawList(200, {1, 2}), 200, "[1,2]", 200, "[1,2]");
    row("bytes", Reply::bytes(200, "text/csv", "a,b\n"), 200, "a,b\n", 200, "a,b\n");
    row("nothing", Reply::noContent(), 204, "", 204, "");
}

void TestReply::shapes()
{
    QFETCH(const QSharedPointer<Reply>, reply);
    QFETCH(const int, plainStatus);
    QFETCH(const QByteArray, plain);
    QFETCH(const int, strictStatus);
    QFETCH(const QByteArray, strict);
    QCOMPARE(reply->render(false).status, plainStatus);
    QCOMPARE(reply->render(false).body, plain);
    QCOMPARE(reply->render(true).status, strictStatus);
    QCOMPARE(reply->render(true).body, strict);
}

void TestReply::errorsFromBelow_data()
{
    QTest::addColumn<ErrorType>("type");
    QTest::addColumn<int>("withoutCode");
    QTest::addColumn<int>("withCode");
    QTest::newRow("invalid") << ErrorType::Invalid << 422 << 400;
    QTest::newRow("not found") << ErrorType::NotFound << 404 << 404;
    QTest::newRow("conflict") << ErrorType::Conflict << 409 << 400;
    QTest::newRow("unauthorized") << ErrorType::Unauthorized << 401 << 401;
    QTest::newRow("forbidden") << ErrorType::Forbidden << 403 << 403;
    QTest::newRow("limited") << ErrorType::Limited << 429 << 429;
    QTest::newRow("unavailable") << ErrorType::Unavailable << 503 << 503;
    QTest::newRow("timeout") << ErrorType::Timeout << 504 << 504;
    QTest::newRow("unsupported") << ErrorType::Unsupported << 501 << 501;
    QTest::newRow("corrupt") << ErrorType::Corrupt << 500 << 500;
    QTest::newRow("internal") << ErrorType::Internal << 500 << 500;
}

void TestReply::errorsFromBelow()
{
    QFETCH(const ErrorType, type);
    QFETCH(const int, withoutCode);
    QFETCH(const int, withCode);
    Error error;
    error.type = type;
    error.message = u"why"_s;
    QCOMPARE(Reply::from(error).status(), withoutCode);
    QVERIFY(!Reply::from(error).code().isEmpty());
    error.code = u"XYZ001"_s;
    QCOMPARE(Reply::from(error).status(), withCode);
    QCOMPARE(Reply::from(error).code(), u"XYZ001"_s);
    QCOMPARE(Reply::from(error, 418).status(), 418);
}

void TestReply::faultsAreNamed()
{
    const Reply reply = Reply::from(
        Error::invalid({{u"a"_s, u"required"_s, u"is missing"_s}, {u"b"_s, u"type"_s, u"is no text"_s}}));
    const QJsonArray faults =
        QJsonDocument::fromJson(reply.render(false).body).object().value(u"faults"_s).toArray();
    QCOMPARE(faults.size(), 2);
    QCOMPARE(faults[1][u"field"_s].toString(), u"b"_s);
    QCOMPARE(faults[1][u"rule"_s].toString(), u"type"_s);
    QCOMPARE(faults[1][u"message"_s].toString(), u"is no text"_s);
}

void TestReply::textsAreCut()
{
    const Reply reply = Reply::message(200, QString(1000, u'x'));
    const QJsonObject body = QJsonDocument::fromJson(reply.render(false).body).object();
    QCOMPARE(body.value(u"message"_s).toString().size(), 255);
}

void TestReply::headersAreKept()
{
    const Reply reply = Reply::noContent().with("A", "1").with("A", "2");
    QCOMPARE(reply.headers(), (QList<Reply::Header>{{"A", "1"}, {"A", "2"}}));
}

QTEST_GUILESS_MAIN(TestReply)
#include "tst_reply.moc"
