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
    };
    if (const char* const other = others.value(word))
        return QCoreApplication::translate("Actions", other);
    const Kind kind = kinds.value(word, kindFromString(word).value_or(Kind::None));
    return kind == Kind::None ? QString() : modelText(tableOf(kind).label);
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
    };
    return sentences.value(verb);
}

} // namespace

QString actionInWords(const QString& action)
{
    const QString subject = subjectOf(action.section(u'.', 0, 0));
    const char* const sentence = sentenceOf(action.section(u'.', 1));
    return subject.isEmpty() || !sentence ? action
                                          : QCoreApplication::translate("Actions", sentence).arg(subject);
}

} // namespace gatehouse::console
