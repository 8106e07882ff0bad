// SPDX-License-Identifier: GPL-3.0-or-later
// What is made before a call, so that traffic can tell what the call does.
#include "tests/integration/calls/effects.h"

#include <QDateTime>
#include <QFile>
#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::harness {

namespace {

/// What the server of reflection_peer.py offers, as a proto file says it.
const char* const kOrdersProto = R"(syntax = \"proto3\"; package shop.v1; message Empty {} )"
                                 R"(message Count { int32 count = 1; } )"
                                 R"(service Orders { rpc TimesAsked(Empty) returns (Count); })";

const QJsonObject& denyAll()
{
    static const QJsonObject config = object(R"({"mode":"deny","ip_list":["127.0.0.1"]})");
    return config;
}

} // namespace

void Effects::userOf(const QJsonObject& fields)
{
    QJsonObject user = fields;
    user.insert(u"password"_s, userPassword());
    const QString name = create(CallId::UserCreate, {}, user).value(u"username"_s).toString();
    m_made.insert("user", name);
    m_user = HttpClient(m_gateway.publicPort());
    if (!m_user.login(name, userPassword()))
        m_faults.append(u"login of "_s + name);
}

/// A user who may not call the API yet.
void Effects::stranger()
{
    operation();
    userOf({});
}

void Effects::caller()
{
    stranger();
    create(CallId::SubscriptionAdd);
}

void Effects::callerHimself()
{
    caller();
    m_himself = true;
}

/// A user with a role of his own; no rights: the role is not there.
void Effects::keeperWith(const QJsonObject& rights)
{
    const QString role = u"keepers-%1"_s.arg(++m_number);
    m_made.insert("keepers", role);
    if (!rights.isEmpty()) {
        QJsonObject fields = rights;
        fields.insert(u"role_name"_s, role);
        create(CallId::RoleCreate, {}, fields);
        m_made.insert("role", role);
    }
    userOf({{u"role"_s, role}});
}

void Effects::keeperWithRights()
{
    keeperWith({{u"manage_routings"_s, true}});
}

void Effects::keeperWithoutRights()
{
    keeperWith({{u"manage_routings"_s, false}});
}

/// An API for everybody with GET /x.
void Effects::openWith(const QJsonObject& fields)
{
    QJsonObject api = fields;
    api.insert(u"api_public"_s, true);
    once("api", [&] { return apiOf(api); });
    m_made.insert("other", m_other.server());
    operation();
}

/// One without endpoints.
void Effects::bare()
{
    once("api", [&] {
        return apiOf({{u"api_public"_s, true},
                      {u"api_openapi_url"_s, u"/openapi.json"_s},
                      {u"api_wsdl_url"_s, u"/calc.wsdl"_s}});
    });
}

/// One with POST /x, the endpoint that is meant.
void Effects::posting()
{
    bare();
    once("operation", [&] {
        create(CallId::OperationCreate, {}, {{u"endpoint_method"_s, u"POST"_s}});
        return seen(buildPath(CallId::OperationGet, {u"POST"_s, api(), u"v1"_s, u"x"_s}).toLatin1())
            .value(u"endpoint_id"_s)
            .toString();
    });
}

void Effects::routedTo(const char* server)
{
    openWith({});
    const QString address = QByteArrayView(server) == "own" ? m_origin.server() : m_other.server();
    once("routing", [&] {
        return create(CallId::RoutingCreate, {},
                      {{u"client_key"_s, api()}, {u"routing_servers"_s, QJsonArray{address}}})
            .value(u"client_key"_s)
            .toString();
    });
}

void Effects::pooled()
{
    openWith({{u"api_upstream_id"_s, upstream()}, {u"api_servers"_s, QJsonArray()}});
}

/// Its circuit breaker is open.
void Effects::broken()
{
    openWith({{u"api_upstream_id"_s, upstream()},
              {u"api_servers"_s, QJsonArray()},
              {u"api_breaker"_s, object(R"({"failures":1,"open_seconds":3600})")}});
    m_origin.say({}, {}, "503 Service Unavailable");
    for (int i = 0; i < 2; ++i)
        visit(rest("/x"));
}

void Effects::grpc()
{
    m_made.insert("proto", QString::fromLatin1(kOrdersProto));
    openWith({{u"api_type"_s, u"GRPC"_s}, {u"api_servers"_s, QJsonArray{grpcServer()}}});
}

