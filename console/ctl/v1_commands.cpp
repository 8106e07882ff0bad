// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/ctl/v1_commands.h"

#include "common/api/calls.h"
#include "console/ctl/answers.h"
#include "console/ctl/assignments.h"
#include "console/ctl/table_text.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

/// A command that is one call. Its arguments are the parameters of the path but the tenant, then the body.
struct Row {
    const char16_t* words;
    CallId call;
    const char16_t* help;
    const char16_t* columns; ///< of a list, separated by blanks; empty: one object
    const char16_t* details; ///< for the page of the command
    bool file = false;       ///< the last argument is a JSON file
};

constexpr const char16_t* contractColumns = u"id name version status gateway_path";
constexpr const char16_t* policyColumns =
    u"id name policy_type tenant_id priority enabled dry_run binding_count";
constexpr const char16_t* consumerColumns = u"id external_id name email status";
constexpr const char16_t* subscriptionColumns =
    u"id consumer_id api status api_key_prefix plan_id last_used_at";
constexpr const char16_t* keyColumns =
    u"id api_key_prefix consumer email api status previous expires_at last_used_at";
constexpr const char16_t* credentialColumns = u"id type login status previous expires_at";
constexpr const char16_t* planColumns =
    u"id slug name rate_limit_per_minute daily_request_limit monthly_request_limit status";

constexpr const char16_t* alertColumns =
    u"id severity state rule subject value threshold unit since acknowledged_by";

