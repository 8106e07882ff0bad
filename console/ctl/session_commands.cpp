// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/ctl/session_commands.h"

#include "common/api/calls.h"
#include "common/model/principal.h"
#include "console/client/api_client.h"
#include "console/ctl/assignments.h"
#include "console/ctl/table_text.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QTextStream>

#include <termios.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

/// Turns the terminal's echo off while it lives.
class NoEcho {
public:
    NoEcho()
        : m_changed(tcgetattr(STDIN_FILENO, &m_before) == 0)
    {
        termios quiet = m_before;
        quiet.c_lflag &= ~tcflag_t(ECHO);
        if (m_changed)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    ~NoEcho()
    {
        if (m_changed)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    NoEcho(const NoEcho&) = delete;
    NoEcho& operator=(const NoEcho&) = delete;

private:
    termios m_before{};
    bool m_changed;
};

Secret trimmed(QByteArray text)
{
    if (text.endsWith('\n'))
        text.chop(1);
    return Secret(text);
}

void login(const CommandContext& context)
{
    const Result<Secret> password = readPassword(context);
    if (!password)
        return context.fail(password.error());
    const QString user = context.has(u"user"_s) ? context.option(u"user"_s) : u"admin"_s;
    const QJsonObject body{{u"email"_s, user}, {u"password"_s, QString::fromUtf8(password->reveal())}};
    context.client->post(buildPath(CallId::AuthLogin), body, context.owner,
                         [context, user](const Result<QJsonObject>& answer) {
                             if (!answer)
                                 return context.fail(answer.error());
                             const SessionFile file(context.option(u"state-dir"_s), context.option(u"url"_s));
                             const auto saved =
                                 file.save(Secret(answer->value(u"access_token"_s).toString().toLatin1()));
                             if (!saved)
                                 return context.fail(saved.error());
                             context.succeed({{u"user"_s, user}}, u"Logged in as "_s + user);
                         });
}

void logout(const CommandContext& context)
{
    context.client->post(buildPath(CallId::AuthInvalidate), {}, context.owner,
                         [context](const Result<QJsonObject>& answer) {
                             SessionFile(context.option(u"state-dir"_s), context.option(u"url"_s)).remove();
                             if (!answer && answer.error().type != ErrorType::Unauthorized)
                                 return context.fail(answer.error());
                             context.succeed({{u"logged_out"_s, true}}, u"Logged out"_s);
                         });
}

void status(const CommandContext& context)
{
    context.client->get(
        buildPath(CallId::MonitorReadiness), context.owner, [context](const Result<QJsonObject>& ready) {
            if (!ready)
                return context.fail(ready.error());
            context.client->get(buildPath(CallId::Status), context.owner,
                                [context, ready](const Result<QJsonObject>& detail) {
                                    QJsonObject answer = *ready;
                                    if (detail) {
                                        for (auto at = detail->begin(); at != detail->end(); ++at)
                                            answer.insert(at.key() == u"status"_s ? u"gateway"_s : at.key(),
                                                          at.value());
                                    }
                                    context.succeed(answer, objectText(answer));
                                });
        });
}

} // namespace

Result<Secret> readPassword(const CommandContext& context)
{
    if (context.has(u"password-file"_s)) {
        QFile file(context.option(u"password-file"_s));
        if (!file.open(QIODevice::ReadOnly))
            return Error::invalid(u"--password-file"_s, u"unreadable"_s, file.errorString());
        return trimmed(file.readAll());
    }
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return Error::invalid(u"standard input"_s, u"unreadable"_s, input.errorString());
    if (context.has(u"password-stdin"_s))
        return trimmed(input.readAll());
    if (!isatty(STDIN_FILENO))
        return Error::invalid(u"password"_s, u"required"_s, u"give --password-stdin or --password-file"_s);
    QTextStream(stderr) << "Password: " << Qt::flush;
    const NoEcho quiet;
    const Secret typed = trimmed(input.readLine());
    QTextStream(stderr) << '\n';
    return typed;
}

void createUser(const CommandContext& context)
{
    const Result<QJsonObject> fields = readAssignments(tableOf<User>(), context.arguments);
    if (!fields)
        return context.fail(fields.error());
    const Result<Secret> password = readPassword(context);
    if (!password)
        return context.fail(password.error());
    QJsonObject body = *fields;
    body.insert(u"password"_s, QString::fromUtf8(password->reveal()));
    context.client->post(buildPath(CallId::UserCreate), body, context.owner,
                         [context](const Result<QJsonObject>& answer) {
                             if (!answer)
                                 return context.fail(answer.error());
                             context.succeed(*answer, answer->value(u"message"_s).toString());
                         });
}

void changePassword(const CommandContext& context)
{
    const Result<Secret> password = readPassword(context);
    if (!password)
        return context.fail(password.error());
    const QString path = buildPath(CallId::UserPassword, {context.at(0)});
    context.client->put(path, {{u"new_password"_s, QString::fromUtf8(password->reveal())}}, context.owner,
                        [context](const Result<QJsonObject>& answer) {
                            if (!answer)
                                return context.fail(answer.error());
                            context.succeed(*answer, answer->value(u"message"_s).toString());
                        });
}

QList<Command> sessionCommands()
{
    return {
        {u"login"_s, u"[--user NAME] [--password-stdin | --password-file FILE]"_s, 0, 0,
         u"Log in and keep the session"_s, login, false},
        {u"logout"_s, {}, 0, 0, u"Revoke the session and forget it"_s, logout},
        {u"status"_s, {}, 0, 0, u"Is the gateway ready, what does it run on"_s, status, false},
    };
}

SessionFile::SessionFile(const QString& directory, const QString& url)
    : m_path(directory + u"/session-"_s +
             QString::fromLatin1(
                 QCryptographicHash::hash(url.toUtf8(), QCryptographicHash::Sha256).toHex().left(16)))
{
}

Secret SessionFile::token() const
{
    QFile file(m_path);
    return file.open(QIODevice::ReadOnly) ? Secret(file.readAll().trimmed()) : Secret();
}

Result<void> SessionFile::save(const Secret& token) const
{
    const QString directory = m_path.section(u'/', 0, -2);
    if (!QDir().mkpath(directory))
        return Error::invalid(directory, u"unwritable"_s, u"cannot be made"_s);
    QSaveFile file(m_path);
    const bool open =
        file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (!open || file.write(token.reveal()) < 0 || !file.commit())
        return Error::invalid(m_path, u"unwritable"_s, file.errorString());
    return {};
}

void SessionFile::remove() const
{
    QFile::remove(m_path);
}

} // namespace gatehouse::console
