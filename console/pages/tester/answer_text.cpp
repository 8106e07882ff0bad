// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/tester/answer_text.h"

#include "console/pages/tester/answer_view.h"

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
            "Advice",
            "Choose a credential under Authentication. An API key is sent in X-API-Key; onboarding a "
            "consumer makes one.");
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

/// What the body of an error says. The platform, its CRUD errors and contracts each have names of their own.
struct Said {
    QString platform; ///< code of the platform
    QString contract; ///< code of a contract
    QString message;
};

QString firstOf(const QJsonObject& body, const QStringList& keys)
{
    for (const QString& key : keys) {
        if (const QString text = body.value(key).toString(); !text.isEmpty())
            return text;
    }
    return {};
}

Said saidIn(const QJsonObject& body)
{
    return {body.value(u"error_code"_s).toString(), body.value(u"error"_s).toString(),
            firstOf(body, {u"error_message"_s, u"message"_s, u"detail"_s})};
}

QString reasonFrom(const Said& said)
{
    const QString& code = said.platform.isEmpty() ? said.contract : said.platform;
    if (said.message.isEmpty())
        return code;
    return code.isEmpty() || code == said.message ? said.message : code + u": "_s + said.message;
}

/// The code of the gateway; empty: the answer is the server's, which may have no such path either.
QString codeFrom(int status, const Said& said)
{
    const bool ofContract = said.platform.isEmpty() && status != 404;
    return ofContract ? said.contract : said.platform;
}

QString adviceFrom(int status, const QString& code)
{
    const char* advice = code.isEmpty() || saysAll(code) ? nullptr : adviceOf(status, code);
    return advice ? QCoreApplication::translate("Advice", advice) : QString();
}

QString bodyText(const TrafficAnswer& answer, const QJsonDocument& json)
{
    QString text;
    if (!answer.cut && !json.isNull())
        text = QString::fromUtf8(json.toJson(QJsonDocument::Indented));
    else if (answer.body.contains('\0'))
        text = AnswerView::tr("%n byte(s) that are no text", nullptr, static_cast<int>(answer.body.size()));
    else
        text = QString::fromUtf8(answer.body);
    if (answer.cut)
        text += u'\n' + AnswerView::tr("… only the beginning is shown");
    return text;
}

} // namespace

tokens::Tone answerTone(int status)
{
    if (status == 0 || status >= 500)
        return tokens::Tone::Bad;
    if (status >= 400)
        return tokens::Tone::Warning;
    return status >= 300 ? tokens::Tone::Info : tokens::Tone::Good;
}

AnswerText answerText(const TrafficAnswer& answer)
{
    const QJsonDocument json = QJsonDocument::fromJson(answer.body);
    AnswerText text;
    text.body = bodyText(answer, json);
    if (answer.status == 0) {
        text.reason = answer.error;
    } else if (answer.status >= 400) {
        const Said said = saidIn(json.object());
        const QString code = codeFrom(answer.status, said);
        text.reason = reasonFrom(said);
        text.ofGateway = !code.isEmpty();
        text.advice = adviceFrom(answer.status, code);
    }
    return text;
}

} // namespace gatehouse::console
