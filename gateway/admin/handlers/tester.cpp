// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/requests.h"
#include "common/model/api.h"
#include "gateway/admin/authenticator.h"
#include "gateway/admin/handlers/common.h"
#include "gateway/admin/request_tester.h"
#include "gateway/admin/tenant_view.h"
#include "gateway/http/syntax.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace tester_calls {

/// What the tester itself says about the connection.
bool isFraming(const QByteArray& lowerName)
{
    return lowerName == "content-length" || lowerName == "transfer-encoding" || lowerName == "connection" ||
           lowerName == "host" || lowerName == "expect" || lowerName == "upgrade";
}

void addHeader(TestCall& test, const QString& name, const QJsonValue& value, Faults& faults)
{
    const QString path = u"headers."_s + name;
    const QByteArray wireName = name.toLatin1();
    const QByteArray wireValue = value.toString().toUtf8().trimmed();
    if (!http::isToken(wireName.toStdString()) || QString::fromLatin1(wireName) != name)
        faults.append({path, u"format"_s, u"is not the name of a header"_s});
    else if (isFraming(wireName.toLower()))
        faults.append({path, u"conflict"_s, u"is set by the tester itself"_s});
    else if (!value.isString())
        faults.append({path, u"type"_s, u"must be a text or a list of texts"_s});
    else if (!http::isCleanValue(wireValue.toStdString()))
        faults.append({path, u"format"_s, u"must not hold control characters"_s});
    else
        test.headers.append({wireName, wireValue});
}

void addHeaders(TestCall& test, const QJsonObject& headers, Faults& faults)
{
    for (auto at = headers.begin(); at != headers.end(); ++at) {
        if (!at.value().isArray()) {
            addHeader(test, at.key(), at.value(), faults);
            continue;
        }
        for (const QJsonValue value : at.value().toArray())
            addHeader(test, at.key(), value, faults);
    }
}

bool has(const TestCall& test, const QByteArray& lowerName)
{
    return std::any_of(test.headers.begin(), test.headers.end(),
                       [&](const auto& field) { return field.first.toLower() == lowerName; });
}

void addBody(TestCall& test, const TestCallRequest& wanted, Faults& faults)
{
    if (wanted.bodyEncoding.compare(u"base64"_s, Qt::CaseInsensitive) != 0) {
        test.body = wanted.body.toUtf8();
        return;
    }
    const auto decoded =
        QByteArray::fromBase64Encoding(wanted.body.toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (decoded)
        test.body = *decoded;
    else
        faults.append({u"body"_s, u"format"_s, u"is not base64"_s});
}

Result<TestCall> testCallOf(const Request& request)
{
    const Result<QJsonObject> body = request.json();
    if (!body)
        return body.error();
    const Result<TestCallRequest> wanted = fromJson<TestCallRequest>(*body);
    Faults faults = wanted ? Faults() : wanted.error().faults;
    TestCall test;
    addHeaders(test, body->value(u"headers"_s).toObject(), faults);
    if (!wanted || !faults.isEmpty())
        return Error::invalid(faults);
    addBody(test, *wanted, faults);
    test.method = wanted->method.toLatin1();
    test.target = wanted->path.toLatin1();
    test.host = wanted->host.isEmpty() ? QByteArray("localhost") : wanted->host.toLatin1();
    test.from = request.clientIp.toLatin1();
    if (!http::isCleanValue(test.host.toStdString()) || test.host.contains(' '))
        faults.append({u"host"_s, u"format"_s, u"is not a host"_s});
    if (wanted->asCaller && (has(test, "authorization") || has(test, "cookie")))
        faults.append({u"as_caller"_s, u"conflict"_s, u"the headers carry another identity"_s});
    if (!faults.isEmpty())
        return Error::invalid(faults);
    if (wanted->asCaller)
        test.headers.append(
            qMakePair(QByteArray("Authorization"), "Bearer " + Authenticator::tokenOf(request)));
    if (!has(test, "x-is-test")) // it is no traffic of the API's users
        test.headers.append(qMakePair(QByteArray("X-IS-TEST"), QByteArray("1")));
    return test;
}

/// The way through the API of another tenant is not shown.
Reply shown(const Services& services, const Call& call, const Result<QJsonObject>& result)
{
    if (!result)
        return Reply::from(result.error());
    const auto own = ownOnly<Api>(*call);
    const Api* api = services.documents().of<Api>().at(result->value(u"route"_s)[u"api_id"_s].toString());
    if (own && api && !own(api))
        return Reply::error(403, u"GH005"_s, u"You may only test APIs of tenant %1"_s.arg(tenantOf(*call)));
    return Reply::object(200, *result);
}

} // namespace tester_calls
} // namespace

void registerTester(Registry& registry, Services& services, QObject* context)
{
    using namespace tester_calls;
    registry.on(CallId::TestRequest, [&services, context](const Call& call, const Done& done) {
        const Result<TestCall> test = testCallOf(*call);
        if (!test)
            return done(Reply::from(test.error()));
        call->audit->target = QString::fromLatin1(test->method + ' ' + test->target);
        RequestTester::run(services.openInside, *test, context,
                           [&services, call, done](const Result<QJsonObject>& result) {
                               done(shown(services, call, result));
                           });
    });
}

} // namespace gatehouse::admin
