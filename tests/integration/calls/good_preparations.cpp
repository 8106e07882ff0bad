// SPDX-License-Identifier: GPL-3.0-or-later
// What must have been done before a call, beside what its parameters and its body name.
#include "tests/integration/calls/good_body.h"
#include "tests/integration/calls/good_calls.h"

#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::harness {

namespace {

const char* const kOpenApi = R"({"openapi":"3.0.0","info":{"title":"T","version":"2"},
    "paths":{"/found":{"get":{"summary":"One","responses":{"200":{"description":"ok"}}}}}})";
const char* const kGraphQl = R"({"data":{"__schema":{"queryType":{"name":"Query"},"mutationType":null,
    "subscriptionType":null,"types":[{"kind":"OBJECT","name":"Query","description":null,"fields":[
    {"name":"a","args":[],"type":{"kind":"SCALAR","name":"String"}}]}]}}})";
const char* const kProto = "syntax = \"proto3\"; package good; message A { string a = 1; } "
                           "service Good { rpc Do(A) returns (A); }";

QByteArray wsdl()
{
    QFile file(qEnvironmentVariable("GATEHOUSE_SOURCE") + u"/tests/integration/clients/calc.wsdl"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

void GoodCalls::prepare(CallId id)
{
    m_origin.say("Content-Type: application/json\r\n", kOpenApi);
    prepareApis(id);
    prepareUsers(id);
    prepareData(id);
    prepareV1(id);
}

void GoodCalls::prepareApis(CallId id)
{
    const QString v1 = u"v1"_s;
    switch (id) {
    case CallId::OperationUpdate:
    case CallId::OperationGet:
    case CallId::OperationDelete:
    case CallId::OperationList:
    case CallId::TestRequest:
        operation();
        break;
    case CallId::ValidationUpdate:
    case CallId::ValidationUpdateAlias:
    case CallId::ValidationDelete:
    case CallId::ValidationDeleteAlias:
    case CallId::ValidationGet:
    case CallId::ValidationGetAlias:
        create(CallId::ValidationCreate);
        break;
    case CallId::WsdlGet:
    case CallId::WsdlRefresh:
    case CallId::WsdlImport:
        m_origin.say("Content-Type: text/xml\r\n", wsdl().toStdString());
        break;
    case CallId::GraphQlSchema:
    case CallId::GraphQlRefresh:
    case CallId::GraphQlTypes:
        m_origin.say("Content-Type: application/json\r\n", kGraphQl);
        once("api", [this] { return apiOf({{u"api_type"_s, u"GRAPHQL"_s}}); });
        if (id == CallId::GraphQlTypes)
            seen(buildPath(CallId::GraphQlSchema, {api(), v1}).toLatin1());
        break;
    case CallId::ProtoUpload:
    case CallId::ProtoGet:
    case CallId::ProtoUpdate:
    case CallId::ProtoDelete:
    case CallId::GrpcServices:
        once("api", [this] { return apiOf({{u"api_type"_s, u"GRPC"_s}}); });
        if (id != CallId::ProtoUpload)
            once("uploaded", [this, &v1] {
                m_admin.send("POST", buildPath(CallId::ProtoUpload, {api(), v1}).toLatin1(),
                             rawBody(CallId::ProtoUpload),
                             m_admin.bearer() + "Content-Type: application/json\r\n");
                return api();
            });
        break;
    case CallId::GrpcServicesRefresh:
        once("api", [this] {
            return apiOf({{u"api_type"_s, u"GRPC"_s},
                          {u"api_servers"_s, QJsonArray{grpcServer()}},
                          {u"api_grpc_reflection_url"_s, grpcServer()}});
        });
        break;
    case CallId::UpstreamDrain:
    case CallId::UpstreamUndrain:
    case CallId::UpstreamReset:
        once("api", [this] {
            return apiOf({{u"api_upstream_id"_s, upstream()}, {u"api_servers"_s, QJsonArray()}});
        });
        if (id == CallId::UpstreamUndrain)
            sent(CallId::UpstreamDrain, {}, bodyOf(info(CallId::UpstreamDrain)));
        break;
    default:
        break;
    }
}

void GoodCalls::dump()
{
    m_dump = sent(CallId::MemoryDump, {}, {}).value(u"response"_s)[u"path"_s].toString();
}

QString GoodCalls::grpcServer()
{
    if (!m_grpc)
        m_grpc = std::make_unique<ToolServer>(
            u"/usr/bin/python3"_s, QStringList{qEnvironmentVariable("GATEHOUSE_SOURCE") +
                                                   u"/tests/integration/clients/reflection_peer.py"_s,
                                               u"v1"_s});
    return u"grpc://127.0.0.1:%1"_s.arg(m_grpc->port());
}

void GoodCalls::prepareUsers(CallId id)
{
    switch (id) {
    case CallId::SubscriptionRemove:
        create(CallId::SubscriptionAdd);
        break;
    case CallId::CreditGet:
        sent(CallId::CreditSave, {user()}, bodyOf(info(CallId::CreditSave)));
        break;
    case CallId::TierAssignmentGet:
    case CallId::TierOfUser:
    case CallId::TierUnassign:
        assigned();
        break;
    case CallId::QuotaStatus:
    case CallId::QuotaStatusOf:
        if (!seen("/platform/tiers/assignments/admin").contains(u"tier_id"_s)) {
            const QJsonObject limits{{u"daily_request_quota"_s, 1000000}};
            const QString plan =
                create(CallId::TierCreate, {}, {{u"limits"_s, limits}}).value(u"tier_id"_s).toString();
            sent(CallId::TierAssign, {}, {{u"user_id"_s, u"admin"_s}, {u"tier_id"_s, plan}});
        }
        break;
    case CallId::TierPaymentFailure:
        create(CallId::TierCreate, {}, {{u"is_default"_s, true}});
        break;
    case CallId::AuthUnrevoke:
        sent(CallId::AuthRevoke, {user()}, {});
        break;
    case CallId::AuthEnable:
        sent(CallId::AuthDisable, {user()}, {});
        break;
    case CallId::CreditRotateKey: {
        const QJsonObject credits{
            {creditGroup(), QJsonObject{{u"tier_name"_s, u"good"_s}, {u"available_credits"_s, 5}}}};
        sent(CallId::CreditSave, {u"admin"_s}, {{u"username"_s, u"admin"_s}, {u"users_credits"_s, credits}});
        break;
    }
    default:
        break;
    }
}

void GoodCalls::prepareData(CallId id)
{
    const QString v1 = u"v1"_s;
    switch (id) {
    case CallId::AnalyticsApi:
    case CallId::AnalyticsUser:
        m_made.insert("api", m_called);
        waitForTraffic(buildPath(CallId::AnalyticsApi, {m_called, v1}).toLatin1());
        break;
    case CallId::MemoryRestore:
        if (m_dump.isEmpty())
            dump();
        group(); // something to take back
        break;
    case CallId::ConfigRollback:
        once("imported", [this] {
            sent(CallId::ConfigImport, {}, QJsonDocument::fromJson(rawBody(CallId::ConfigImport)).object());
            return u"groups"_s;
        });
        break;
    case CallId::CrudImport:
    case CallId::CrudExport:
    case CallId::CrudDrop:
    case CallId::CrudRecordGet:
    case CallId::CrudRecordUpdate:
    case CallId::CrudRecordDelete:
        if (!m_collection) {
            create(CallId::ApiCreate, {}, {{u"api_is_crud"_s, true}, {u"api_crud_collection"_s, u"good"_s}});
            m_collection = true;
        }
        if (id != CallId::CrudImport)
            sent(CallId::CrudImport, {u"good"_s}, bodyOf(info(CallId::CrudImport)));
        break;
    case CallId::RevisionGet:
    case CallId::RevisionDiff:
    case CallId::RevisionRollback:
        group();
        break;
    default:
        break;
    }
}

void GoodCalls::prepareV1(CallId id)
{
    const QString own = u"default"_s;
    switch (id) {
    case CallId::ContractPublish:
    case CallId::ContractPublishIn:
        contractOf({{u"status"_s, u"draft"_s}});
        break;
    case CallId::ContractReactivate:
    case CallId::ContractReactivateIn:
        sent(CallId::ContractDeprecate, {contract()}, bodyOf(info(CallId::ContractDeprecate)));
        break;
    case CallId::ConsumerActivate:
        sent(CallId::ConsumerSuspend, {own, consumer()}, {});
        break;
    case CallId::SubscriptionV1Reactivate:
        sent(CallId::SubscriptionV1Suspend, {subscription()}, {});
        break;
    case CallId::SubscriptionV1Approve:
    case CallId::SubscriptionV1Reject:
        subscriptionOf({{u"plan_id"_s, planOf({{u"requires_approval"_s, true}})}});
        break;
    case CallId::SubscriptionV1Extend:
        subscriptionOf({{u"expires_at"_s, QDateTime::currentDateTimeUtc().addDays(3).toString(Qt::ISODate)}});
        break;
    default:
        break;
    }
}

/// Bodies that no table describes.
QByteArray GoodCalls::rawBody(CallId id)
{
    const auto json = [](const QJsonObject& object) {
        return QJsonDocument(object).toJson(QJsonDocument::Compact);
    };
    switch (id) {
    case CallId::ProtoUpload:
    case CallId::ProtoParse:
        return json({{u"content"_s, QLatin1StringView(kProto)}});
    case CallId::ProtoUpdate:
        return json({{u"content"_s, QLatin1StringView(kProto) + u"\nmessage B {}"_s}});
    case CallId::OpenApiParse:
    case CallId::OpenApiImport:
    case CallId::ContractImport:
    case CallId::ContractImportIn:
        return kOpenApi;
    case CallId::WsdlParse:
        return wsdl();
    case CallId::CrudRecordUpdate:
        return json({{u"a"_s, m_number}});
    case CallId::TierCompare:
        return QJsonDocument(QJsonArray{tier()}).toJson(QJsonDocument::Compact);
    case CallId::ConfigImport:
        return json(
            {{u"groups"_s, QJsonArray{QJsonObject{{u"group_name"_s, u"imported-%1"_s.arg(m_number)}}}}});
    case CallId::ConsumerBulk:
        return "external_id,name,email\nbulk-" + QByteArray::number(m_number) + ",Bulk,bulk@example.org\n";
    case CallId::V1Token:
        return "grant_type=client_credentials&client_id=control-plane-api&client_secret=C4n4ry-Client-Secret-"
               "1";
    default:
        return {};
    }
}

} // namespace gatehouse::harness