constexpr Row rows[] = {
    {u"contract list", CallId::ContractListIn, u"List contracts", contractColumns,
     u"Filters: --search, --status."},
    {u"contract show", CallId::ContractGet, u"Show one contract", u"", u""},
    {u"contract create", CallId::ContractCreate, u"Create a contract; its route works at once", u"",
     u"Example: gatehousectl contract create apiName=my-service-api "
     u"'endpoint={\"url\":\"http://localhost:8080/api\"}'"},
    {u"contract update", CallId::ContractUpdate, u"Change a contract; parts are merged", u"", u""},
    {u"contract delete", CallId::ContractDelete, u"Delete a contract", u"", u""},
    {u"contract publish", CallId::ContractPublish, u"Publish a draft", u"", u""},
    {u"contract deprecate", CallId::ContractDeprecate, u"Deprecate a contract", u"", u""},
    {u"contract reactivate", CallId::ContractReactivate, u"Take back a deprecation", u"", u""},
    {u"contract import", CallId::ContractImport, u"Take the operations of an OpenAPI document (JSON)", u"",
     u"", true},
    {u"contract operations", CallId::ContractOperations, u"List the operations of a contract",
     u"endpoint_method endpoint_uri endpoint_description", u""},
    {u"contract versions", CallId::ContractVersions, u"List the versions of a contract by its name",
     contractColumns, u""},
    {u"policy list", CallId::PolicyList, u"List policies by priority", policyColumns,
     u"Filters: --type, --api."},
    {u"policy show", CallId::PolicyGet, u"Show one policy", u"", u""},
    {u"policy create", CallId::PolicyCreate, u"Create a policy; it is in effect when the command ends", u"",
     u"Without bindings a policy covers every API of its tenant.\nExample: gatehousectl policy create "
     u"name=limit "
     u"policy_type=rate_limit 'config={\"requests_per_minute\":100,\"burst\":10}'"},
    {u"policy update", CallId::PolicyUpdate, u"Change a policy; its settings are merged", u"",
     u"Example: gatehousectl policy update ID 'config={\"requests_per_minute\":1000,\"burst\":100}'"},
    {u"policy delete", CallId::PolicyDelete, u"Delete a policy", u"", u""},
    {u"policy bindings", CallId::PolicyBindings, u"What a policy is bound to",
     u"id api_catalog_id tenant_id enabled", u""},
    {u"policy bind", CallId::PolicyBind, u"Bind a policy to an API or a tenant", u"", u""},
    {u"policy unbind", CallId::PolicyUnbind, u"Take a binding away; the last one switches the policy off",
     u"", u""},
    {u"consumer list", CallId::ConsumerList, u"List consumers, newest first", consumerColumns,
     u"Filters: --email (exact, any case), --search, --status, --external-id."},
    {u"consumer show", CallId::ConsumerGet, u"Show one consumer with its subscriptions", u"", u""},
    {u"consumer create", CallId::ConsumerCreate, u"Create a consumer", u"",
     u"Example: gatehousectl consumer create external_id=acme-corp name='Acme Corp' "
     u"email=dev@acme.example.com"},
    {u"consumer update", CallId::ConsumerUpdate, u"Change a consumer", u"", u""},
    {u"consumer delete", CallId::ConsumerDelete, u"Delete a consumer with its subscriptions and keys", u"",
     u""},
    {u"consumer suspend", CallId::ConsumerSuspend, u"Refuse every key of a consumer", u"", u""},
    {u"consumer activate", CallId::ConsumerActivate, u"Accept its keys again", u"", u""},
    {u"consumer block", CallId::ConsumerBlock, u"Block a consumer for good", u"", u""},
    {u"consumer quota", CallId::ConsumerQuota, u"What a consumer has used of its quotas", u"", u""},
    {u"credential list", CallId::ConsumerCredentialList, u"List passwords and signing keys of a consumer",
     credentialColumns, u"Their secrets are never shown. API keys: gatehousectl key list --consumer ID."},
    {u"credential create", CallId::ConsumerCredentialCreate,
     u"Give a consumer a password or a signing key; prints its secret this once", u"",
     u"Example: gatehousectl credential create CONSUMER type=basic login=till-7"},
    {u"credential rotate", CallId::ConsumerCredentialRotate,
     u"Put a new secret in the place of one; prints it this once", u"", u""},
    {u"credential delete", CallId::ConsumerCredentialDelete,
     u"End one key or secret at once, also a key in its grace period; the others stay", u"",
     u"The ids of API keys: gatehousectl key list --consumer ID."},
    {u"subscription my", CallId::SubscriptionV1My, u"List what you have subscribed yourself or others to",
     subscriptionColumns, u"Filters: --status, --api."},
    {u"subscription stats", CallId::SubscriptionV1Stats, u"How many subscriptions have which state", u"",
     u""},
    {u"subscription list", CallId::SubscriptionV1OfTenant, u"List subscriptions, newest first",
     subscriptionColumns, u"Filters: --status, --consumer, --api."},
    {u"subscription pending", CallId::SubscriptionV1Pending, u"List subscriptions that wait for approval",
     subscriptionColumns, u""},
    {u"subscription show", CallId::SubscriptionV1Get, u"Show one subscription", u"", u""},
    {u"subscription create", CallId::SubscriptionV1Create, u"Subscribe a consumer; prints its key this once",
     u"", u""},
    {u"subscription update", CallId::SubscriptionV1Update, u"Suspend, reactivate or change the plan", u"",
     u""},
    {u"subscription approve", CallId::SubscriptionV1Approve, u"Approve a pending subscription", u"", u""},
    {u"subscription reject", CallId::SubscriptionV1Reject, u"Reject a pending subscription", u"", u""},
    {u"subscription suspend", CallId::SubscriptionV1Suspend, u"Suspend an active subscription", u"", u""},
    {u"subscription reactivate", CallId::SubscriptionV1Reactivate, u"Reactivate a suspended subscription",
     u"", u""},
    {u"subscription revoke", CallId::SubscriptionV1Revoke, u"Revoke a subscription for good", u"", u""},
    {u"subscription extend", CallId::SubscriptionV1Extend, u"Move the expiry by 7 or 14 days", u"", u""},
    {u"subscription rotate-key", CallId::SubscriptionV1RotateKey, u"Make a new key; prints it this once", u"",
     u"grace_period_hours=0 ends a leaked key at once; without it both keys work for 24 hours."},
    {u"subscription rotation", CallId::SubscriptionV1RotationInfo, u"When the key was changed", u"", u""},
    {u"subscription quota", CallId::SubscriptionQuota, u"What a subscription has used of its quotas", u"",
     u""},
    {u"key list", CallId::KeyList, u"List keys; the keys themselves are not kept", keyColumns,
     u"Filters: --prefix, --email, --consumer, --subscription."},
    {u"plan list", CallId::PlanV1List, u"List plans", planColumns, u"Filter: --status."},
    {u"plan show", CallId::PlanV1Get, u"Show one plan, by id or short name", u"", u""},
    {u"plan create", CallId::PlanV1Create, u"Create a plan", u"", u""},
    {u"plan update", CallId::PlanV1Update, u"Change a plan", u"", u""},
    {u"plan delete", CallId::PlanV1Delete, u"Delete a plan nobody uses", u"", u""},
    {u"quota list", CallId::QuotaV1List, u"Quotas of all consumers", u"consumer_id external_id plan quotas",
     u""},
    {u"quota show", CallId::QuotaV1Get, u"Quotas of one consumer", u"", u""},
    {u"quota stats", CallId::QuotaV1Stats, u"How the tenant stands with its quotas", u"", u""},
    {u"quota reset", CallId::QuotaV1Reset, u"Start the quotas of a consumer anew", u"", u""},
    {u"tenant list", CallId::TenantList, u"List tenants", u"id slug name", u""},
    {u"tenant show", CallId::TenantGet, u"Show the tenant of --tenant", u"", u""},
    {u"tenant create", CallId::TenantCreate, u"Create a tenant", u"", u""},
    {u"tenant update", CallId::TenantUpdate, u"Change the tenant of --tenant", u"", u""},
    {u"tenant delete", CallId::TenantDelete, u"Delete the tenant of --tenant, which must own nothing", u"",
     u""},
    {u"tenant test-key", CallId::TenantTestKey, u"Make a new test key; the old one ends at once", u"", u""},
    {u"alert list", CallId::AlertList, u"What is pending or firing, the worst first", alertColumns,
     u"Filters: --state (pending, firing, resolved), --severity, --search."},
    {u"alert history", CallId::AlertHistory, u"Alerts that have ended, newest first", alertColumns,
     u"Filters: --severity, --search."},
    {u"alert show", CallId::AlertGet, u"Show one alert", u"", u""},
    {u"alert ack", CallId::AlertAcknowledge, u"Say that you see to an alert", u"",
     u"Example: gatehousectl alert ack ID comment='rolling back'"},
    {u"alert-rule list", CallId::AlertRuleList, u"List alert rules",
     u"id name severity enabled state summary", u"Filters: --search, --severity."},
    {u"alert-rule show", CallId::AlertRuleGet, u"Show one alert rule", u"", u""},
    {u"alert-rule create", CallId::AlertRuleCreate, u"Create an alert rule", u"",
     u"Example: gatehousectl alert-rule create name='Slow orders' signal=latency_p95 threshold=800 "
     u"api=orders/v1 for_seconds=120"},
    {u"alert-rule update", CallId::AlertRuleUpdate, u"Change an alert rule", u"", u""},
    {u"alert-rule delete", CallId::AlertRuleDelete, u"Delete an alert rule; its alerts end", u"", u""},
    {u"alert-channel list", CallId::AlertChannelList, u"List channels",
     u"id name type destination enabled last_test_at last_test_ms", u"Filter: --search."},
    {u"alert-channel show", CallId::AlertChannelGet, u"Show one channel", u"", u""},
    {u"alert-channel create", CallId::AlertChannelCreate, u"Create a channel for notifications", u"",
     u"Example: gatehousectl alert-channel create name=ops type=slack "
     u"url=https://hooks.slack.com/services/..."},
    {u"alert-channel update", CallId::AlertChannelUpdate, u"Change a channel", u"", u""},
    {u"alert-channel delete", CallId::AlertChannelDelete, u"Delete a channel that no rule names", u"", u""},
    {u"alert-channel test", CallId::AlertChannelTest, u"Send a test alert and say whether it arrived", u"",
     u""},
    {u"alert-channel deliveries", CallId::AlertDeliveryList, u"Attempts to deliver, newest first",
     u"at channel event title attempt delivered latency_ms error", u""},
    {u"silence list", CallId::SilenceList, u"List silences", u"id rule api state ends_at reason created_by",
     u"Filters: --state (active, waiting, over), --search."},
    {u"silence show", CallId::SilenceGet, u"Show one silence", u"", u""},
    {u"silence create", CallId::SilenceCreate, u"Send no notifications for a time", u"",
     u"Example: gatehousectl silence create rule_id=ID ends_at=2030-01-01T06:00:00Z reason=maintenance"},
    {u"silence update", CallId::SilenceUpdate, u"Change the end or the reason of a silence", u"", u""},
    {u"silence delete", CallId::SilenceDelete, u"End a silence", u"", u""},
    {u"vault list", CallId::VaultList, u"List your secrets, without their values",
     u"key_name description created_at updated_at", u""},
    {u"vault show", CallId::VaultGet, u"Show one of your secrets, without its value", u"", u""},
    {u"vault create", CallId::VaultCreate, u"Keep a secret that APIs can use towards their servers", u"",
     u"So that the value is in no list of processes: put the fields into a JSON file and name it with @."},
    {u"vault update", CallId::VaultUpdate, u"Change the description of a secret", u"", u""},
    {u"vault delete", CallId::VaultDelete, u"Delete a secret", u"", u""},
    {u"checklist", CallId::V1Checklist, u"What is left to do before production", u"state id title evidence",
     u""},
};

