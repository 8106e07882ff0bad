// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/ctl/traffic_commands.h"

#include "common/api/calls.h"
#include "console/ctl/answers.h"
#include "console/ctl/plain_http.h"
#include "console/ctl/session_commands.h"
#include "console/ctl/table_text.h"

#include <QFile>
#include <QJsonArray>
#include <QMap>
#include <QUrl>

#include <memory>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

using Context = CommandContext;

/// The key of --key-file, --key, API_KEY or TEST_API_KEY; an empty one when none was given.
Result<QByteArray> keyOf(const Context& context)
{
    if (context.has(u"key-file"_s)) {
        QFile file(context.option(u"key-file"_s));
        if (!file.open(QIODevice::ReadOnly))
            return Error::invalid(u"--key-file"_s, u"unreadable"_s, file.errorString());
        return file.readAll().trimmed();
    }
    if (context.has(u"key"_s))
        return context.option(u"key"_s).toUtf8();
    const QByteArray key = qgetenv("API_KEY");
    return key.isEmpty() ? qgetenv("TEST_API_KEY") : key;
}

Result<PlainCall> callOf(const Context& context)
{
    const Result<QByteArray> key = keyOf(context);
    if (!key)
        return key.error();
    if (!context.at(0).startsWith(u'/'))
        return Error::invalid(u"PATH"_s, u"format"_s, u"must start with /"_s);
    PlainCall call;
    call.url = gatewayUrl(context.at(0));
    call.method = context.has(u"method"_s) ? context.option(u"method"_s).toUpper().toLatin1() : "GET"_ba;
    call.body = context.option(u"data"_s).toUtf8();
    if (!key->isEmpty())
        call.headers.emplaceBack("X-API-Key", *key);
    if (!call.body.isEmpty())
        call.headers.emplaceBack("Content-Type", "application/json");
    return call;
}

void callOnce(const Context& context)
{
    const Result<PlainCall> call = callOf(context);
    if (!call)
        return context.fail(call.error());
    sendPlain(context, *call, [context](const Result<PlainReply>& reply) {
        if (!reply)
            return context.fail(reply.error());
        QJsonObject headers;
        QString text = u"%1\n"_s.arg(reply->status);
        for (const auto& [name, value] : reply->headers) {
            headers.insert(QString::fromLatin1(name).toLower(), QString::fromLatin1(value));
            text += u"%1: %2\n"_s.arg(QString::fromLatin1(name), QString::fromLatin1(value));
        }
        const QString body = QString::fromUtf8(reply->body);
        context.succeed({{u"status"_s, reply->status}, {u"headers"_s, headers}, {u"body"_s, body}},
                        text + u'\n' + body);
    });
}

/// The answers of a burst as they come in.
struct Burst {
    QMap<QString, int> statuses;
    int open = 0;
    QString retryAfter;
};

void tell(const Context& context, const Burst& burst)
{
    QJsonObject statuses;
    QString text;
    for (auto at = burst.statuses.begin(); at != burst.statuses.end(); ++at) {
        statuses.insert(at.key(), at.value());
        text += u"%1: %2\n"_s.arg(at.key()).arg(at.value());
    }
    if (!burst.retryAfter.isEmpty())
        text += u"again after %1 s\n"_s.arg(burst.retryAfter);
    context.succeed(
        {{u"statuses"_s, statuses},
         {u"retry_after"_s, burst.retryAfter.isEmpty() ? QJsonValue() : burst.retryAfter.toInt()}},
        text);
}

void callOften(const Context& context)
{
    constexpr int mostCalls = 1000;
    const Result<PlainCall> call = callOf(context);
    if (!call)
        return context.fail(call.error());
    bool fine = true;
    const int count = context.has(u"count"_s) ? context.option(u"count"_s).toInt(&fine) : 15;
    if (!fine || count < 1 || count > mostCalls)
        return context.fail(Error::invalid(u"--count"_s, u"range"_s,
                                           u"must be a whole number from 1 to %1"_s.arg(mostCalls)));
    const auto burst = std::make_shared<Burst>();
    burst->open = count;
    for (int i = 0; i < count; ++i) {
        sendPlain(context, *call, [context, burst](const Result<PlainReply>& reply) {
            ++burst->statuses[reply ? QString::number(reply->status) : u"none"_s];
            if (reply && reply->status == 429)
                burst->retryAfter = QString::fromLatin1(reply->header("retry-after"));
            if (--burst->open == 0)
                tell(context, *burst);
        });
    }
}

