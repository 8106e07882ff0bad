// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/call_matcher.h"
#include "common/api/requests.h"
#include "common/model/codec.h"

#include <QRegularExpression>
#include <QSet>
#include <QtTest>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

namespace {

bool changes(Method method)
{
    return method != Method::Get && method != Method::Head && method != Method::Options;
}

QStringList sampleParameters(const CallInfo& call)
{
    // Awkward on purpose: they must survive encoding and decoding.
    QStringList values;
    const QStringList names = parameterNames(call.path);
    for (const QString& name : names)
        values.append(name == u"uri"_s || name == u"path"_s ? u"a b/{id}/%2f"_s : name + u" ä/?#%"_s);
    return values;
}

} // namespace

class TestCalls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsStandInTheOrderOfTheirIds()
    {
        std::size_t place = 0;
        for (const CallInfo& call : callTable()) {
            QCOMPARE(std::size_t(call.id), place);
            QCOMPARE(info(call.id).name, call.name);
            ++place;
        }
    }

    void everyCallOfTheOriginalIsThere()
    {
        // The specification numbers 187; number 187 is three addresses.
        int original = 0;
        for (const CallInfo& call : callTable())
            original += call.surface != Surface::V1 && !ours().contains(QLatin1StringView(call.name));
        QCOMPARE(original, 189);
    }

    void methodAndPathAreUniqueAndWellFormed()
    {
        static const QRegularExpression form(u"^(/([a-z0-9.-]+|\\{[a-z_]+(:path)?\\}))+$"_s,
                                             QRegularExpression::CaseInsensitiveOption);
        QSet<QString> seen;
        for (const CallInfo& call : callTable()) {
            const QString path = QString::fromLatin1(call.path);
            QVERIFY2(form.match(path).hasMatch(), call.path);
            static const QRegularExpression parameter(u"\\{[^}]*\\}"_s);
            QString shape = path;
            shape.replace(parameter, u"{}"_s);
            const QString key = QLatin1StringView(toText(call.method)) + u' ' + shape;
            QVERIFY2(!seen.contains(key), qPrintable(key));
            seen.insert(key);
            QVERIFY2(call.summary[0] != '\0', call.name);
        }
    }

    void changesAreAudited()
    {
        static const QSet<QString> readOnly{u"OpenApiParse"_s, u"WsdlParse"_s,   u"ProtoParse"_s,
                                            u"TierCompare"_s,  u"QuotaExport"_s, u"ToolCors"_s,
                                            u"Validate"_s};
        for (const CallInfo& call : callTable()) {
            const bool traffic = call.surface == Surface::Data;
            if (changes(call.method) && !traffic && !readOnly.contains(QLatin1StringView(call.name)) &&
                call.id != CallId::AuthStatus)
                QVERIFY2(call.audit[0] != '\0', call.name);
            if (traffic)
                QVERIFY2(call.audit[0] == '\0', call.name);
        }
    }

    void refusalsHaveTheRightStatus()
    {
        for (const CallInfo& call : callTable()) {
            const bool coded =
                call.auth == AuthClass::U2 || call.auth == AuthClass::U3 || call.auth == AuthClass::U4;
            QVERIFY2(coded == (call.notIdentified != ErrorId::None), call.name);
            if (coded)
                QCOMPARE(info(call.notIdentified).status, 401);
            const bool guarded =
                call.access.rule != Access::Rule::Anyone && call.access.rule != Access::Rule::AnyUser;
            QVERIFY2(guarded == (call.notAllowed != ErrorId::None), call.name);
            if (guarded)
                QCOMPARE(info(call.notAllowed).status, 403);
            const bool needsPermission =
                call.access.rule == Access::Rule::Has || call.access.rule == Access::Rule::SelfOr;
            QVERIFY2(needsPermission == call.access.permission.has_value(), call.name);
            const bool open = call.auth == AuthClass::Open || call.auth == AuthClass::Optional ||
                              call.auth == AuthClass::OfTheApi || call.auth == AuthClass::Scrape;
            QVERIFY2(open == (call.access.rule == Access::Rule::Anyone), call.name);
        }
    }

    void everyWritingCallNeedsAnIdentity()
    {
        static const QSet<QString> open{u"AuthLogin"_s, u"AuthRegister"_s, u"V1Token"_s, u"GrpcWeb"_s};
        for (const CallInfo& call : callTable()) {
            if (changes(call.method) && call.auth == AuthClass::Open)
                QVERIFY2(open.contains(QLatin1StringView(call.name)), call.name);
        }
    }

    void requestTablesExist()
    {
        int bodies = 0;
        for (const CallInfo& call : callTable()) {
            if (!call.request.table)
                continue;
            ++bodies;
            QVERIFY2(!call.request.table().fields.empty(), call.name);
            QVERIFY2(call.method == Method::Post || call.method == Method::Put ||
                         call.method == Method::Patch,
                     call.name);
        }
        QVERIFY(bodies > 50);
    }

    void everyCallIsFoundByItsOwnAddress()
    {
        const CallMatcher matcher({Surface::Platform, Surface::V1, Surface::Data});
        for (const CallInfo& call : callTable()) {
            const QStringList parameters = sampleParameters(call);
            const QByteArray path = buildPath(call.id, parameters).toLatin1();
            QVERIFY2(!path.contains(' ') && !path.contains('?'), path);
            const CallMatcher::Match match = matcher.match(call.method, path);
            QVERIFY2(match.call, call.name);
            QCOMPARE(match.call->name, call.name);
            QCOMPARE(match.parameters, parameters);
        }
    }

    void fixedSegmentsWinOverParameters()
    {
        const CallMatcher matcher({Surface::Platform});
        const auto found = [&](Method method, const char* path) {
            const CallMatcher::Match match = matcher.match(method, path);
            return match.call ? QByteArray(match.call->name) : QByteArray();
        };
        QCOMPARE(found(Method::Get, "/platform/user/me"), QByteArray("UserMe"));
        QCOMPARE(found(Method::Get, "/platform/user/mel"), QByteArray("UserGet"));
        QCOMPARE(found(Method::Post, "/platform/credit/rotate-key"), QByteArray("CreditRotateKey"));
        QCOMPARE(found(Method::Post, "/platform/rate-limits/bulk/enable"), QByteArray("LimitRuleBulkEnable"));
        QCOMPARE(found(Method::Get, "/platform/rate-limits/status"), QByteArray("LimitRuleStatus"));
        QCOMPARE(found(Method::Get, "/platform/endpoint/validation/e1"), QByteArray("ValidationGetAlias"));
        QCOMPARE(found(Method::Get, "/platform/endpoint/customers/v1"), QByteArray("OperationList"));
        QCOMPARE(found(Method::Get, "/platform/api/customers/v1/openapi"), QByteArray("OpenApiGet"));
        // No call for the method at the fixed place: the parameter takes it.
        QCOMPARE(found(Method::Delete, "/platform/rate-limits/search"), QByteArray("LimitRuleDelete"));
    }

    void tailsKeepTheirSlashes()
    {
        const CallMatcher matcher({Surface::Platform});
        const CallMatcher::Match match =
            matcher.match(Method::Get, "/platform/endpoint/GET/customers/v1/items/%7Bid%7D");
        QVERIFY(match.call && match.call->id == CallId::OperationGet);
        QCOMPARE(match.parameter("uri"), u"items/{id}"_s);
        QCOMPARE(match.parameter("api_version"), u"v1"_s);
        QCOMPARE(match.parameter("nothing"), QString());
        QCOMPARE(buildPath(CallId::OperationGet, {u"GET"_s, u"a"_s, u"v1"_s, u"/items/{id}"_s}),
                 u"/platform/endpoint/GET/a/v1/items/%7Bid%7D"_s);
    }

    void tailsMayBeEmptyOrEndInASlash()
    {
        const CallMatcher matcher({Surface::Platform});
        for (const QString& uri : {u"/"_s, u"/items/"_s, u"/items"_s}) {
            const QString path = buildPath(CallId::OperationGet, {u"GET"_s, u"a"_s, u"v1"_s, uri});
            const CallMatcher::Match match = matcher.match(Method::Get, path.toLatin1());
            QVERIFY2(match.call && match.call->id == CallId::OperationGet, qPrintable(path));
            QCOMPARE(u'/' + match.parameter("uri"), uri);
        }
    }

    void slashesAtTheEndMakeNoDifference()
    {
        const CallMatcher matcher({Surface::Platform});
        for (const char* path : {"/platform/tiers", "/platform/tiers/"}) {
            const CallMatcher::Match match = matcher.match(Method::Get, path);
            QVERIFY2(match.call && match.call->id == CallId::TierList, path);
        }
        QVERIFY(!matcher.match(Method::Get, "/platform//tiers").call);
        QVERIFY(!matcher.match(Method::Get, "platform/tiers").call);
    }

    void otherMethodsAreReported()
    {
        const CallMatcher matcher({Surface::Platform});
        const CallMatcher::Match group = matcher.match(Method::Get, "/platform/group");
        QVERIFY(!group.call);
        QCOMPARE(int(group.allowed.size()), 1);
        QCOMPARE(int(group.allowed[0]), int(Method::Post));
        const CallMatcher::Match nothing = matcher.match(Method::Get, "/platform/nothing");
        QVERIFY(!nothing.call && nothing.allowed.empty());
        QVERIFY(!matcher.match(Method::Get, "/v1/contracts").call); // another surface
        QVERIFY(matcher.match(Method::Head, "/platform/user/me").call);
    }

    void brokenEncodingMatchesNothing_data()
    {
        QTest::addColumn<QByteArray>("segment");
        for (const char* segment : {"%", "%4", "%zz", "%+1", "%-1", "%ff", "%00", "%C3%28"})
            QTest::newRow(segment) << QByteArray(segment);
    }
    void brokenEncodingMatchesNothing()
    {
        QFETCH(QByteArray, segment);
        const CallMatcher matcher({Surface::Platform});
        QVERIFY(!matcher.match(Method::Get, "/platform/user/" + segment).call);
        QVERIFY(!matcher.match(Method::Get, "/platform/endpoint/GET/a/v1/x/" + segment).call);
    }

    void methodsHaveTheirText()
    {
        for (const char* text : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
            QCOMPARE(toText(methodFromText(text).value()), text);
        QVERIFY(!methodFromText("get"));
        QVERIFY(!methodFromText("TRACE"));
    }

    void requestBodiesAreChecked()
    {
        const auto login = fromJson<LoginRequest>({{u"username"_s, u"bob"_s}, {u"password"_s, u"x"_s}});
        QCOMPARE(login->email, u"bob"_s);
        QVERIFY(!toJson(*login).contains(u"password"_s)); // a secret even here
        const auto test = fromJson<TestCallRequest>({{u"path"_s, u"no-slash"_s}, {u"method"_s, u"get"_s}});
        QCOMPARE(test.error().faults.size(), 2);
        const auto kind = fromJson<ValidateRequest>({{u"kind"_s, u"apis"_s}});
        QVERIFY(kind.error().faults.first().message.contains(u"operation"_s));
    }

private:
    static QSet<QString> ours()
    {
        return {
            u"Version"_s,         u"Changes"_s,          u"RevisionList"_s,       u"RevisionGet"_s,
            u"RevisionDiff"_s,    u"RevisionRollback"_s, u"Validate"_s,           u"Events"_s,
            u"RouteEffective"_s,  u"Settings"_s,         u"TestRequest"_s,        u"MonitorLive"_s,
            u"AuditList"_s,       u"HealthLive"_s,       u"HealthReady"_s,        u"HealthReadyShort"_s,
            u"UpstreamCreate"_s,  u"UpstreamListAll"_s,  u"UpstreamState"_s,      u"UpstreamDrain"_s,
            u"UpstreamUndrain"_s, u"UpstreamReset"_s,    u"UpstreamGet"_s,        u"UpstreamUpdate"_s,
            u"UpstreamDelete"_s,  u"ResponseCacheGet"_s, u"ResponseCachePurge"_s, u"GrpcServicesRefresh"_s,
            u"ProtoParse"_s,      u"CrudCollections"_s,  u"CrudExport"_s,         u"CrudImport"_s,
            u"CrudDrop"_s,        u"CrudRecordGet"_s,    u"CrudRecordUpdate"_s,   u"CrudRecordDelete"_s,
            u"HealthStartup"_s,   u"HealthWorkers"_s,    u"CertificateList"_s};
    }
};

QTEST_GUILESS_MAIN(TestCalls)
#include "tst_calls.moc"
