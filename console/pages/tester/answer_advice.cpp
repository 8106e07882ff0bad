// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/tester/answer_advice.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

const char* adviceOf(int status, const QString& code)
{
    switch (status) {
    case 401:
        return QT_TRANSLATE_NOOP(
            "Advice", "Choose a credential under Authentication; an API key is sent in X-API-Key.");
    case 403:
        return QT_TRANSLATE_NOOP(
            "Advice", "The caller may not call this: look at the groups and roles of the API and at the "
                      "subscription. Trace shows which filter refused it.");
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
    const QString code = body.value(u"error_code"_s).toString();
    // An upstream can have no such path either; and a limit of a contract has no code.
    const bool own = !code.isEmpty() || (answer.status != 404 && body.contains(u"error"_s));
    const char* advice = own ? adviceOf(answer.status, code) : nullptr;
    return advice ? QCoreApplication::translate("Advice", advice) : QString();
}

} // namespace gatehouse::console
