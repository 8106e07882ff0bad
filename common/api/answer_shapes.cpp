// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/answer_shapes.h"

#include "common/api/openapi.h"
#include "common/api/v1_requests.h"
#include "common/model/access.h"
#include "common/model/alerting.h"
#include "common/model/operation.h"
#include "common/model/policy.h"
#include "common/model/principal.h"
#include "common/model/subscription.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

/// One document of /v1. Members are "name:type" with a blank between: text, int, number, bool, time, object,
/// any; another document's word, or a list of it in brackets. "?" at the end: may be null.
struct DocumentForm {
    const char* word;
    const EntityTable& (*table)(); ///< null: the members are all
    const char* without;           ///< fields of the table that are shown under another name, or not at all
    const char* members;
};

#define GATEHOUSE_HEADER "created_at:time? created_by:text? updated_at:time? updated_by:text? revision:int"
#define GATEHOUSE_NOT_OF_CREDENTIAL                                                                          \
    "principal_kind principal subscription_id api_key_prefix last_rotated_at last_used_at"
#define GATEHOUSE_SUBSCRIPTION                                                                               \
    GATEHOUSE_HEADER                                                                                         \
    " subscription_id:text consumer_id:text api_name:text api_version:text plan:text? api_key_prefix:text? " \
    "rotation_count:int last_rotated_at:time? last_used_at:time? consumer:text? consumer_external_id:text? " \
    "consumer_email:text? consumer_status:text?"
#define GATEHOUSE_CONTRACT                                                                                   \
    "id:text " GATEHOUSE_HEADER " name:text version:text "                                                   \
    "tenant_id:text display_name:text? openapi_spec_url:text? gateway_path:text deprecated_at:time? "        \
    "sunset_at:time? deprecation_reason:text? replacement_contract_id:text? grace_period_days:int "          \
    "bindings:[contract_binding]"
const std::array kForms{
    DocumentForm{"tenant", &tableOf<Tenant>, "", "id:text " GATEHOUSE_HEADER},
    DocumentForm{"contract", &tableOf<ContractRequest>, "", GATEHOUSE_CONTRACT},
    DocumentForm{"published_contract", &tableOf<ContractRequest>, "",
                 GATEHOUSE_CONTRACT " bindings_generated:[contract_binding]"},
    DocumentForm{"contract_binding", nullptr, "", "protocol:text enabled:bool endpoint:text"},
    DocumentForm{"operation", &tableOf<Operation>, "", ""},
    DocumentForm{"policy", &tableOf<Policy>, "", GATEHOUSE_HEADER " binding_count:int"},
    DocumentForm{
        "binding", nullptr, "",
        "id:text policy_id:text api_catalog_id:text? tenant_id:text? gateway_instance_id:text? enabled:bool"},
    DocumentForm{"consumer", &tableOf<Consumer>, "",
                 GATEHOUSE_HEADER " subscriptions:[subscription] certificate_status:text? "
                                  "certificate_subject_dn:text? certificate_not_before:time? "
                                  "keycloak_client_id:text? last_rotated_at:time? rotation_count:int"},
    DocumentForm{"subscription", &tableOf<Subscription>, "principal", GATEHOUSE_SUBSCRIPTION},
    DocumentForm{"new_subscription", &tableOf<Subscription>, "principal",
                 GATEHOUSE_SUBSCRIPTION " api_key:text"},
    DocumentForm{"rotation", &tableOf<Subscription>, "principal",
                 GATEHOUSE_SUBSCRIPTION " previous_key_expires_at:time? has_active_grace_period:bool"},
    DocumentForm{
        "key", &tableOf<Credential>, "type principal_kind principal login",
        "created_at:time? consumer_id:text consumer:text email:text api:text subscription_status:text"},
    DocumentForm{
        "key_check", &tableOf<Credential>, "type principal_kind principal login",
        "valid:bool reason:text? created_at:time? consumer_id:text consumer:text email:text api:text "
        "subscription_status:text tenant_id:text using_previous_key:bool key_expires_at:time? warning:text"},
    DocumentForm{"credential", &tableOf<Credential>, GATEHOUSE_NOT_OF_CREDENTIAL,
                 GATEHOUSE_HEADER " consumer_id:text"},
    DocumentForm{"new_credential", &tableOf<Credential>, GATEHOUSE_NOT_OF_CREDENTIAL,
                 GATEHOUSE_HEADER " consumer_id:text secret:text old_expires_at:time?"},
    DocumentForm{"quota", nullptr, "",
                 "period:text unit:text used:int limit:int remaining:int resets_at:time? source:text"},
    DocumentForm{"subscription_quota", nullptr, "",
                 "subscription_id:text consumer_id:text api:text api_id:text plan:text? quotas:[quota]"},
    DocumentForm{"consumer_quota", nullptr, "",
                 "consumer_id:text external_id:text name:text tenant_id:text plan:text? quotas:[quota] "
                 "subscriptions:[subscription_quota]"},
    DocumentForm{"plan", &tableOf<PlanRequest>, "", "id:text " GATEHOUSE_HEADER " tenant_id:text?"},
    DocumentForm{
        "alert", nullptr, "",
        "id:text rule_id:text rule:text signal:text severity:text subject:text? state:text value:number "
        "worst:number threshold:number comparison:text unit:text channels:[text] since:time? fired_at:time? "
        "good_since:time? resolved_at:time? notified_at:time? silenced_by:text? acknowledged_by:text? "
        "acknowledged_at:time? comment:text? ending:text? summary:text"},
    DocumentForm{"alert rule", &tableOf<AlertRule>, "",
                 GATEHOUSE_HEADER " unit:text state:text "
                                  "summary:text"},
    DocumentForm{"channel", &tableOf<Channel>, "", GATEHOUSE_HEADER " destination:text signed:bool"},
    DocumentForm{"delivery", nullptr, "",
                 "id:text channel_id:text channel:text type:text event:text title:text at:time attempt:int "
                 "delivered:bool status:int? error:text? latency_ms:int next_attempt_at:time?"},
    DocumentForm{"silence", &tableOf<Silence>, "", GATEHOUSE_HEADER " rule:text? state:text"},
};
#undef GATEHOUSE_SUBSCRIPTION
#undef GATEHOUSE_NOT_OF_CREDENTIAL
#undef GATEHOUSE_HEADER

