// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/calls/good_calls.h"

#include "tests/integration/calls/good_body.h"

#include <QDeadlineTimer>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::harness {

namespace {

QJsonObject merged(QJsonObject base, const QJsonObject& fields)
{
    for (auto at = fields.begin(); at != fields.end(); ++at)
        base.insert(at.key(), at.value());
    return base;
}

} // namespace

void GoodCalls::forget()
{
    m_made.clear();
    m_faults.clear();
    m_dump.clear();
    ++m_number;
}

GoodCall GoodCalls::make(const CallInfo& call)
{
    forget();
    return prepared(call);
}

QString GoodCalls::filled(QString text) const
{
    for (auto made = m_made.begin(); made != m_made.end(); ++made)
        text.replace(u'%' + QString::fromLatin1(made.key()) + u'%', made.value());
    return text;
}

GoodCall GoodCalls::prepared(const CallInfo& call, const char* more)
{
    prepare(call.id);
    QStringList parameters;
    for (const QString& name : parameterNames(call.path))
        parameters.append(parameter(call, name));
    ++m_number; // a change must change something
    GoodCall good;
    good.target = buildPath(call.id, parameters).toLatin1() + queryOf(call.id);
    const QByteArray fields = filled(QString::fromUtf8(more)).toUtf8();
    good.body = fields.isEmpty() ? rawBody(call.id) : QByteArray();
    QJsonObject body = good.body.isEmpty() ? bodyOf(call) : QJsonObject();
    if (!fields.isEmpty())
        body = merged(body, object(fields.constData()));
    if (good.body.isEmpty() && (call.request.table || !body.isEmpty()))
        good.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    const bool form = call.id == CallId::V1Token, xml = call.id == CallId::WsdlParse;
    const bool csv = call.id == CallId::ConsumerBulk;
    if (!good.body.isEmpty())
        good.lines = form  ? "Content-Type: application/x-www-form-urlencoded\r\n"
                     : xml ? "Content-Type: text/xml\r\n"
                     : csv ? "Content-Type: text/csv\r\n"
                           : "Content-Type: application/json\r\n";
    return good;
}

QJsonObject GoodCalls::bodyOf(const CallInfo& call)
{
    QJsonObject body;
    if (call.request.table)
        body = call.request.patch ? goodPatch(call.request.table(), m_number)
                                  : goodBody(call.request.table(), m_number);
    return merged(body, fieldsOf(call.id));
}

QJsonObject GoodCalls::create(CallId id, const QStringList& parameters, const QJsonObject& more)
{
    ++m_number;
    return sent(id, parameters, merged(bodyOf(info(id)), more));
}

/// The answer, with what was sent below it.
QJsonObject GoodCalls::sent(CallId id, const QStringList& parameters, const QJsonObject& body)
{
    const CallInfo& call = info(id);
    const QByteArray target = buildPath(id, parameters).toLatin1();
    const HttpReply reply = m_admin.call(toText(call.method), target, body);
    const QJsonObject answer = reply.json();
    const int status = answer.value(u"status_code"_s).toInt(reply.status); // in the strict envelope
    if (status != call.status)
        m_faults.append(QString::fromLatin1(call.name) + u": "_s + QString::fromUtf8(reply.body));
    return merged(merged(body, answer), answer.value(u"response"_s).toObject());
}

/// What a read shows, without its envelope.
QJsonObject GoodCalls::seen(const QByteArray& target)
{
    const QJsonObject answer = m_admin.call("GET", target).json();
    return merged(answer, answer.value(u"response"_s).toObject());
}

QStringList GoodCalls::begin()
{
    m_origin.say("Content-Type: application/json\r\n", "{}");
    operation();
    m_called = api();
    sent(CallId::SubscriptionAdd, {},
         {{u"username"_s, u"admin"_s}, {u"api_name"_s, m_called}, {u"api_version"_s, u"v1"_s}});
    HttpClient visitor(m_gateway.publicPort());
    const HttpReply reply = visitor.get("/api/rest/" + m_called.toLatin1() + "/v1/x", m_admin.bearer());
    if (reply.status != 200)
        m_faults.append(u"traffic: "_s + QString::fromUtf8(reply.body));
    return m_faults;
}