void Effects::grpcWithProto()
{
    grpc();
    sent(CallId::ProtoUpload, {api(), u"v1"_s}, object(filled(uR"({"content":"%proto%"})"_s).toUtf8()));
    m_made.insert("uploaded", api());
}

/// A server that offers more than it did when it was asked.
void Effects::growingGrpc()
{
    m_growing = std::make_unique<ToolServer>(u"/usr/bin/python3"_s,
                                             QStringList{clientFile(u"reflection_peer.py"_s), u"v1"_s});
    const QString server = u"grpc://127.0.0.1:%1"_s.arg(m_growing->port());
    openWith({{u"api_type"_s, u"GRPC"_s},
              {u"api_servers"_s, QJsonArray{server}},
              {u"api_grpc_reflection_url"_s, server}});
    HttpClient visitor(m_gateway.publicPort());
    const HttpReply grown = visitor.call("POST", "/api/grpc/" + api().toLatin1() + "/v1",
                                         object(R"({"method":"Orders.Grow","message":{}})"));
    if (grown.status != 200)
        m_faults.append(grown.line());
}

/// A caller and the API that charges a credit group; `api`: its further fields.
void Effects::creditsOf(const QJsonObject& api)
{
    QJsonObject charged = api;
    charged.insert(u"api_credits_enabled"_s, true);
    charged.insert(u"api_credit_group"_s, creditGroup());
    charged.insert(u"api_allowed_groups"_s, QJsonArray{u"ALL"_s});
    once("api", [&] { return apiOf(charged); });
    caller();
}

void Effects::poor()
{
    creditsOf({});
}

void Effects::paying()
{
    creditsOf({});
    sent(CallId::CreditSave, {user()}, bodyOf(info(CallId::CreditSave)));
}

void Effects::payingHimself()
{
    paying();
    m_himself = true;
}

/// A caller with a tier that limits nothing.
void Effects::withPlenty()
{
    caller();
    sent(CallId::TierAssign, {}, {{u"user_id"_s, user()}, {u"tier_id"_s, tier()}});
}

/// A caller without, and a tier of one request per day.
void Effects::withTightTier()
{
    caller();
    once("tier", [this] {
        return create(CallId::TierCreate, {}, {{u"limits"_s, object(R"({"requests_per_day":1})")}})
            .value(u"tier_id"_s)
            .toString();
    });
    m_made.insert("assigned", user());
}

void Effects::tight()
{
    withTightTier();
    sent(CallId::TierAssign, {}, {{u"user_id"_s, user()}, {u"tier_id"_s, tier()}});
}

/// A caller with one request per day, if the rule is enabled.
void Effects::ruledWith(bool enabled)
{
    caller();
    once("rule", [&] {
        return create(CallId::LimitRuleCreate, {},
                      {{u"rule_type"_s, u"per_user"_s},
                       {u"time_window"_s, u"day"_s},
                       {u"limit"_s, 1},
                       {u"enabled"_s, enabled}})
            .value(u"rule_id"_s)
            .toString();
    });
}

void Effects::exhausted()
{
    ruled();
    call();
}

void Effects::switchedOff()
{
    openWith({});
    sent(CallId::ApiUpdate, {api(), u"v1"_s}, {{u"active"_s, false}});
    m_made.insert("group", u"none"_s); // the change that is undone is this one
}

void Effects::switchedOffSinceDump()
{
    openWith({});
    dump();
    sent(CallId::ApiUpdate, {api(), u"v1"_s}, {{u"active"_s, false}});
}

void Effects::switchedOffByImport()
{
    openWith({});
    const QJsonObject off{{u"api_name"_s, api()}, {u"api_version"_s, u"v1"_s}, {u"active"_s, false}};
    sent(CallId::ConfigImport, {}, {{u"apis"_s, QJsonArray{off}}});
    m_made.insert("imported", api());
}

void Effects::shorterAddresses()
{
    QFile file(m_gateway.directory() + u"/.env"_s);
    if (!file.open(QIODevice::WriteOnly) || file.write("MAX_URI_BYTES=256\n") < 0)
        m_faults.append(file.errorString());
}

/// The answer of the upstream is kept, and another one now.
void Effects::cached()
{
    openWith({{u"api_cache"_s, object(R"({"ttl_seconds":3600})")}});
    m_origin.say("Cache-Control: max-age=3600\r\n", "kept");
    visit(rest("/x"));
    m_origin.say("Cache-Control: max-age=3600\r\n", "fresh");
}

