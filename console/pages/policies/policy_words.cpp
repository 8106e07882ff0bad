// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/policies/policy_words.h"

#include "console/widgets/model_text.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

struct TypeWords {
    const char* wire;
    const char* text;
    const char* help;
};

constexpr TypeWords types[] = {
    {"rate_limit", QT_TRANSLATE_NOOP("Policies", "Rate limit"),
     QT_TRANSLATE_NOOP("Policies",
                       "So many calls per minute or second, and per day or month; more are answered 429.")},
    {"cors", QT_TRANSLATE_NOOP("Policies", "CORS"),
     QT_TRANSLATE_NOOP("Policies", "Which web pages may call from a browser.")},
    {"ip_filter", QT_TRANSLATE_NOOP("Policies", "Address filter"),
     QT_TRANSLATE_NOOP("Policies", "Which addresses may call, or may not.")},
    {"jwt_validation", QT_TRANSLATE_NOOP("Policies", "Token check"),
     QT_TRANSLATE_NOOP("Policies", "Which issuers and claims a bearer token needs.")},
    {"logging", QT_TRANSLATE_NOOP("Policies", "Logging"),
     QT_TRANSLATE_NOOP("Policies", "How much of the calls is logged.")},
    {"caching", QT_TRANSLATE_NOOP("Policies", "Caching"),
     QT_TRANSLATE_NOOP("Policies", "Which answers are kept and given again.")},
    {"transform", QT_TRANSLATE_NOOP("Policies", "Transformation"),
     QT_TRANSLATE_NOOP("Policies", "Changes headers, paths and bodies on the way.")}};

QString inWords(const char* english)
{
    return QCoreApplication::translate("Policies", english);
}

const TypeWords* wordsOf(const QString& wire)
{
    for (const TypeWords& type : types) {
        if (wire == QLatin1StringView(type.wire))
            return &type;
    }
    return nullptr;
}

QString listed(const QJsonValue& list, const QString& empty)
{
    const QStringList items = list.toVariant().toStringList();
    return items.isEmpty() ? empty : items.join(u", "_s);
}

QString countedText(const QString& per)
{
    if (per == u"ip"_s)
        return inWords(QT_TRANSLATE_NOOP("Policies", "counted per address"));
    if (per == u"api"_s)
        return inWords(QT_TRANSLATE_NOOP("Policies", "counted per API"));
    return per == u"key"_s ? inWords(QT_TRANSLATE_NOOP("Policies", "counted per key"))
                           : inWords(QT_TRANSLATE_NOOP("Policies", "counted per consumer"));
}

QString rateSummary(const QJsonObject& config)
{
    QStringList parts;
    const auto add = [&](const char* key, const char* words) {
        const QJsonValue value = config.value(QLatin1StringView(key));
        if (value.isDouble())
            parts.append(inWords(words).arg(QLocale().toString(value.toInteger())));
    };
    add("requests_per_second", QT_TRANSLATE_NOOP("Policies", "%1 per second"));
    add("requests_per_minute", QT_TRANSLATE_NOOP("Policies", "%1 per minute"));
    add("burst", QT_TRANSLATE_NOOP("Policies", "%1 at once"));
    add("daily_limit", QT_TRANSLATE_NOOP("Policies", "%1 per day"));
    add("monthly_limit", QT_TRANSLATE_NOOP("Policies", "%1 per month"));
    parts.append(countedText(config.value(u"per"_s).toString()));
    return parts.join(u", "_s);
}

} // namespace

QString policyTypeText(const QString& wire)
{
    const TypeWords* type = wordsOf(wire);
    return type ? inWords(type->text) : choiceText(wire);
}

QString policyTypeHelp(const QString& wire)
{
    const TypeWords* type = wordsOf(wire);
    return type ? inWords(type->help) : QString();
}

QString policySummary(const QJsonObject& policy)
{
    const QJsonObject config = policy.value(u"config"_s).toObject();
    const QString type = policy.value(u"policy_type"_s).toString();
    if (type == u"rate_limit"_s)
        return rateSummary(config);
    if (type == u"cors"_s)
        return listed(config.value(u"origins"_s), inWords(QT_TRANSLATE_NOOP("Policies", "no web page")));
    if (type != u"ip_filter"_s)
        return {};
    const QString list =
        listed(config.value(u"list"_s), inWords(QT_TRANSLATE_NOOP("Policies", "no address")));
    return (config.value(u"mode"_s) == u"deny"_s ? inWords(QT_TRANSLATE_NOOP("Policies", "all but %1"))
                                                 : inWords(QT_TRANSLATE_NOOP("Policies", "only %1")))
        .arg(list);
}

} // namespace gatehouse::console
