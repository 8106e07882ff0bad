// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/envelope.h"
#include "common/api/error_codes.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

class TestEnvelope : public QObject {
    Q_OBJECT

    static void compare(const Answer& answer, int status, const QJsonObject& plain, const QJsonObject& strict)
    {
        const WireAnswer one = toWire(answer, false);
        QCOMPARE(one.httpStatus, status);
        QCOMPARE(one.body.toObject(), plain);
        const WireAnswer two = toWire(answer, true);
        QCOMPARE(two.httpStatus, 200);
        QCOMPARE(two.body.toObject(), strict);
    }

private Q_SLOTS:
    void messages()
    {
        compare(Answer::message(201, u"User created successfully"_s), 201,
                {{u"message"_s, u"User created successfully"_s}},
                {{u"status_code"_s, 201}, {u"message"_s, u"User created successfully"_s}});
        compare(Answer::message(200, {}), 200, {}, {{u"status_code"_s, 200}});
    }

    void objects()
    {
        const QJsonObject body{{u"active"_s, true}};
        compare(Answer::object(200, body), 200, body, {{u"status_code"_s, 200}, {u"response"_s, body}});
        const QJsonObject token{{u"access_token"_s, u"t"_s}};
        compare(Answer::object(200, token), 200, token,
                {{u"status_code"_s, 200}, {u"response"_s, token}, {u"access_token"_s, u"t"_s}});
        Answer list = Answer::object(200, {});
        list.body = QJsonArray();
        compare(list, 200, {}, {{u"status_code"_s, 200}, {u"response"_s, QJsonObject()}});
    }

    void errors()
    {
        compare(Answer::error(404, u"USR002"_s, u"User not found"_s), 404,
                {{u"error_code"_s, u"USR002"_s}, {u"error_message"_s, u"User not found"_s}},
                {{u"status_code"_s, 404},
                 {u"error_code"_s, u"USR002"_s},
                 {u"error_message"_s, u"User not found"_s}});
        compare(Answer::error(404, {}, u"User not found"_s), 404, {{u"error_message"_s, u"User not found"_s}},
                {{u"status_code"_s, 404}, {u"error_message"_s, u"User not found"_s}});
        // An object with a failing status is lost.
        compare(Answer::object(500, {{u"a"_s, 1}}), 500, {{u"error_message"_s, u"Request failed"_s}},
                {{u"status_code"_s, 500}, {u"error_message"_s, u"Request failed"_s}});
    }

    void rawAnswersAreNeverWrapped()
    {
        for (const bool strict : {false, true}) {
            const WireAnswer answer = toWire(Answer::detail(401, u"Unauthorized"_s), strict);
            QCOMPARE(answer.httpStatus, 401);
            QCOMPARE(answer.body.toObject(), (QJsonObject{{u"detail"_s, u"Unauthorized"_s}}));
        }
    }

    void longTextsAreCut()
    {
        const QJsonObject body =
            toWire(Answer::error(400, u"X"_s, QString(300, u'x')), false).body.toObject();
        QCOMPARE(body.value(u"error_message"_s).toString().size(), 255);
    }

    void faultsGoAlong()
    {
        const Error error = Error::invalid({{u"api_name"_s, u"required"_s, u"is required"_s},
                                            {u"active"_s, u"type"_s, u"must be true or false"_s}});
        const WireAnswer answer = toWire(Answer::error(error), false);
        QCOMPARE(answer.httpStatus, 422);
        QCOMPARE(answer.body.toObject().value(u"error_code"_s), u"VAL001"_s);
        QCOMPARE(answer.body.toObject().value(u"error_message"_s), u"Validation Error"_s);
        const QJsonArray faults = answer.body.toObject().value(u"faults"_s).toArray();
        QCOMPARE(faults.size(), 2);
        QCOMPARE(faults[0].toObject().value(u"field"_s), u"api_name"_s);
        QCOMPARE(faults[1].toObject().value(u"rule"_s), u"type"_s);
    }

    void errorRowsAreWellFormed()
    {
        QSet<QString> seen;
        std::size_t place = 1;
        static const QRegularExpression codeForm(u"^[A-Z0-9_]*$"_s);
        for (const ErrorInfo& row : errorTable()) {
            QCOMPARE(std::size_t(row.id), place++);
            QCOMPARE(info(row.id).name, row.name);
            QVERIFY2(row.status >= 400 && row.status < 600, row.name);
            const QString text = QString::fromUtf8(row.text);
            QVERIFY2(!text.isEmpty() && text.size() <= 255 && row.when[0] != '\0', row.name);
            QVERIFY2(codeForm.match(QLatin1StringView(row.code)).hasMatch(), row.code);
            const QString key = u"%1 %2 %3"_s.arg(QLatin1StringView(row.code)).arg(row.status).arg(text);
            QVERIFY2(!seen.contains(key), qPrintable(key));
            seen.insert(key);
        }
    }

    void statusesSurviveTheWayThroughError()
    {
        for (const ErrorInfo& row : errorTable()) {
            const Error error = makeError(row.id);
            QCOMPARE(error.code, QLatin1StringView(row.code));
            QVERIFY2(httpStatus(error) == row.status, row.name);
        }
        QCOMPARE(httpStatus(Error::notFound(u"x"_s)), 404);
        QCOMPARE(httpStatus(Error::conflict(u"x"_s)), 409);
        QCOMPARE(httpStatus(Error::internal(u"x"_s)), 500);
        QCOMPARE(httpStatus(Error::unavailable(u"x"_s)), 503);
    }

    void textsAreFilledIn()
    {
        QCOMPARE(
            makeError(ErrorId::IpRateLimit, {u"12"_s, u"5"_s, u"300"_s}).message,
            u"Too many requests from your IP address. Please wait 12 seconds before trying again. Limit: 5 requests per 300 seconds."_s);
        QCOMPARE(makeError(ErrorId::Api002ProtoFileNotFound, {u"%2"_s, u"v1"_s}).message,
                 u"Proto file not found for API %2/v1"_s);
    }
};

QTEST_GUILESS_MAIN(TestEnvelope)
#include "tst_envelope.moc"
