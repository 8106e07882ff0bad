// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/action_words.h"

#include "common/model/kinds.h"
#include "console/widgets/model_text.h"

#include <QCoreApplication>
#include <QHash>

namespace gatehouse::console {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Subjects of actions that are no kinds of the model.
QString subjectOf(const QString& word)
{
    static const QHash<QString, Kind> kinds{
        {u"contract"_s, Kind::Api},           {u"endpoint"_s, Kind::Operation},
        {u"rate_limit"_s, Kind::LimitRule},   {u"tier"_s, Kind::Plan},
        {u"credit_def"_s, Kind::CreditGroup}, {u"user_credits"_s, Kind::CreditBalance},
        {u"vault"_s, Kind::VaultEntry},       {u"proto"_s, Kind::ProtoFile},
        {u"alert_channel"_s, Kind::Channel},
    };
    static const QHash<QString, const char*> others{
        {u"config"_s, QT_TRANSLATE_NOOP("Actions", "Configuration")},
        {u"memory"_s, QT_TRANSLATE_NOOP("Actions", "Dump")},
        {u"demo"_s, QT_TRANSLATE_NOOP("Actions", "Demo data")},
        {u"openapi"_s, QT_TRANSLATE_NOOP("Actions", "OpenAPI document")},
        {u"wsdl"_s, QT_TRANSLATE_NOOP("Actions", "WSDL")},
        {u"graphql"_s, QT_TRANSLATE_NOOP("Actions", "GraphQL schema")},
        {u"grpc"_s, QT_TRANSLATE_NOOP("Actions", "gRPC services")},
    };
    if (const char* const other = others.value(word))
        return QCoreApplication::translate("Actions", other);
    const Kind kind = kinds.value(word, kindFromString(word).value_or(Kind::None));
    return kind == Kind::None ? QString() : modelText(tableOf(kind).label);
}

/// Actions that are no verb with a subject.
const char* wholeSentenceOf(const QString& action)
{
    static const QHash<QString, const char*> sentences{
        {u"auth.login"_s, QT_TRANSLATE_NOOP("Actions", "Logged in")},
        {u"auth.client_login"_s, QT_TRANSLATE_NOOP("Actions", "Service client logged in")},
        {u"auth.logout"_s, QT_TRANSLATE_NOOP("Actions", "Logged out")},
        {u"auth.refresh"_s, QT_TRANSLATE_NOOP("Actions", "Session renewed")},
        {u"auth.revoke"_s, QT_TRANSLATE_NOOP("Actions", "Tokens refused")},
        {u"auth.unrevoke"_s, QT_TRANSLATE_NOOP("Actions", "Tokens accepted again")},
        {u"auth.invalidate"_s, QT_TRANSLATE_NOOP("Actions", "Session ended")},
        {u"auth.disable"_s, QT_TRANSLATE_NOOP("Actions", "User disabled")},
        {u"auth.enable"_s, QT_TRANSLATE_NOOP("Actions", "User enabled")},
        {u"user.register"_s, QT_TRANSLATE_NOOP("Actions", "Account made")},
        {u"user.password"_s, QT_TRANSLATE_NOOP("Actions", "Password changed")},
        {u"alert.acknowledge"_s, QT_TRANSLATE_NOOP("Actions", "Alert acknowledged")},
        {u"alert_channel.test"_s, QT_TRANSLATE_NOOP("Actions", "Test alert sent")},
        {u"cache.purge"_s, QT_TRANSLATE_NOOP("Actions", "Cached answers forgotten")},
        {u"caches.clear"_s, QT_TRANSLATE_NOOP("Actions", "Caches and counters cleared")},
        {u"config.reload"_s, QT_TRANSLATE_NOOP("Actions", "Settings read again")},
        {u"ip.api_deny"_s, QT_TRANSLATE_NOOP("Actions", "Refused for its address by an API")},
        {u"ip.global_deny"_s, QT_TRANSLATE_NOOP("Actions", "Refused for its address")},
        {u"request.body_size_exceeded"_s, QT_TRANSLATE_NOOP("Actions", "Refused for its size")},
        {u"log.download"_s, QT_TRANSLATE_NOOP("Actions", "Logs exported")},
        {u"log.export"_s, QT_TRANSLATE_NOOP("Actions", "Logs exported")},
        {u"memory.dump"_s, QT_TRANSLATE_NOOP("Actions", "Dump written")},
        {u"revision.rollback"_s, QT_TRANSLATE_NOOP("Actions", "Rolled back to a revision")},
        {u"security.restart"_s, QT_TRANSLATE_NOOP("Actions", "Gateway restarted")},
        {u"security.update_settings"_s, QT_TRANSLATE_NOOP("Actions", "Security settings changed")},
        {u"consumer.bulk"_s, QT_TRANSLATE_NOOP("Actions", "Consumers imported")},
        {u"consumer.credential_create"_s, QT_TRANSLATE_NOOP("Actions", "Credential made")},
        {u"consumer.credential_delete"_s, QT_TRANSLATE_NOOP("Actions", "Credential revoked")},
        {u"consumer.credential_rotate"_s, QT_TRANSLATE_NOOP("Actions", "Credential rotated")},
        {u"consumer.quota_reset"_s, QT_TRANSLATE_NOOP("Actions", "Quotas begun anew")},
        {u"subscription.bulk"_s, QT_TRANSLATE_NOOP("Actions", "Several subscriptions changed")},
        {u"subscription.validate_key"_s, QT_TRANSLATE_NOOP("Actions", "Key looked up")},
        {u"rate_limit.bulk_delete"_s, QT_TRANSLATE_NOOP("Actions", "Several limit rules deleted")},
        {u"rate_limit.bulk_disable"_s, QT_TRANSLATE_NOOP("Actions", "Several limit rules disabled")},
        {u"rate_limit.bulk_enable"_s, QT_TRANSLATE_NOOP("Actions", "Several limit rules enabled")},
        {u"credit.rotate_key"_s, QT_TRANSLATE_NOOP("Actions", "Key of credits rotated")},
        {u"tenant.test_key"_s, QT_TRANSLATE_NOOP("Actions", "Test key made anew")},
        {u"tier.upgrade"_s, QT_TRANSLATE_NOOP("Actions", "Plan of a user changed")},
        {u"tier.downgrade"_s, QT_TRANSLATE_NOOP("Actions", "Plan of a user changed")},
        {u"tier.temporary_upgrade"_s, QT_TRANSLATE_NOOP("Actions", "Plan of a user changed for a time")},
        {u"tier.trial"_s, QT_TRANSLATE_NOOP("Actions", "Trial begun")},
        {u"tier.payment_failure"_s, QT_TRANSLATE_NOOP("Actions", "Plan of a user taken back to the default")},
        {u"test_request"_s, QT_TRANSLATE_NOOP("Actions", "Test call sent")},
        {u"tools.chaos"_s, QT_TRANSLATE_NOOP("Actions", "Outage of a backend played")},
        {u"upstream.reset"_s, QT_TRANSLATE_NOOP("Actions", "Failures of an upstream forgotten")},
        {u"crud.delete"_s, QT_TRANSLATE_NOOP("Actions", "Record deleted")},
        {u"crud.drop"_s, QT_TRANSLATE_NOOP("Actions", "All records deleted")},
        {u"crud.import"_s, QT_TRANSLATE_NOOP("Actions", "Records imported")},
        {u"crud.update"_s, QT_TRANSLATE_NOOP("Actions", "Record changed")},
    };
    return sentences.value(action);
}

const char* sentenceOf(const QString& verb)
{
    static const QHash<QString, const char*> sentences{
        {u"create"_s, QT_TRANSLATE_NOOP("Actions", "%1 created")},
        {u"update"_s, QT_TRANSLATE_NOOP("Actions", "%1 changed")},
        {u"save"_s, QT_TRANSLATE_NOOP("Actions", "%1 changed")},
        {u"delete"_s, QT_TRANSLATE_NOOP("Actions", "%1 deleted")},
        {u"import"_s, QT_TRANSLATE_NOOP("Actions", "%1 imported")},
        {u"upload"_s, QT_TRANSLATE_NOOP("Actions", "%1 imported")},
        {u"seed"_s, QT_TRANSLATE_NOOP("Actions", "%1 created")},
        {u"restore"_s, QT_TRANSLATE_NOOP("Actions", "%1 restored")},
        {u"rollback"_s, QT_TRANSLATE_NOOP("Actions", "%1 rolled back")},
        {u"publish"_s, QT_TRANSLATE_NOOP("Actions", "%1 published")},
        {u"deprecate"_s, QT_TRANSLATE_NOOP("Actions", "%1 deprecated")},
        {u"enable"_s, QT_TRANSLATE_NOOP("Actions", "%1 enabled")},
        {u"disable"_s, QT_TRANSLATE_NOOP("Actions", "%1 disabled")},
        {u"reactivate"_s, QT_TRANSLATE_NOOP("Actions", "%1 enabled")},
        {u"approve"_s, QT_TRANSLATE_NOOP("Actions", "%1 approved")},
        {u"reject"_s, QT_TRANSLATE_NOOP("Actions", "%1 rejected")},
        {u"suspend"_s, QT_TRANSLATE_NOOP("Actions", "%1 suspended")},
        {u"revoke"_s, QT_TRANSLATE_NOOP("Actions", "%1 revoked")},
        {u"subscribe"_s, QT_TRANSLATE_NOOP("Actions", "%1 created")},
        {u"unsubscribe"_s, QT_TRANSLATE_NOOP("Actions", "%1 ended")},
        {u"extend"_s, QT_TRANSLATE_NOOP("Actions", "%1 extended")},
        {u"rotate_key"_s, QT_TRANSLATE_NOOP("Actions", "%1: key rotated")},
        {u"bind"_s, QT_TRANSLATE_NOOP("Actions", "%1 bound")},
        {u"unbind"_s, QT_TRANSLATE_NOOP("Actions", "%1 unbound")},
        {u"assign"_s, QT_TRANSLATE_NOOP("Actions", "%1 assigned")},
        {u"unassign"_s, QT_TRANSLATE_NOOP("Actions", "%1 taken away")},
        {u"drain"_s, QT_TRANSLATE_NOOP("Actions", "%1 drained")},
        {u"undrain"_s, QT_TRANSLATE_NOOP("Actions", "%1 takes calls again")},
        {u"activate"_s, QT_TRANSLATE_NOOP("Actions", "%1 enabled")},
        {u"block"_s, QT_TRANSLATE_NOOP("Actions", "%1 blocked for good")},
        {u"duplicate"_s, QT_TRANSLATE_NOOP("Actions", "%1 created")},
        {u"refresh"_s, QT_TRANSLATE_NOOP("Actions", "%1 fetched again")},
        {u"export_all"_s, QT_TRANSLATE_NOOP("Actions", "%1 exported")},
        {u"export_apis"_s, QT_TRANSLATE_NOOP("Actions", "%1 exported")},
        {u"export_endpoints"_s, QT_TRANSLATE_NOOP("Actions", "%1 exported")},
        {u"export_groups"_s, QT_TRANSLATE_NOOP("Actions", "%1 exported")},
        {u"export_roles"_s, QT_TRANSLATE_NOOP("Actions", "%1 exported")},
        {u"export_routings"_s, QT_TRANSLATE_NOOP("Actions", "%1 exported")},
    };
    return sentences.value(verb);
}

} // namespace

QString actionInWords(const QString& action)
{
    if (const char* const whole = wholeSentenceOf(action))
        return QCoreApplication::translate("Actions", whole);
    const QString subject = subjectOf(action.section(u'.', 0, 0));
    const char* const sentence = sentenceOf(action.section(u'.', 1));
    return subject.isEmpty() || !sentence ? action
                                          : QCoreApplication::translate("Actions", sentence).arg(subject);
}

} // namespace gatehouse::console
