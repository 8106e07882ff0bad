// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/tester/trace_words.h"

#include <QCoreApplication>
#include <QHash>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

using Words = QHash<QString, const char*>;

const Words& phaseWords()
{
    static const Words words{
        {u"guard"_s, QT_TRANSLATE_NOOP("Trace", "Guard")},
        {u"route"_s, QT_TRANSLATE_NOOP("Trace", "Route")},
        {u"preflight"_s, QT_TRANSLATE_NOOP("Trace", "Preflight")},
        {u"authenticate"_s, QT_TRANSLATE_NOOP("Trace", "Authenticate")},
        {u"authorise"_s, QT_TRANSLATE_NOOP("Trace", "Authorise")},
        {u"limit"_s, QT_TRANSLATE_NOOP("Trace", "Limit")},
        {u"prepare"_s, QT_TRANSLATE_NOOP("Trace", "Prepare")},
        {u"upstream"_s, QT_TRANSLATE_NOOP("Trace", "Upstream")},
        {u"answer"_s, QT_TRANSLATE_NOOP("Trace", "Answer")},
        {u"finish"_s, QT_TRANSLATE_NOOP("Trace", "Finish")},
    };
    return words;
}

const Words& filterWords()
{
    static const Words words{
        {u"global_ip"_s, QT_TRANSLATE_NOOP("Trace", "Address rules of the gateway")},
        {u"security_headers"_s, QT_TRANSLATE_NOOP("Trace", "Security headers")},
        {u"ip"_s, QT_TRANSLATE_NOOP("Trace", "Address rules of the API")},
        {u"cors"_s, QT_TRANSLATE_NOOP("Trace", "CORS")},
        {u"terms"_s, QT_TRANSLATE_NOOP("Trace", "State of the API")},
        {u"authenticate"_s, QT_TRANSLATE_NOOP("Trace", "Credential")},
        {u"token_check"_s, QT_TRANSLATE_NOOP("Trace", "Token check")},
        {u"authorise"_s, QT_TRANSLATE_NOOP("Trace", "Subscription, groups, roles")},
        {u"tier"_s, QT_TRANSLATE_NOOP("Trace", "Plan")},
        {u"user_rate"_s, QT_TRANSLATE_NOOP("Trace", "Rate limit of the caller")},
        {u"rate"_s, QT_TRANSLATE_NOOP("Trace", "Rate limits of policies")},
        {u"throttle"_s, QT_TRANSLATE_NOOP("Trace", "Throttle")},
        {u"bandwidth"_s, QT_TRANSLATE_NOOP("Trace", "Bandwidth")},
        {u"concurrency"_s, QT_TRANSLATE_NOOP("Trace", "Concurrent calls")},
        {u"quota"_s, QT_TRANSLATE_NOOP("Trace", "Quota")},
        {u"soap_call"_s, QT_TRANSLATE_NOOP("Trace", "SOAP call")},
        {u"credit"_s, QT_TRANSLATE_NOOP("Trace", "Credits")},
        {u"validate"_s, QT_TRANSLATE_NOOP("Trace", "Validation")},
        {u"graphql"_s, QT_TRANSLATE_NOOP("Trace", "GraphQL limits")},
        {u"crud"_s, QT_TRANSLATE_NOOP("Trace", "Built-in storage")},
        {u"select_upstream"_s, QT_TRANSLATE_NOOP("Trace", "Choice of the upstream")},
        {u"forward_headers"_s, QT_TRANSLATE_NOOP("Trace", "Headers for the upstream")},
        {u"soap_headers"_s, QT_TRANSLATE_NOOP("Trace", "SOAP headers")},
        {u"ws_security"_s, QT_TRANSLATE_NOOP("Trace", "WS-Security")},
        {u"upstream_credential"_s, QT_TRANSLATE_NOOP("Trace", "Credential for the upstream")},
        {u"transform"_s, QT_TRANSLATE_NOOP("Trace", "Transformation")},
        {u"protocol_answer"_s, QT_TRANSLATE_NOOP("Trace", "Form of the answer")},
        {u"cache"_s, QT_TRANSLATE_NOOP("Trace", "Cache")},
        {u"websocket"_s, QT_TRANSLATE_NOOP("Trace", "WebSocket")},
        {u"compress"_s, QT_TRANSLATE_NOOP("Trace", "Compression")},
        {u"logging"_s, QT_TRANSLATE_NOOP("Trace", "Logging")},
    };
    return words;
}

QString wordIn(const Words& words, const QString& name)
{
    const char* const word = words.value(name);
    return word ? QCoreApplication::translate("Trace", word) : name;
}

} // namespace

QString phaseWord(const QString& phase)
{
    return wordIn(phaseWords(), phase);
}

QString filterWord(const QString& filter)
{
    return wordIn(filterWords(), filter);
}

} // namespace gatehouse::console