/// Options that are filters of lists, and what the gateway calls them.
constexpr std::pair<const char16_t*, const char16_t*> filters[] = {{u"search", u"search"},
                                                                   {u"page", u"page"},
                                                                   {u"limit", u"page_size"},
                                                                   {u"email", u"email"},
                                                                   {u"status", u"status"},
                                                                   {u"external-id", u"external_id"},
                                                                   {u"prefix", u"prefix"},
                                                                   {u"state", u"state"},
                                                                   {u"severity", u"severity"},
                                                                   {u"type", u"policy_type"},
                                                                   {u"consumer", u"consumer_id"},
                                                                   {u"api", u"api_id"},
                                                                   {u"subscription", u"subscription_id"}};

QString text(const char16_t* text)
{
    return QString::fromUtf16(text);
}

QStringList placesOf(CallId call)
{
    QStringList names = parameterNames(info(call).path);
    names.removeAll(u"tenant"_s);
    return names;
}

bool hasBody(const Row& row)
{
    return row.file || info(row.call).request.table;
}

QUrlQuery queryOf(const CommandContext& context)
{
    QUrlQuery query;
    for (const auto& [option, name] : filters) {
        if (context.has(text(option)))
            query.addQueryItem(text(name), context.option(text(option)));
    }
    return query;
}