struct CallShape {
    CallId id;
    const char* shape;
};

#define GATEHOUSE_PAGE(word) "{items:[" word "],total,page,page_size,total_pages}"
constexpr std::array kShapes{
#define SHAPE(id, shape) CallShape{CallId::id, shape},
#include "common/api/platform_shapes.inc"
#undef SHAPE
    CallShape{CallId::V1Checklist,
              "{checked_at:text,ready,green:int,total:int,items:[{id,title:text,state:text,evidence:text,"
              "evidence_code:text,evidence_values:[any],action:any,action_code:any,action_values:[any]}]}"},
    CallShape{CallId::TenantTestKey, "{api_key,consumer_id,tenant_id}"},
    CallShape{CallId::ConsumerCredentialCreate, "new_credential"},
    CallShape{CallId::ConsumerCredentialRotate, "new_credential"},
    CallShape{CallId::SubscriptionV1Create, "new_subscription"},
    CallShape{CallId::SubscriptionV1RotationInfo, "rotation"},
    CallShape{CallId::SubscriptionV1RotateKey,
              "{subscription_id,new_api_key,api_key,new_api_key_prefix:text,old_key_expires_at:any,"
              "grace_period_hours:int,rotation_count}"},
    CallShape{CallId::SubscriptionV1Stats,
              "{total,by_status:object,by_tenant:object,recent_24h:int,avg_approval_time_hours:any}"},
    CallShape{CallId::TenantList, GATEHOUSE_PAGE("tenant")},
    CallShape{CallId::ContractPublish, "published_contract"},
    CallShape{CallId::ContractPublishIn, "published_contract"},
    CallShape{CallId::ContractList, GATEHOUSE_PAGE("contract")},
    CallShape{CallId::ContractListIn, GATEHOUSE_PAGE("contract")},
    CallShape{CallId::ConsumerList, GATEHOUSE_PAGE("consumer")},
    CallShape{CallId::ConsumerCredentialList, "{items:[credential],total}"},
    CallShape{CallId::SubscriptionV1OfTenant, GATEHOUSE_PAGE("subscription")},
    CallShape{CallId::SubscriptionV1My, GATEHOUSE_PAGE("subscription")},
    CallShape{CallId::SubscriptionV1Pending, GATEHOUSE_PAGE("subscription")},
    CallShape{CallId::SubscriptionV1Validate, "key_check"},
    CallShape{CallId::KeyList, GATEHOUSE_PAGE("key")},
    CallShape{CallId::ConsumerQuota, "consumer_quota"},
    CallShape{CallId::SubscriptionQuota, "subscription_quota"},
    CallShape{CallId::QuotaV1List, GATEHOUSE_PAGE("consumer_quota")},
    CallShape{CallId::QuotaV1Get, "consumer_quota"},
    CallShape{CallId::QuotaV1Reset, "consumer_quota"},
    CallShape{CallId::PlanV1List, GATEHOUSE_PAGE("plan")},
    CallShape{CallId::AlertList, "{items:[alert],total,page,page_size,total_pages,firing}"},
    CallShape{CallId::AlertHistory, GATEHOUSE_PAGE("alert")},
    CallShape{CallId::AlertRuleList, GATEHOUSE_PAGE("alert rule")},
    CallShape{CallId::AlertChannelList, GATEHOUSE_PAGE("channel")},
    CallShape{CallId::AlertDeliveryList, GATEHOUSE_PAGE("delivery")},
    CallShape{CallId::SilenceList, GATEHOUSE_PAGE("silence")},
};
#undef GATEHOUSE_PAGE

