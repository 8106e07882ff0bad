// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/tester/answer_advice.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr auto notAllowed = QT_TRANSLATE_NOOP(
    "Advice", "The caller may not call this: look at the groups and roles of the API and at "
              "the subscription. Trace shows which filter refused it.");

/// Refusals whose message says all: a disabled API, an address, an origin, credits.
bool saysAll(const QString& code)
{
    return QStringList{u"GTW012"_s, u"API010"_s, u"CORS403"_s, u"GTW008"_s}.contains(code);
}

const char* adviceOf(int status, const QString& code)
{
    switch (status) {
    case 401:
        if (code.contains(u"group"_s)) // a caller that is known
            return notAllowed;
        return QT_TRANSLATE_NOOP(
            "Advice", "Choose a credential under Authentication; an API key is sent in X-API-Key.");
    case 403:
        return notAllowed;
    case 404:
        return code == u"GTW003"_s
                   ? QT_TRANSLATE_NOOP(
                         "Advice", "The API has no operation for this method and path: add it, or set the "
                                   "match of the API to Any.")
                   : QT_TRANSLATE_NOOP("Advice", "Compare the path with Address in the pane of the API.");
    case 429:
        return QT_TRANSLATE_NOOP("Advice",
                                 "A limit was reached: the headers say which one and when to come again.");
    case 502:
    case 503:
    case 504:
        return QT_TRANSLATE_NOOP("Advice",
                                 "The server behind the gateway is the reason: see Upstream health, or trace "
                                 "the way.");
    default:
        return nullptr;
    }
}

} // namespace

QString adviceFor(const TrafficAnswer& answer)
{
    const QJsonObject body = QJsonDocument::fromJson(answer.body).object();
    const QString platform = body.value(u"error_code"_s).toString();
    // Contracts have other names; but an upstream may have no such path either.
    const QString code =
        platform.isEmpty() && answer.status != 404 ? body.value(u"error"_s).toString() : platform;
    const bool silent = code.isEmpty() || saysAll(code);
    const char* advice = silent ? nullptr : adviceOf(answer.status, code);
    return advice ? QCoreApplication::translate("Advice", advice) : QString();
}

} // namespace gatehouse::console