/// The body of the arguments behind the path's; the tenant is filled in where one was named and fits: not
/// into an alert rule, which is about the whole gateway unless it says otherwise itself.
Result<QJsonObject> bodyOf(const Row& row, const CommandContext& context, qsizetype skip)
{
    if (row.file)
        return readJsonFile(context.arguments.value(skip));
    const RequestBody& request = info(row.call).request;
    if (!request.table)
        return QJsonObject();
    Result<QJsonObject> body = readAssignments(request.table(), context.arguments.mid(skip));
    const FieldDef* tenant = request.table().field(u"tenant_id"_s);
    const bool named = context.has(u"tenant"_s) || qEnvironmentVariableIsSet("TENANT_ID");
    const bool inPath = parameterNames(info(row.call).path).contains(u"tenant"_s);
    if (body && tenant && named && !inPath && !request.patch && !body->contains(tenant->name) &&
        row.call != CallId::PolicyBind && row.call != CallId::AlertRuleCreate)
        body->insert(tenant->name, tenantOf(context));
    return body;
}

void showAnswer(const Row& row, const CommandContext& context, const QJsonObject& answer)
{
    const QStringList columns = text(row.columns).split(u' ', Qt::SkipEmptyParts);
    const QJsonObject data = answer.value(u"data"_s).toObject(); // of the vault
    if (!columns.isEmpty()) {
        const QJsonValue items =
            answer.contains(u"items"_s) ? answer.value(u"items"_s) : data.value(u"entries"_s);
        return context.succeed(answer, tableText(items.toArray(), columns));
    }
    const QJsonObject one = data.contains(u"entry"_s) ? data.value(u"entry"_s).toObject() : answer;
    context.succeed(answer, one.isEmpty() ? u"done"_s : objectText(one));
}

void run(const Row& row, const CommandContext& context)
{
    QStringList parameters;
    qsizetype used = 0;
    for (const QString& name : parameterNames(info(row.call).path))
        parameters.append(name == u"tenant"_s ? tenantOf(context) : context.arguments.value(used++));
    const Result<QJsonObject> body = bodyOf(row, context, used);
    if (!body)
        return context.fail(body.error());
    const bool reads = info(row.call).method == Method::Get;
    context.client->send(
        ApiClient::requestFor(row.call, parameters, reads ? queryOf(context) : QUrlQuery(), *body),
        context.owner,
        orFail(context, [&row, context](const QJsonObject& answer) { showAnswer(row, context, answer); }));
}

QString argumentsOf(const Row& row)
{
    QStringList words;
    for (const QString& name : placesOf(row.call))
        words.append(name.toUpper());
    if (row.file)
        words.append(u"FILE"_s);
    else if (hasBody(row))
        words.append(u"[KEY=VALUE... | @FILE]"_s);
    return words.join(u' ');
}

} // namespace

QString tenantOf(const CommandContext& context)
{
    if (context.has(u"tenant"_s))
        return context.option(u"tenant"_s);
    return qEnvironmentVariable("TENANT_ID", u"default"_s);
}

QList<Command> v1Commands()
{
    QList<Command> list;
    for (const Row& row : rows) {
        Command command;
        command.words = text(row.words);
        command.arguments = argumentsOf(row);
        command.least = int(placesOf(row.call).size()) + (row.file ? 1 : 0);
        command.most = hasBody(row) && !row.file ? -1 : command.least;
        command.help = text(row.help);
        command.details = text(row.details);
        command.table = row.file ? nullptr : info(row.call).request.table;
        command.run = [&row](const CommandContext& context) { run(row, context); };
        list.append(command);
    }
    return list;
}

} // namespace gatehouse::console
