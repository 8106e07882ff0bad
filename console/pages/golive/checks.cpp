// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/golive/checks.h"

#include "common/api/checklist.h"
#include "console/widgets/indicators.h"
#include "console/widgets/model_text.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

struct Check {
    const char* id;
    const char* title;
    const char* place;
    const char* query;
};

constexpr Check checks[] = {
    {"tls", QT_TRANSLATE_NOOP("GoLive", "TLS on the public listener"), "", ""},
    {"admin_private", QT_TRANSLATE_NOOP("GoLive", "Administration cannot be reached from outside"),
     "security", ""},
    {"default_credentials", QT_TRANSLATE_NOOP("GoLive", "Default credentials are changed"), "users", ""},
    {"test_key", QT_TRANSLATE_NOOP("GoLive", "The test key is switched off"), "consumers",
     "search=test-console"},
    {"keys_unique", QT_TRANSLATE_NOOP("GoLive", "API keys are unique"), "subscriptions", ""},
    {"restart", QT_TRANSLATE_NOOP("GoLive", "Survives a restart"), "security", ""},
    {"rate_limiting", QT_TRANSLATE_NOOP("GoLive", "Limits are enforced"), "policies", ""},
    {"log_rotation", QT_TRANSLATE_NOOP("GoLive", "Logs rotate"), "logs", ""},
    {"monitoring", QT_TRANSLATE_NOOP("GoLive", "Monitoring is active"), "dashboard", ""},
    {"alerting", QT_TRANSLATE_NOOP("GoLive", "Alerts reach somebody"), "alert_channels", ""},
    {"backup", QT_TRANSLATE_NOOP("GoLive", "A backup exists"), "security", ""},
    {"incident_runbook", QT_TRANSLATE_NOOP("GoLive", "There is a runbook for incidents"), "", ""}};

QString inWords(const char* english)
{
    return QCoreApplication::translate("GoLive", english);
}

const Check* known(const QJsonObject& row)
{
    const QString id = checkId(row);
    for (const Check& check : checks) {
        if (id == QLatin1StringView(check.id))
            return &check;
    }
    return nullptr;
}

QString stateOf(const QJsonObject& check)
{
    return check.value(u"state"_s).toString();
}

} // namespace

QString checkId(const QJsonObject& check)
{
    return check.value(u"id"_s).toString();
}

QString checkTitle(const QJsonObject& check)
{
    const Check* one = known(check);
    return one ? inWords(one->title) : check.value(u"title"_s).toString();
}

namespace {

/// A value of the gateway as people read it: numbers and times in the form of their country.
QString shownValue(const QJsonValue& value)
{
    if (value.isDouble())
        return QLocale().toString(value.toInteger());
    const QString text = value.toString();
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    return time.isValid() ? RelativeTime::absolute(time) : text;
}

/// What a row says under `key`, in the language of the console; a gateway that knows more sentences than
/// this console is quoted.
QString said(const QJsonObject& check, const QString& key)
{
    const QString english = checklistText(check.value(key + u"_code"_s).toString());
    if (english.isEmpty())
        return check.value(key).toString();
    QStringList values;
    const QJsonArray array = check.value(key + u"_values"_s).toArray();
    for (const QJsonValue& value : array)
        values.append(shownValue(value));
    return fillIn(modelText(english), values);
}

} // namespace

QString checkEvidence(const QJsonObject& check)
{
    return said(check, u"evidence"_s);
}

QString checkAction(const QJsonObject& check)
{
    return said(check, u"action"_s);
}

QString checkWord(const QJsonObject& check)
{
    const QString state = stateOf(check);
    if (state == u"green"_s)
        return inWords(QT_TRANSLATE_NOOP("GoLive", "Done"));
    return state == u"yellow"_s ? inWords(QT_TRANSLATE_NOOP("GoLive", "Look at it"))
                                : inWords(QT_TRANSLATE_NOOP("GoLive", "To do"));
}

Tone checkTone(const QJsonObject& check)
{
    const QString state = stateOf(check);
    if (state == u"green"_s)
        return Tone::Good;
    return state == u"yellow"_s ? Tone::Warning : Tone::Bad;
}

PlaceLink checkPlace(const QJsonObject& check)
{
    const Check* one = known(check);
    return one ? PlaceLink{QString::fromLatin1(one->place), QUrlQuery(QString::fromLatin1(one->query))}
               : PlaceLink();
}

QList<Column> checkColumns()
{
    return {{u"title"_s, inWords(QT_TRANSLATE_NOOP("GoLive", "Check")), checkTitle, {}, {}, false},
            {u"state"_s, inWords(QT_TRANSLATE_NOOP("GoLive", "State")), checkWord, checkTone, {}, false},
            {u"evidence"_s, inWords(QT_TRANSLATE_NOOP("GoLive", "Found")), checkEvidence, {}, {}, false},
            {u"action"_s, inWords(QT_TRANSLATE_NOOP("GoLive", "What to do")), checkAction, {}, {}, false}};
}

} // namespace gatehouse::console