void metrics(const Context& context)
{
    sendPlain(context, PlainCall::get(gatewayUrl(u"/metrics"_s)), [context](const Result<PlainReply>& reply) {
        if (!reply)
            return context.fail(reply.error());
        QStringList lines = QString::fromUtf8(reply->body).split(u'\n', Qt::SkipEmptyParts);
        if (context.has(u"search"_s))
            lines = lines.filter(context.option(u"search"_s), Qt::CaseInsensitive);
        if (context.has(u"limit"_s))
            lines = lines.mid(0, context.option(u"limit"_s).toInt());
        context.succeed({{u"lines"_s, QJsonArray::fromStringList(lines)}}, lines.join(u'\n'));
    });
}

struct Probe {
    QString name;
    QUrl url;
};

/// One after the other; what does not answer is told like what answers badly.
void probe(const Context& context, const QList<Probe>& probes, QJsonArray told, bool good)
{
    if (told.size() == probes.size()) {
        const QJsonObject answer{{u"healthy"_s, good}, {u"items"_s, told}};
        if (!good && !context.json)
            return context.fail(Error::unavailable(
                u"not healthy\n"_s + tableText(told, {u"name"_s, u"status"_s, u"version"_s, u"url"_s})));
        return context.succeed(answer, tableText(told, {u"name"_s, u"status"_s, u"version"_s, u"url"_s}));
    }
    const Probe& next = probes.at(told.size());
    sendPlain(context, PlainCall::get(next.url), [=](const Result<PlainReply>& reply) {
        const QJsonObject body = reply ? reply->json() : QJsonObject();
        const QString status = reply ? body.value(u"status"_s).toString() : reply.error().message;
        QJsonArray more = told;
        more.append(QJsonObject{{u"name"_s, next.name},
                                {u"url"_s, next.url.toString()},
                                {u"status"_s, status},
                                {u"version"_s, body.value(u"version"_s)}});
        probe(context, probes, more, good && reply && reply->status == 200);
    });
}

void health(const Context& context)
{
    probe(context,
          {{u"gateway"_s, gatewayUrl(u"/health"_s)},
           {u"control plane"_s, QUrl(context.option(u"url"_s) + u"/health"_s)},
           {u"tokens"_s, authUrl(context, u"/health/ready"_s)}},
          {}, true);
}

/// The secret of --password-file or --password-stdin, else ADMIN_CLIENT_SECRET.
Result<Secret> clientSecret(const Context& context)
{
    const QByteArray given = qgetenv("ADMIN_CLIENT_SECRET");
    if (!given.isEmpty() && !context.has(u"password-file"_s) && !context.has(u"password-stdin"_s))
        return Secret(given);
    return readPassword(context);
}

void token(const Context& context)
{
    const Result<Secret> secret = clientSecret(context);
    if (!secret)
        return context.fail(secret.error());
    QUrlQuery form;
    form.addQueryItem(u"grant_type"_s, u"client_credentials"_s);
    form.addQueryItem(u"client_id"_s, QString::fromLatin1(QUrl::toPercentEncoding(
                                          context.at(0).isEmpty() ? u"control-plane-api"_s : context.at(0))));
    form.addQueryItem(u"client_secret"_s,
                      QString::fromLatin1(QUrl::toPercentEncoding(QString::fromUtf8(secret->reveal()))));
    PlainCall call{.method = "POST",
                   .url = authUrl(context, u"/realms/stoa/protocol/openid-connect/token"_s),
                   .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                   .body = form.toString(QUrl::FullyEncoded).toUtf8()};
    sendPlain(context, call, [context](const Result<PlainReply>& reply) {
        if (!reply)
            return context.fail(reply.error());
        const QJsonObject answer = reply->json();
        if (reply->status != 200) {
            Error error;
            error.type = ErrorType::Unauthorized;
            error.code = answer.value(u"error"_s).toString();
            error.message = answer.value(u"error_description"_s).toString();
            return context.fail(error);
        }
        const QString made = answer.value(u"access_token"_s).toString();
        const SessionFile file(context.option(u"state-dir"_s), context.option(u"url"_s));
        if (const auto saved = file.save(Secret(made.toLatin1())); !saved)
            return context.fail(saved.error());
        context.succeed(answer, made);
    });
}