/// The numbers of traffic are counted once in a while.
void GoodCalls::waitForTraffic(const QByteArray& target)
{
    QDeadlineTimer patience(30'000);
    while (!patience.hasExpired() && seen(target).contains(u"error_code"_s)) {
    }
}

QString GoodCalls::once(const char* what, const std::function<QString()>& make)
{
    if (!m_made.contains(what)) {
        const QString made = make();
        m_made.insert(what, made);
    }
    return m_made.value(what);
}

QString GoodCalls::user()
{
    return once("user", [this] { return create(CallId::UserCreate).value(u"username"_s).toString(); });
}

QString GoodCalls::role()
{
    return once("role", [this] { return create(CallId::RoleCreate).value(u"role_name"_s).toString(); });
}

QString GoodCalls::group()
{
    return once("group", [this] { return create(CallId::GroupCreate).value(u"group_name"_s).toString(); });
}

/// A new API with these fields, whose id apiId() gives; its name.
QString GoodCalls::apiOf(const QJsonObject& fields)
{
    const QJsonObject made = create(CallId::ApiCreate, {}, fields);
    m_made.insert("api id", made[u"api"_s][u"api_id"_s].toString());
    return made.value(u"api_name"_s).toString();
}

QString GoodCalls::api()
{
    return once("api", [this] {
        return apiOf({{u"api_openapi_url"_s, u"/openapi.json"_s},
                      {u"api_wsdl_url"_s, u"/calc.wsdl"_s},
                      {u"api_allowed_groups"_s, QJsonArray{u"ALL"_s}}});
    });
}

QString GoodCalls::apiId()
{
    api();
    return m_made.value("api id");
}

QString GoodCalls::operation()
{
    return once("operation", [this] {
        create(CallId::OperationCreate);
        const QString path = buildPath(CallId::OperationGet, {u"GET"_s, api(), u"v1"_s, u"x"_s});
        return seen(path.toLatin1()).value(u"endpoint_id"_s).toString();
    });
}

QString GoodCalls::routing()
{
    return once("routing",
                [this] { return create(CallId::RoutingCreate).value(u"client_key"_s).toString(); });
}

QString GoodCalls::upstream()
{
    return once("upstream", [this] { return create(CallId::UpstreamCreate).value(u"id"_s).toString(); });
}

QString GoodCalls::creditGroup()
{
    return once("credit group",
                [this] { return create(CallId::CreditDefCreate).value(u"api_credit_group"_s).toString(); });
}

QString GoodCalls::tier()
{
    return once("tier", [this] { return create(CallId::TierCreate).value(u"tier_id"_s).toString(); });
}

QString GoodCalls::assigned()
{
    return once("assigned", [this] {
        const QString plan = create(CallId::TierCreate).value(u"tier_id"_s).toString();
        sent(CallId::TierAssign, {}, {{u"user_id"_s, user()}, {u"tier_id"_s, plan}});
        return user();
    });
}

QString GoodCalls::rule()
{
    return once("rule", [this] { return create(CallId::LimitRuleCreate).value(u"rule_id"_s).toString(); });
}

QString GoodCalls::secret()
{
    return once("secret", [this] { return create(CallId::VaultCreate).value(u"key_name"_s).toString(); });
}

QString GoodCalls::tenant()
{
    return once("tenant", [this] { return create(CallId::TenantCreate).value(u"slug"_s).toString(); });
}

QString GoodCalls::contract()
{
    return contractOf({});
}

QString GoodCalls::contractOf(const QJsonObject& fields)
{
    return once("contract", [this, &fields] {
        const QJsonObject made = create(CallId::ContractCreate, {}, fields);
        m_made.insert("contract name", made.value(u"name"_s).toString());
        return made.value(u"id"_s).toString();
    });
}

QString GoodCalls::policy()
{
    return once("policy", [this] { return create(CallId::PolicyCreate).value(u"id"_s).toString(); });
}

QString GoodCalls::binding()
{
    return once("binding", [this] { return create(CallId::PolicyBind).value(u"id"_s).toString(); });
}

QString GoodCalls::consumer()
{
    return once("consumer",
                [this] { return create(CallId::ConsumerCreate, {u"default"_s}).value(u"id"_s).toString(); });
}

QString GoodCalls::credential()
{
    return once("credential", [this] {
        return create(CallId::ConsumerCredentialCreate, {u"default"_s, consumer()}).value(u"id"_s).toString();
    });
}

QString GoodCalls::subscription()
{
    return subscriptionOf({});
}

QString GoodCalls::subscriptionOf(const QJsonObject& fields)
{
    return once("subscription", [this, &fields] {
        const QJsonObject made = create(CallId::SubscriptionV1Create, {}, fields);
        m_key = made.value(u"api_key"_s).toString();
        return made.value(u"id"_s).toString();
    });
}

QString GoodCalls::plan()
{
    return planOf({});
}

QString GoodCalls::planOf(const QJsonObject& fields)
{
    return once("plan", [this, &fields] {
        const QJsonObject made = create(CallId::PlanV1Create, {u"default"_s}, fields);
        m_made.insert("plan slug", made.value(u"slug"_s).toString());
        return made.value(u"id"_s).toString();
    });
}

QString GoodCalls::alertRule()
{
    return once("alert rule", [this] { return create(CallId::AlertRuleCreate).value(u"id"_s).toString(); });
}

QString GoodCalls::channel()
{
    return once("channel", [this] { return create(CallId::AlertChannelCreate).value(u"id"_s).toString(); });
}

QString GoodCalls::silence()
{
    return once("silence", [this] { return create(CallId::SilenceCreate).value(u"id"_s).toString(); });
}

/// One that fires and stays so: its rule looks back for longer than the test takes.
QString GoodCalls::alert()
{
    return once("alert", [this] {
        const QString rule = create(CallId::AlertRuleCreate, {},
                                    {{u"signal"_s, u"request_rate"_s},
                                     {u"threshold"_s, 0.00001},
                                     {u"window_seconds"_s, 3600},
                                     {u"for_seconds"_s, 0}})
                                 .value(u"id"_s)
                                 .toString();
        HttpClient visitor(m_gateway.publicPort());
        QDeadlineTimer patience(60'000);
        while (!patience.hasExpired()) {
            visitor.get("/api/rest/" + m_called.toLatin1() + "/v1/x", m_admin.bearer());
            for (const QJsonValue each : seen("/v1/alerts").value(u"items"_s).toArray()) {
                if (each[u"rule_id"_s] == rule && each[u"state"_s] == u"firing"_s)
                    return each[u"id"_s].toString();
            }
        }
        m_faults.append(u"no alert fires"_s);
        return QString();
    });
}

QString GoodCalls::idFor(const CallInfo& call)
{
    static const QList<std::pair<const char*, Make>> owners{
        {"/v1/tenants/{tenant}/contracts", &GoodCalls::contract},
        {"/v1/contracts", &GoodCalls::contract},
        {"/v1/admin/policies/bindings", &GoodCalls::binding},
        {"/v1/admin/policies", &GoodCalls::policy},
        {"/v1/admin/quotas", &GoodCalls::consumer},
        {"/v1/consumers", &GoodCalls::consumer},
        {"/v1/subscriptions", &GoodCalls::subscription},
        {"/v1/plans", &GoodCalls::plan},
        {"/v1/alert-rules", &GoodCalls::alertRule},
        {"/v1/alert-channels", &GoodCalls::channel},
        {"/v1/alerts", &GoodCalls::alert},
        {"/v1/silences", &GoodCalls::silence}};
    for (const auto& [path, make] : owners) {
        if (QByteArrayView(call.path).startsWith(path))
            return (this->*make)();
    }
    return {};
}

QString GoodCalls::parameter(const CallInfo& call, const QString& name)
{
    static const QHash<QString, Make> makers{
        {u"username"_s, &GoodCalls::user},         {u"user_id"_s, &GoodCalls::user},
        {u"role_name"_s, &GoodCalls::role},        {u"group_name"_s, &GoodCalls::group},
        {u"api_name"_s, &GoodCalls::api},          {u"api"_s, &GoodCalls::apiId},
        {u"endpoint_id"_s, &GoodCalls::operation}, {u"client_key"_s, &GoodCalls::routing},
        {u"upstream_id"_s, &GoodCalls::upstream},  {u"api_credit_group"_s, &GoodCalls::creditGroup},
        {u"tier_id"_s, &GoodCalls::tier},          {u"rule_id"_s, &GoodCalls::rule},
        {u"key_name"_s, &GoodCalls::secret},       {u"credential"_s, &GoodCalls::credential}};
    static const QHash<QString, QString> words{
        {u"api_version"_s, u"v1"_s},  {u"version"_s, u"v1"_s},
        {u"method"_s, u"GET"_s},      {u"uri"_s, u"x"_s},
        {u"collection"_s, u"good"_s}, {u"record"_s, u"1"_s},
        {u"realm"_s, u"stoa"_s},      {u"quota_type"_s, u"daily_requests"_s}};
    if (call.id == CallId::AnalyticsUser)
        return u"admin"_s;
    if (const auto make = makers.constFind(name); make != makers.cend())
        return (this->**make)();
    if (words.contains(name))
        return words.value(name);
    if (name == u"email")
        return user() + u"@example.org"_s;
    if (name == u"slug")
        return plan(), m_made.value("plan slug");
    if (name == u"name")
        return contract(), m_made.value("contract name");
    if (name == u"revision")
        return QString::number(seen("/platform/changes").value(u"revision"_s).toInt() - 1);
    const bool itself = QByteArrayView(call.path).startsWith("/v1/tenants/{tenant}") &&
                        !QByteArrayView(call.path).contains("contracts");
    if (name == u"tenant")
        return itself ? tenant() : u"default"_s;
    return idFor(call);
}

QByteArray GoodCalls::queryOf(CallId id)
{
    switch (id) {
    case CallId::MonitorReport:
        return "?start=2026-01-01&end=2026-01-02";
    case CallId::QuotaExport:
        return "?format=json";
    case CallId::LimitRuleSearch:
        return "?q=good";
    case CallId::RevisionDiff:
        return "";
    default:
        return "";
    }
}

} // namespace gatehouse::harness