/// "alert rule" -> "V1AlertRule"
QString schemaNameOf(const QString& word)
{
    QString name = u"V1"_s;
    bool upper = true;
    for (const QChar c : word) {
        if (c.isLetterOrNumber())
            name += upper ? c.toUpper() : c;
        upper = !c.isLetterOrNumber();
    }
    return name;
}

void allowNull(QJsonObject& schema)
{
    const QJsonValue type = schema.value(u"type"_s);
    if (type.isString())
        schema.insert(u"type"_s, QJsonArray{type, u"null"_s});
}

QJsonObject memberType(const QString& word, QJsonObject& schemas)
{
    if (word.startsWith(u'['))
        return {{u"type"_s, u"array"_s}, {u"items"_s, memberType(word.sliced(1).chopped(1), schemas)}};
    const QJsonObject plain = wordSchema(word);
    return plain.isEmpty() ? v1DocumentSchema(word, schemas) : plain;
}

/// The fields of the table as an answer shows them: no secrets, and null for what is not set.
void addShownFields(const EntityTable& table, const QStringList& without, QJsonObject& properties,
                    QJsonObject& schemas)
{
    const QJsonObject known = jsonSchema(table, false, schemas).value(u"properties"_s).toObject();
    for (const FieldDef& field : table.fields) {
        if (field.hidden || field.secret || without.contains(field.name))
            continue;
        QJsonObject schema = known.value(field.name).toObject();
        if (!field.required && !field.isNested())
            allowNull(schema);
        if (schema.contains(u"enum"_s) && schema.value(u"type"_s).isArray())
            schema.insert(u"enum"_s, schema.value(u"enum"_s).toArray() + QJsonValue());
        properties.insert(field.name, schema);
    }
}

QJsonObject formSchema(const DocumentForm& answer, QJsonObject& schemas)
{
    QJsonObject properties;
    if (answer.table)
        addShownFields(answer.table(), QString::fromLatin1(answer.without).split(u' '), properties, schemas);
    for (const QString& member : QString::fromLatin1(answer.members).split(u' ', Qt::SkipEmptyParts)) {
        const bool nullable = member.endsWith(u'?');
        const QString type = member.section(u':', 1).remove(u'?');
        QJsonObject schema = memberType(type, schemas);
        if (nullable)
            allowNull(schema);
        properties.insert(member.section(u':', 0, 0), schema);
    }
    return {{u"type"_s, u"object"_s}, {u"properties"_s, properties}};
}

} // namespace

QJsonObject wordSchema(const QString& word)
{
    static const QHash<QString, QString> types{{u"text"_s, u"string"_s},   {u"int"_s, u"integer"_s},
                                               {u"number"_s, u"number"_s}, {u"bool"_s, u"boolean"_s},
                                               {u"object"_s, u"object"_s}, {u"time"_s, u"string"_s}};
    if (!types.contains(word))
        return {};
    QJsonObject schema{{u"type"_s, types.value(word)}};
    if (word == u"time")
        schema.insert(u"format"_s, u"date-time"_s);
    return schema;
}

QJsonObject v1DocumentSchema(const QString& word, QJsonObject& schemas)
{
    const auto* const answer = std::find_if(kForms.begin(), kForms.end(), [&](const DocumentForm& each) {
        return word == QLatin1StringView(each.word);
    });
    if (answer == kForms.end())
        return {};
    const QString name = schemaNameOf(word);
    if (!schemas.contains(name)) {
        schemas.insert(name, QJsonObject());
        schemas.insert(name, formSchema(*answer, schemas));
    }
    return {{u"$ref"_s, u"#/components/schemas/"_s + name}};
}

QString preciseShape(CallId id)
{
    const auto* const found =
        std::find_if(kShapes.begin(), kShapes.end(), [id](const CallShape& each) { return each.id == id; });
    return found == kShapes.end() ? QString() : QString::fromLatin1(found->shape);
}

} // namespace gatehouse
