// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/ctl/ctl.h"

#include "common/core/ids.h"
#include "console/ctl/session_commands.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>
#include <QTextStream>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString defaultUrl()
{
    for (const char* name : {"GATEHOUSE_URL", "STOA_API_URL"}) {
        if (qEnvironmentVariableIsSet(name))
            return qEnvironmentVariable(name);
    }
    return u"http://127.0.0.1:8000"_s;
}

QString stateDirectory()
{
    const QString given = qEnvironmentVariable("XDG_STATE_HOME");
    return (given.isEmpty() ? QDir::homePath() + u"/.local/state"_s : given) + u"/gatehouse"_s;
}

Exit exitFor(const Error& error)
{
    if (error.type == ErrorType::Unauthorized)
        return Exit::NotLoggedIn;
    return error.type == ErrorType::Unavailable || error.type == ErrorType::Timeout ? Exit::NoConnection
                                                                                    : Exit::Refused;
}

} // namespace

Ctl::Ctl(QObject* parent)
    : QObject(parent)
{
}

Result<Ctl::Parsed> Ctl::parse(const QStringList& arguments) const
{
    Parsed parsed;
    Faults faults;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString& word = arguments[i];
        if (!word.startsWith(u"--"_s)) {
            parsed.words.append(word);
            continue;
        }
        const QString name = word.mid(2).section(u'=', 0, 0);
        if (flagOptions().contains(name))
            parsed.options.insert(name, u"true"_s);
        else if (!valueOptions().contains(name))
            faults.append({word, u"unknown"_s, u"is not an option"_s});
        else if (word.contains(u'='))
            parsed.options.insert(name, word.section(u'=', 1));
        else if (i + 1 < arguments.size())
            parsed.options.insert(name, arguments[++i]);
        else
            faults.append({word, u"required"_s, u"needs a value"_s});
    }
    if (!faults.isEmpty())
        return Error::invalid(faults);
    return parsed;
}

bool Ctl::connectTo(const Parsed& parsed, CommandContext& context)
{
    context.options = parsed.options;
    if (!context.has(u"url"_s))
        context.options.insert(u"url"_s, defaultUrl());
    if (!context.has(u"state-dir"_s))
        context.options.insert(u"state-dir"_s, stateDirectory());
    ConnectionProfile profile;
    profile.id = newId();
    profile.name = u"gatehousectl"_s;
    profile.url = QUrl(context.option(u"url"_s));
    profile.user = u"admin"_s;
    profile.caFile = context.option(u"ca"_s);
    const Faults faults = profile.validate();
    if (!faults.isEmpty()) {
        usage(Error::invalid(faults).text());
        return false;
    }
    m_client.setProfile(profile);
    const QByteArray given = qgetenv("GATEHOUSE_TOKEN");
    const Secret token = given.isEmpty()
                             ? SessionFile(context.option(u"state-dir"_s), context.option(u"url"_s)).token()
                             : Secret(given);
    if (!token.isEmpty())
        m_client.setToken(token);
    return true;
}

bool Ctl::answerAlone(const QStringList& arguments)
{
    if (arguments.value(0) == u"__complete"_s) { // words as the shell has them, options may be unfinished
        QTextStream(stdout) << completionsAfter(arguments.mid(1));
        return true;
    }
    const bool asked = arguments.value(0) == u"help"_s;
    const bool flagged = arguments.contains(u"--help"_s);
    int used = 0;
    const Command* command = asked || flagged ? findCommand(arguments.mid(asked ? 1 : 0), &used) : nullptr;
    if (!command && !asked)
        return false;
    QTextStream(stdout) << (command ? helpPage(*command) : helpText());
    return true;
}

void Ctl::start(const QStringList& arguments)
{
    if (answerAlone(arguments))
        return end(Exit::Done);
    const Result<Parsed> parsed = parse(arguments);
    if (!parsed)
        return usage(parsed.error().text());
    if (parsed->options.contains(u"version"_s) || parsed->options.contains(u"help"_s) ||
        parsed->words.isEmpty()) {
        QTextStream(stdout) << (parsed->options.contains(u"version"_s)
                                    ? u"gatehousectl "_s + QCoreApplication::applicationVersion() + u'\n'
                                    : helpText());
        return end(parsed->words.isEmpty() && parsed->options.isEmpty() ? Exit::Usage : Exit::Done);
    }
    int used = 0;
    const Command* command = findCommand(parsed->words, &used);
    if (!command)
        return usage(u"unknown command: "_s + parsed->words.join(u' '));
    CommandContext context;
    context.arguments = parsed->words.mid(used);
    if (context.arguments.size() < command->least ||
        (command->most >= 0 && context.arguments.size() > command->most))
        return usage(u"usage: gatehousectl "_s + command->words + u' ' + command->arguments);
    if (!connectTo(*parsed, context))
        return;
    if (command->needsLogin && !m_client.hasToken()) {
        QTextStream(stderr) << "error: not logged in; run gatehousectl login\n";
        return end(Exit::NotLoggedIn);
    }
    context.client = &m_client;
    context.owner = this;
    context.json = context.has(u"json"_s) || command->words == u"config export"_s;
    context.succeed = [this, context](const QJsonObject& answer, const QString& text) {
        print(context, answer, text, Exit::Done);
    };
    context.finish = [this, context](const QJsonObject& answer, const QString& text, Exit code) {
        print(context, answer, text, code);
    };
    context.fail = [this](const Error& error) { printError(error); };
    command->run(context);
}

void Ctl::print(const CommandContext& context, const QJsonObject& answer, const QString& text, Exit code)
{
    QTextStream out(stdout);
    if (context.json)
        out << QJsonDocument(answer).toJson(QJsonDocument::Indented);
    else
        out << text << (text.endsWith(u'\n') ? "" : "\n");
    out.flush();
    end(code);
}

void Ctl::printError(const Error& error)
{
    QTextStream(stderr) << "error: " << (error.code.isEmpty() ? QString() : error.code + u' ') << error.text()
                        << '\n';
    end(error.type == ErrorType::Invalid && error.code.isEmpty() ? Exit::Usage : exitFor(error));
}

void Ctl::usage(const QString& text)
{
    QTextStream(stderr) << "error: " << text << "\nSee gatehousectl --help\n";
    end(Exit::Usage);
}

void Ctl::end(Exit code)
{
    QMetaObject::invokeMethod(
        this, [this, code] { Q_EMIT finished(int(code)); }, Qt::QueuedConnection);
}

} // namespace gatehouse::console