void checkKey(const Context& context)
{
    const Result<QByteArray> key = keyOf(context);
    if (!key || key->isEmpty())
        return context.fail(key ? Error::invalid(u"key"_s, u"required"_s, u"give --key-file or API_KEY"_s)
                                : key.error());
    context.client->call(CallId::SubscriptionV1Validate, {},
                         QJsonObject{{u"api_key"_s, QString::fromUtf8(*key)}}, context.owner,
                         orFail(context, [context](const QJsonObject& answer) {
                             context.succeed(answer, objectText(answer));
                         }));
}

void readLog(const Context& context)
{
    QUrlQuery query;
    for (const QString& name : {u"level"_s, u"limit"_s, u"api"_s})
        if (context.has(name))
            query.addQueryItem(name, context.option(name));
    context.client->call(
        CallId::LogSearch, {}, query, context.owner, orFail(context, [context](const QJsonObject& answer) {
            context.succeed(answer, tableText(answer.value(u"logs"_s).toArray(),
                                              {u"timestamp"_s, u"level"_s, u"method"_s, u"endpoint"_s,
                                               u"status_code"_s, u"message"_s}));
        }));
}

void purgeCache(const Context& context)
{
    QUrlQuery query;
    if (!context.at(0).isEmpty())
        query.addQueryItem(u"path"_s, QString::fromLatin1(QUrl::toPercentEncoding(context.at(0), "/")));
    if (context.has(u"api"_s))
        query.addQueryItem(u"api_id"_s, context.option(u"api"_s));
    context.client->call(CallId::ResponseCachePurge, {}, query, context.owner,
                         orFail(context, [context](const QJsonObject& answer) {
                             context.succeed(answer, u"%1 answers purged"_s.arg(answer[u"purged"_s].toInt()));
                         }));
}

} // namespace

QList<Command> trafficCommands()
{
    const QString key = u"[--key-file FILE | --key KEY]"_s;
    return {
        {u"health"_s,
         {},
         0,
         0,
         u"Ask gateway, control plane and token endpoint whether they are well"_s,
         health,
         false},
        {u"token"_s, u"[CLIENT] [--password-stdin | --password-file FILE]"_s, 0, 1,
         u"Log in as a service client (control-plane-api) and print the token"_s, token, false, nullptr,
         u"The secret comes from ADMIN_CLIENT_SECRET, the file or standard input."_s},
        {u"call"_s, u"PATH "_s + key + u" [--method METHOD] [--data TEXT]"_s, 1, 1,
         u"Make one call through the gateway and print the answer"_s, callOnce, false, nullptr,
         u"The key comes from the options, API_KEY or TEST_API_KEY. A key on the command line can be seen by other users."_s},
        {u"burst"_s, u"PATH "_s + key + u" [--count N] [--method METHOD] [--data TEXT]"_s, 1, 1,
         u"Make 15 (--count) calls at once and count the answers by status"_s, callOften, false},
        {u"metrics"_s, u"[--search TEXT] [--limit LINES]"_s, 0, 0, u"Print the metrics of the gateway"_s,
         metrics, false},
        {u"key check"_s, key, 0, 0, u"Whom a key belongs to and whether it is accepted"_s, checkKey},
        {u"log list"_s, u"[--level LEVEL] [--api NAME] [--limit N]"_s, 0, 0, u"The newest lines of the log"_s,
         readLog, true, nullptr,
         u"--level ERROR shows the calls that ended in 5xx, with the reason of each."_s},
        {u"cache show"_s,
         {},
         0,
         0,
         u"What the response cache holds"_s,
         [](const Context& c) { show(c, buildPath(CallId::ResponseCacheGet)); }},
        {u"cache purge"_s, u"[PATH] [--api ID]"_s, 0, 1,
         u"Forget kept answers: all, those of an API, those whose path begins so"_s, purgeCache},
        {u"restart"_s,
         {},
         0,
         0,
         u"Restart the gateway"_s,
         [](const Context& c) { c.client->call(CallId::SecurityRestart, {}, c.owner, showMessage(c)); }},
    };
}

} // namespace gatehouse::console
