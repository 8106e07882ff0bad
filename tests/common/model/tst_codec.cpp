// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/access.h"
#include "common/model/api.h"
#include "common/model/codec.h"
#include "common/model/credit.h"
#include "common/model/diff.h"
#include "common/model/formats.h"
#include "common/model/operation.h"
#include "common/model/plan.h"
#include "common/model/policy.h"
#include "common/model/principal.h"
#include "common/model/security_settings.h"
#include "common/model/subscription.h"
#include "common/model/upstream.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

namespace {

/// JSON with single quotes, which read better in C++.
QJsonObject json(QByteArray text)
{
    text.replace('\'', '"');
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError)
        qFatal("bad test JSON: %s", text.constData());
    return document.object();
}

QStringList brokenRules(const Error& error)
{
    QStringList list;
    for (const Fault& fault : error.faults)
        list.append(fault.field + u':' + fault.rule);
    list.sort();
    return list;
}

Api sampleApi()
{
    return fromJson<Api>(json("{'api_name':'customers','api_version':'v1','api_servers':['http://a:1']}"))
        .value();
}

} // namespace

class TestCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void apiAnswersHaveEveryKeyOfThePlatform()
    {
        const QJsonObject answer = toJson(sampleApi());
        for (const char* key : {"api_name",
                                "api_version",
                                "api_description",
                                "api_allowed_roles",
                                "api_allowed_groups",
                                "api_servers",
                                "api_type",
                                "api_allowed_retry_count",
                                "api_grpc_package",
                                "api_grpc_allowed_packages",
                                "api_grpc_allowed_services",
                                "api_grpc_allowed_methods",
                                "api_authorization_field_swap",
                                "api_allowed_headers",
                                "api_credits_enabled",
                                "api_credit_group",
                                "active",
                                "api_cors_allow_origins",
                                "api_cors_allow_methods",
                                "api_cors_allow_headers",
                                "api_cors_allow_credentials",
                                "api_cors_expose_headers",
                                "api_public",
                                "api_auth_required",
                                "api_id",
                                "api_path",
                                "api_ip_mode",
                                "api_ip_whitelist",
                                "api_ip_blacklist",
                                "api_trust_x_forwarded_for",
                                "api_request_transform",
                                "api_response_transform",
                                "api_openapi_url",
                                "api_openapi_auto_discover",
                                "api_wsdl_url",
                                "api_soap_version",
                                "api_ws_security",
                                "api_graphql_max_depth",
                                "api_graphql_schema_url",
                                "api_graphql_subscriptions",
                                "api_grpc_web_enabled",
                                "api_grpc_reflection_url",
                                "api_is_crud",
                                "api_crud_collection",
                                "api_crud_schema",
                                "api_connect_timeout"})
            QVERIFY2(answer.contains(QLatin1StringView(key)), key);
        QVERIFY(answer.value(u"api_description"_s).isNull());
        QCOMPARE(answer.value(u"api_ip_mode"_s), u"allow_all"_s);
        QCOMPARE(answer.value(u"active"_s), true);
        QVERIFY(!answer.contains(u"_meta"_s));
        QVERIFY(toJson(sampleApi(), View::ClientWithMeta).contains(u"_meta"_s));
    }

    void platformRequestsAreConverted()
    {
        const auto api = fromJson<Api>(json(
            "{'api_name':'n','api_version':1,'api_allowed_retry_count':'2','active':'off',"
            "'api_public':1,'api_graphql_max_depth':3.9,'unknown':true,'api_id':'mine','api_path':'/x'}"));
        QVERIFY2(api.ok(), qPrintable(api.ok() ? QString() : api.error().text()));
        QCOMPARE(api->version, u"1"_s);
        QCOMPARE(api->allowedRetryCount, 2);
        QCOMPARE(api->active, false);
        QCOMPARE(api->isPublic, true);
        QCOMPARE(api->graphqlMaxDepth.value(), 3);
        QVERIFY(api->extra.isEmpty());
        QVERIFY(api->id.isEmpty()); // the gateway makes the id, whatever the client says
        QVERIFY(api->pathText.isEmpty());
    }

    void strictRequestsAreNotConverted()
    {
        const auto api = fromJson<Api>(
            json("{'api_name':'n','api_version':1,'api_allowed_retry_count':'2','active':'off'}"),
            ReadOptions::v1Create());
        QVERIFY(!api.ok());
        QCOMPARE(brokenRules(api.error()),
                 (QStringList{u"active:type"_s, u"api_allowed_retry_count:type"_s, u"api_version:type"_s}));
    }

    void allFaultsComeAtOnceWithPathAndRule()
    {
        const auto api =
            fromJson<Api>(json("{'api_version':'v1234567890','api_servers':['http://ok:1','not a url'],"
                               "'api_allowed_roles':null,'api_ip_mode':'some','api_ip_whitelist':['10.0.0.0/"
                               "33'],'api_log_sampling':2,"
                               "'api_retry':{'on':['sunshine'],'base_delay_ms':-1}}"));
        QVERIFY(!api.ok());
        QCOMPARE(brokenRules(api.error()),
                 (QStringList{
                     u"api_allowed_roles:type"_s, u"api_ip_mode:enum"_s, u"api_ip_whitelist[0]:format"_s,
                     u"api_log_sampling:range"_s, u"api_name:required"_s, u"api_retry.base_delay_ms:range"_s,
                     u"api_retry.on[0]:enum"_s, u"api_servers[1]:format"_s, u"api_version:length"_s}));
        for (const Fault& fault : api.error().faults)
            QVERIFY(!fault.message.isEmpty());
    }

    void patchKeepsWhatIsNotGiven()
    {
        Api api = sampleApi();
        const auto result = patch(api, json("{'api_description':'new','api_servers':null,'active':true}"));
        QVERIFY(result.ok());
        QCOMPARE(result->given, (QStringList{u"api_description"_s, u"active"_s}));
        QCOMPARE(result->changed, QStringList{u"api_description"_s});
        QCOMPARE(api.servers, QStringList{u"http://a:1"_s});
        // Null does not clear on the platform; it does on /v1.
        QVERIFY(patch(api, json("{'api_description':null}")).ok());
        QCOMPARE(api.description, u"new"_s);
        QVERIFY(patch(api, json("{'api_description':null}"), ReadOptions::v1Patch()).ok());
        QVERIFY(api.description.isNull());
        QVERIFY(!patch(api, json("{'api_name':null}"), ReadOptions::v1Patch()).ok());
    }

    void fieldsAreClearedByName()
    {
        Api api = sampleApi();
        api.graphqlMaxDepth = 7;
        api.description = u"old"_s;
        const auto result =
            patch(api, json("{'$clear':['api_graphql_max_depth','api_description'],'active':false}"));
        QVERIFY(result.ok());
        QCOMPARE(result->changed,
                 (QStringList{u"active"_s, u"api_graphql_max_depth"_s, u"api_description"_s}));
        QVERIFY(!api.graphqlMaxDepth.has_value());
        QVERIFY(api.description.isNull());
        QVERIFY(patch(api, json("{'$clear':['api_graphql_max_depth']}"))->changed.isEmpty());
    }

    void onlySomeFieldsCanBeCleared()
    {
        Api api = sampleApi();
        const auto rules = [&](const char* text) { return brokenRules(patch(api, json(text)).error()); };
        QCOMPARE(rules("{'$clear':['api_name','api_id','nothing',7],'api_description':'x'}"),
                 (QStringList{u"$clear[0]:immutable"_s, u"$clear[1]:immutable"_s, u"$clear[2]:reference"_s,
                              u"$clear[3]:reference"_s}));
        QCOMPARE(rules("{'$clear':['api_description'],'api_description':'x'}"),
                 QStringList{u"$clear[0]:conflict"_s});
        QCOMPARE(rules("{'$clear':'api_description'}"), QStringList{u"$clear:type"_s});
        // A new document has nothing to clear.
        QVERIFY(fromJson<Api>(json("{'api_name':'n','api_version':'v1','$clear':['active']}")).ok());
    }

    void patchIsAllOrNothing()
    {
        Api api = sampleApi();
        const auto result = patch(api, json("{'api_description':'new','api_allowed_retry_count':-1}"));
        QCOMPARE(brokenRules(result.error()), QStringList{u"api_allowed_retry_count:range"_s});
        QVERIFY(api.description.isNull());
    }

    void immutableFieldsMayBeRepeatedButNotChanged()
    {
        Api api = sampleApi();
        QVERIFY(patch(api, json("{'api_name':'customers','api_type':'REST'}")).ok());
        const auto renamed = patch(api, json("{'api_name':'clients'}"));
        QCOMPARE(brokenRules(renamed.error()), QStringList{u"api_name:immutable"_s});
        api.pathText = api.path();
        QVERIFY(!patch(api, json("{'api_path':'/other/v1'}")).ok());
        // An id in a patch is ignored, as on creation.
        QVERIFY(patch(api, json("{'api_id':'other'}")).ok());
        QVERIFY(api.id != u"other"_s);
    }

    void maskedSecretsStayAsTheyAre()
    {
        Api api = sampleApi();
        QVERIFY(patch(api, json("{'api_ws_security':{'username':'u','password':'s3cret'}}")).ok());
        QJsonObject answer = toJson(api).value(u"api_ws_security"_s).toObject();
        QCOMPARE(answer.value(u"password"_s), secretMask());
        answer.insert(u"username"_s, u"other"_s);
        QVERIFY(patch(api, {{u"api_ws_security"_s, answer}}).ok());
        QCOMPARE(api.wsSecurity->username, u"other"_s);
        QCOMPARE(api.wsSecurity->password, u"s3cret"_s);
        QVERIFY(patch(api, json("{'api_ws_security':{'username':'u','password':'n3w'}}")).ok());
        QCOMPARE(api.wsSecurity->password, u"n3w"_s);
    }

    void importTakesIdsAndKeepsUnknownFields()
    {
        const auto api = fromJson<Api>(
            json("{'api_name':'n','api_version':'v1','api_id':'11','custom':[1],'api_connect_timeout':2.5}"),
            ReadOptions::import());
        QVERIFY(api.ok());
        QCOMPARE(api->id, u"11"_s);
        QCOMPARE(api->connectTimeout.value(), 2.5);
        QCOMPARE(toJson(*api).value(u"custom"_s), (QJsonArray{1}));
    }

    void referenceDumpsAreRead()
    {
        const auto user =
            fromJson<User>(json("{'_id':'u1','username':'admin','email':'a@b.c','role':'admin',"
                                "'password':{'__type__':'bytes','data':'JDJiJDEyJGFiYw=='},'groups':['ALL','"
                                "admin'],'rate_limit_duration':1,"
                                "'rate_limit_duration_type':'second','throttle_enabled':null,'bandwidth_"
                                "limit_window':null,'custom_attributes':{'custom_key':'custom_value'}}"),
                           ReadOptions::stored());
        QVERIFY(user.ok());
        QCOMPARE(user->id, u"u1"_s);
        QCOMPARE(user->passwordHash, QByteArray("$2b$12$abc"));
        QCOMPARE(user->rateLimit.value(), qint64(1));
        QVERIFY(!user->throttleEnabled);
        QVERIFY(!toJson(*user).contains(u"password"_s));
        const QList<Subscription> list =
            subscriptionsFromPlatform(json("{'username':'bob','apis':['a/v1','b/v2']}"));
        QCOMPARE(list.size(), 2);
        QCOMPARE(list[1].api, u"b/v2"_s);
        QVERIFY(list[0].isUsable(0));
    }

    void headerRoundTripsInTheStoredViewOnly()
    {
        Group group;
        group.name = u"g"_s;
        group.id = u"id-1"_s;
        group.revision = 42;
        group.createdAt = {1700000000123};
        group.createdBy = u"admin"_s;
        group.labels.insert(u"team"_s, u"blue"_s);
        group.managedBy = ManagedBy::File;
        const auto back = fromJson<Group>(toJson(group, View::Stored), ReadOptions::stored());
        QVERIFY(back.ok());
        QCOMPARE(back->id, group.id);
        QCOMPARE(back->revision, qint64(42));
        QCOMPARE(back->createdAt.ms, group.createdAt.ms);
        QCOMPARE(back->labels, group.labels);
        QCOMPARE(int(back->managedBy), int(ManagedBy::File));
        // A request cannot set the header.
        const auto forged = fromJson<Group>(toJson(group, View::Stored));
        QVERIFY(forged.ok());
        QVERIFY(forged->id.isEmpty());
        QCOMPARE(forged->revision, qint64(0));
    }

    void roleFlagsAreBits()
    {
        auto role = fromJson<Role>(
            json("{'role_name':'ops','manage_apis':true,'view_logs':'yes','platform_admin':true}"));
        QVERIFY(role.ok());
        QCOMPARE(role->permissions, bit(Permission::ManageApis) | bit(Permission::ViewLogs));
        QVERIFY(!role->platformAdmin); // cannot be set by a request
        QVERIFY(role->has(Permission::ViewLogs) && !role->has(Permission::ManageUsers));
        QVERIFY(patch(*role, json("{'view_logs':false}")).ok());
        QVERIFY(!role->has(Permission::ViewLogs));
        role->name = u" Platform Admin "_s;
        QVERIFY(role->has(Permission::ManageUsers) && !role->hasFlag(Permission::ManageUsers));
    }

    void apiKnowsItsPathsAndVersions()
    {
        Api api = sampleApi();
        QCOMPARE(api.path(), u"/customers/v1"_s);
        QCOMPARE(api.key(), u"customers/v1"_s);
        QCOMPARE(majorVersionOf(u"v12"_s), 12);
        QCOMPARE(majorVersionOf(u"2.4.1"_s), 2);
        QCOMPARE(majorVersionOf(u"beta"_s), -1);
        api.contractVersion = u"3.0.0"_s;
        QCOMPARE(api.contractPath(), u"/customers/v3"_s);
    }

    void rulesBetweenFieldsHold()
    {
        const auto api = fromJson<Api>(
            json("{'api_name':'n','api_version':'v1','api_public':true,'api_credits_enabled':true}"));
        QCOMPARE(brokenRules(api.error()), QStringList{u"api_credits_enabled:conflict"_s});
        // On a patch the merged result counts.
        Api open = sampleApi();
        open.isPublic = true;
        QVERIFY(!patch(open, json("{'api_credits_enabled':true}")).ok());
        const auto rule = fromJson<LimitRule>(
            json("{'rule_id':'r','rule_type':'per_user','time_window':'minute','limit':5}"));
        QCOMPARE(rule.error().faults.first().message, u"Target identifier required for per_user rules"_s);
        const auto assignment =
            fromJson<TierAssignment>(json("{'user_id':'u','tier_id':'t','effective_from':'2026-02-01T00:00:"
                                          "00Z','effective_until':'2026-01-01T00:00:00Z'}"));
        QCOMPARE(brokenRules(assignment.error()), QStringList{u"effective_until:range"_s});
    }

    void policyConfigIsCheckedByItsType()
    {
        const auto good =
            fromJson<Policy>(json("{'name':'p','policy_type':'rate_limit','config':{'rpm':100,'burst':10}}"),
                             ReadOptions::v1Create());
        QVERIFY2(good.ok(), qPrintable(good.ok() ? QString() : good.error().text()));
        const auto config = fromJson<RateLimitConfig>(good->config);
        QCOMPARE(config->capacity(), qint64(10));
        QVERIFY(qFuzzyCompare(config->tokensPerSecond(), 100.0 / 60));
        const auto bad = fromJson<Policy>(json("{'name':'p','policy_type':'cors','config':{'origins':['nope']"
                                               ",'allow_credentials':'yes','maxage':1}}"),
                                          ReadOptions::v1Create());
        QCOMPARE(brokenRules(bad.error()),
                 (QStringList{u"config.allow_credentials:type"_s, u"config.maxage:unknown"_s,
                              u"config.origins[0]:format"_s}));
        const auto unknown =
            fromJson<Policy>(json("{'name':'p','policy_type':'magic'}"), ReadOptions::v1Create());
        QVERIFY(unknown.error().faults.first().message.contains(u"rate_limit"_s)); // names what is allowed
    }

    void policyConfigIsStoredInCanonicalKeys()
    {
        const auto config = canonicalConfig(PolicyType::RateLimit, json("{'rpm':100,'burst_limit':10}"));
        QVERIFY(config.ok());
        QCOMPARE(config->value(u"requests_per_minute"_s), 100);
        QCOMPARE(config->value(u"burst"_s), 10);
        QVERIFY(!config->contains(u"rpm"_s));
        // Reading the canonical form again changes nothing, so a patch can be merged into it.
        QCOMPARE(canonicalConfig(PolicyType::RateLimit, *config).value(), *config);
        QVERIFY(!canonicalConfig(PolicyType::IpFilter, json("{'ip_list':['300.1.1.1']}")).ok());
    }

    void burstDefaultsToATenthOfTheMinute()
    {
        QCOMPARE(fromJson<RateLimitConfig>(json("{'requests_per_minute':100}"))->capacity(), qint64(10));
        QCOMPARE(fromJson<RateLimitConfig>(json("{'requests_per_minute':5}"))->capacity(), qint64(1));
        QVERIFY(!fromJson<RateLimitConfig>(json("{}")).ok());
    }

    void nestedRulesAreCheckedToTheLeaf()
    {
        const auto bad = fromJson<EndpointValidation>(
            json("{'endpoint_id':'e','validation_enabled':true,'validation_schema':"
                 "{'validation_schema':{'a.b':{'required':true,'type':'object','nested_schema':{'c':{'type':'"
                 "string'}}},"
                 "'list':{'required':false,'type':'array','array_items':{'required':true,'type':'string','"
                 "pattern':'('}}}}}"));
        QCOMPARE(brokenRules(bad.error()),
                 (QStringList{u"validation_schema.validation_schema.a.b.nested_schema.c.required:required"_s,
                              u"validation_schema.validation_schema.list.array_items.pattern:format"_s}));
    }

    void diffNamesPathsAndMasksSecrets()
    {
        CreditGroup before;
        before.group = u"g"_s;
        before.apiKey = u"old"_s;
        before.apiKeyHeader = u"X-Key"_s;
        before.tiers = {{u"basic"_s, 10, 0, 0, u"monthly"_s}};
        CreditGroup after = before;
        after.apiKey = u"new"_s;
        after.tiers[0].credits = 20;
        after.revision = 9;
        const QList<Change> changes =
            diff(toJson(before, View::Stored), toJson(after, View::Stored), &tableOf<CreditGroup>());
        QCOMPARE(changes.size(), 2);
        QCOMPARE(changes[0].path, u"api_key"_s);
        QCOMPARE(changes[0].before, secretMask());
        QCOMPARE(changes[0].after, secretMask());
        QCOMPARE(changes[1].path, u"credit_tiers[0].credits"_s);
        QCOMPARE(changes[1].after, 20);
    }

    void diffMasksSecretsOfPartsThatAppearOrGo()
    {
        Api before = sampleApi();
        Api after = before;
        after.wsSecurity = WsSecurity{};
        after.wsSecurity->password = u"hush"_s;
        for (const bool appears : {true, false}) {
            const QJsonObject left = toJson(appears ? before : after, View::Stored);
            const QJsonObject right = toJson(appears ? after : before, View::Stored);
            const QJsonArray list = toJson(diff(left, right, &tableOf<Api>()));
            QVERIFY(!list.isEmpty());
            QVERIFY(!QJsonDocument(list).toJson().contains("hush"));
        }
        CreditBalance none;
        CreditBalance some;
        some.credits[u"g"_s].userApiKey = u"hush"_s;
        QVERIFY(!QJsonDocument(toJson(diff(toJson(none, View::Stored), toJson(some, View::Stored),
                                           &tableOf<CreditBalance>())))
                     .toJson()
                     .contains("hush"));
    }

    void formats_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("good");
        const auto row = [](TextFormat format, const char* text, bool good) {
            QTest::addRow("%d %s", int(format), text) << int(format) << QString::fromUtf8(text) << good;
        };
        row(TextFormat::Address, "10.0.0.1", true);
        row(TextFormat::Address, "10.0.0.0/32", true);
        row(TextFormat::Address, "10.0.0.0/33", false);
        row(TextFormat::Address, "10.0.0.0/", false);
        row(TextFormat::Address, "10.0.0.0/+8", false);
        row(TextFormat::Address, "::1/128", true);
        row(TextFormat::Address, "10.0.0.256", false);
        row(TextFormat::UpstreamUrl, "http://host:8080/api", true);
        row(TextFormat::UpstreamUrl, "grpcs://host:50051", true);
        row(TextFormat::UpstreamUrl, "host:50051", true);
        row(TextFormat::UpstreamUrl, "http://[::1]:80", true);
        row(TextFormat::UpstreamUrl, "http://host:99999", false);
        row(TextFormat::UpstreamUrl, "ftp://host", false);
        row(TextFormat::UpstreamUrl, "http://", false);
        row(TextFormat::UpstreamUrl, "http://a b", false);
        row(TextFormat::UpstreamUrl, "http://user:pw@host", false);
        row(TextFormat::Url, "grpc://host:1", false);
        row(TextFormat::Segment, "a-b_c.d~1", true);
        row(TextFormat::Segment, "..", false);
        row(TextFormat::Segment, "a/b", false);
        row(TextFormat::Path, "/items/{id}", true);
        row(TextFormat::Path, "items", false);
        row(TextFormat::Path, "/a?b", false);
        row(TextFormat::Origin, "https://*.example.com", true);
        row(TextFormat::Origin, "https://a.example.com:8443", true);
        row(TextFormat::Origin, "https://a.example.com/", false);
        row(TextFormat::HeaderName, "X-Api-Key", true);
        row(TextFormat::HeaderName, "X Api", false);
        row(TextFormat::HeaderName, "X:Y", false);
        row(TextFormat::Host, "*.example.com", true);
        row(TextFormat::Host, "-bad.example", false);
        row(TextFormat::Method, "GET", true);
        row(TextFormat::Method, "get", false);
        row(TextFormat::Email, "dev@acme.example.com", true);
        row(TextFormat::Email, "dev@", false);
        row(TextFormat::Regex, "(", false);
        row(TextFormat::Slug, "a-1", true);
        row(TextFormat::Slug, "A", false);
    }
    void formats()
    {
        QFETCH(int, format);
        QFETCH(QString, text);
        QFETCH(bool, good);
        QCOMPARE(matchesFormat(TextFormat(format), text), good);
    }

    void timesAndDurations()
    {
        QCOMPARE(parseTime(u"1970-01-01T00:00:01Z"_s).value(), qint64(1000));
        QCOMPARE(parseTime(u"1970-01-01T01:00:00+01:00"_s).value(), qint64(0));
        QCOMPARE(parseTime(u"1970-01-01T00:00:01.500"_s).value(), qint64(1500)); // without a zone: UTC
        QVERIFY(!parseTime(u"yesterday"_s));
        QCOMPARE(parseDurationMs(u"15s"_s).value(), qint64(15000));
        QCOMPARE(parseDurationMs(u"250ms"_s).value(), qint64(250));
        QCOMPARE(parseDurationMs(u"1.5"_s).value(), qint64(1500));
        QCOMPARE(parseDurationMs(u"2m"_s).value(), qint64(120000));
        QVERIFY(!parseDurationMs(u"soon"_s));
        QCOMPARE(windowSeconds(u"Minutes"_s), qint64(60));
        QCOMPARE(windowSeconds(u"weeks"_s), qint64(7 * 86400));
        QCOMPARE(windowSeconds(u"fortnight"_s), qint64(60));
    }

    void lengthsCountCharactersNotCodeUnits()
    {
        const QString smiles = QString::fromUcs4(U"\U0001F600").repeated(50);
        QVERIFY(fromJson<Group>({{u"group_name"_s, smiles}}).ok());
        QVERIFY(!fromJson<Group>({{u"group_name"_s, smiles + u'x'}}).ok());
    }

    void bigIntegersAreExact()
    {
        const qint64 big = (qint64(1) << 53) - 1;
        User user;
        user.bandwidthLimitBytes = big;
        const QByteArray text = QJsonDocument(toJson(user, View::Stored)).toJson();
        QCOMPARE(fromJson<User>(QJsonDocument::fromJson(text).object(), ReadOptions::stored())
                     ->bandwidthLimitBytes.value(),
                 big);
        QVERIFY(!fromJson<RateLimitConfig>({{u"requests_per_minute"_s, 1e300}}).ok());
    }

    void consumersAndKeysAreSmall()
    {
        // 20,000 consumers and 40,000 keys are kept in memory; texts come on top of the structs.
        QVERIFY2(sizeof(Consumer) <= 640, qPrintable(QString::number(sizeof(Consumer))));
        QVERIFY2(sizeof(Credential) <= 448, qPrintable(QString::number(sizeof(Credential))));
        QVERIFY2(sizeof(Subscription) <= 448, qPrintable(QString::number(sizeof(Subscription))));
    }
};

QTEST_GUILESS_MAIN(TestCodec)
#include "tst_codec.moc"