void Effects::storage()
{
    if (!m_storage.isEmpty())
        return;
    m_storage =
        apiOf({{u"api_public"_s, true}, {u"api_is_crud"_s, true}, {u"api_crud_collection"_s, u"good"_s}});
    for (const QString& uri : {u"/n"_s, u"/n/{id}"_s})
        create(CallId::OperationCreate, {}, {{u"api_name"_s, m_storage}, {u"endpoint_uri"_s, uri}});
    m_collection = true;
}

void Effects::openInTenant()
{
    contractOf({{u"tenant"_s, tenant()}, {u"auth"_s, object(R"({"type":"none"})")}});
}

void Effects::keyedInTenant()
{
    contractOf({{u"tenant"_s, tenant()}});
}

void Effects::openContract()
{
    contractOf({{u"auth"_s, object(R"({"type":"none"})")}});
}

void Effects::draft()
{
    contractOf({{u"auth"_s, object(R"({"type":"none"})")}, {u"status"_s, u"draft"_s}});
}

/// The id of a policy that refuses everybody at that contract.
QString Effects::filterFor(const QString& contract)
{
    return create(CallId::PolicyCreate, {},
                  {{u"policy_type"_s, u"ip_filter"_s},
                   {u"config"_s, denyAll()},
                   {u"bindings"_s, QJsonArray{QJsonObject{{u"api_id"_s, contract}}}}})
        .value(u"id"_s)
        .toString();
}

void Effects::filtered()
{
    openContract();
    once("policy", [this] { return filterFor(contract()); });
}

void Effects::filteredElsewhere()
{
    const QString elsewhere = create(CallId::ContractCreate).value(u"id"_s).toString();
    openContract();
    once("policy", [&] { return filterFor(elsewhere); });
}

void Effects::filteredHereToo()
{
    filteredElsewhere();
    binding();
}

void Effects::keyedContract()
{
    contract();
    consumer();
}

void Effects::keyed()
{
    subscription();
}

/// For somebody to approve it.
void Effects::waiting()
{
    subscriptionOf({{u"plan_id"_s, planOf({{u"requires_approval"_s, true}})}});
}

void Effects::planned()
{
    subscriptionOf({{u"plan_id"_s, planOf({{u"daily_request_limit"_s, 100000}})}});
}

void Effects::quotaUsedUp()
{
    subscriptionOf({{u"plan_id"_s, planOf({{u"daily_request_limit"_s, 1}})}});
    withKey();
}

void Effects::passwordContract()
{
    contractOf({{u"auth"_s, object(R"({"type":"basic"})")}});
    subscription();
}

void Effects::withPasswordSet()
{
    passwordContract();
    once("credential", [this] {
        return create(CallId::ConsumerCredentialCreate, {u"default"_s, consumer()},
                      {{u"login"_s, consumer()}, {u"secret"_s, userPassword()}})
            .value(u"id"_s)
            .toString();
    });
}

/// What is told by the names of calls: a user, his group and his API; a consumer, his plan, key and contract.
void Effects::watched()
{
    once("api", [this] {
        return apiOf({{u"api_allowed_groups"_s, QJsonArray{group()}},
                      {u"api_openapi_url"_s, u"/openapi.json"_s},
                      {u"api_wsdl_url"_s, u"/calc.wsdl"_s}});
    });
    operation();
    userOf({{u"groups"_s, QJsonArray{group()}}});
    create(CallId::SubscriptionAdd);
    plan();
    const QDateTime end = QDateTime::currentDateTimeUtc().addDays(3);
    subscriptionOf({{u"expires_at"_s, end.toString(Qt::ISODate)}});
    once("rule", [this] { // one that the requests of the test do not reach
        return create(CallId::LimitRuleCreate, {}, {{u"limit"_s, 100'000}}).value(u"rule_id"_s).toString();
    });
    m_called = api();
    m_watchedApi = rest("/x");
    m_watchedContract = contractPath();
    m_watchedKey = m_key.toLatin1();
}

/// Calls that are refused for what is in use get documents of their own.
void Effects::leaveWatched(CallId id)
{
    const auto leave = [this](std::initializer_list<const char*> names) {
        for (const char* name : names)
            m_made.remove(name);
    };
    if (id == CallId::GraphQlRefresh)
        leave({"api", "api id", "operation"});
    else if (id == CallId::PlanV1Delete)
        leave({"plan", "plan slug"});
    else if (id == CallId::SubscriptionV1Reject)
        leave({"plan", "plan slug", "subscription", "consumer", "contract", "contract name"});
}

} // namespace gatehouse::harness
