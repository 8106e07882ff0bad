// SPDX-License-Identifier: GPL-3.0-or-later
// What gatehousectl says about itself: overview, a page per command, completions.
#include "common/model/field.h"
#include "common/model/wire_enum.h"
#include "console/ctl/command.h"

#include <QSet>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString exitText()
{
    return u"Exit status: 0 done, 1 refused by the gateway, 2 usage, 3 not logged in, 4 no connection.\n"_s;
}

QString typeText(const FieldDef& field)
{
    switch (field.type) {
    case FieldType::Integer:
        return u"whole number"_s;
    case FieldType::Number:
        return u"number"_s;
    case FieldType::Boolean:
        return u"true or false"_s;
    case FieldType::TextList:
        return u"list, separated by commas"_s;
    case FieldType::Text:
        return u"text"_s;
    case FieldType::Time:
        return u"time, ISO 8601"_s;
    case FieldType::Choice:
        return field.choices.join(u"|"_s);
    default:
        return u"JSON"_s;
    }
}

bool canBeGiven(const FieldDef& field)
{
    return !field.readOnly && !field.hidden && !field.generated;
}

QString fieldsText(const EntityTable& table)
{
    QString text;
    for (const FieldDef& field : table.fields) {
        if (canBeGiven(field))
            text += u"    %1=%2%3\n        %4\n"_s.arg(
                field.name, typeText(field), field.required ? u"  (required)"_s : QString(), field.help);
    }
    return text;
}

QString section(const QString& name, QString body)
{
    if (body.isEmpty())
        return {};
    if (!body.startsWith(u' '))
        body = u"    "_s + body.trimmed().replace(u"\n"_s, u"\n    "_s) + u'\n';
    return name + u'\n' + body + u'\n';
}

} // namespace

const QStringList& valueOptions()
{
    static const QStringList names{
        u"url"_s,    u"ca"_s,           u"state-dir"_s,     u"user"_s,     u"search"_s,
        u"page"_s,   u"limit"_s,        u"password-file"_s, u"tenant"_s,   u"email"_s,
        u"status"_s, u"external-id"_s,  u"prefix"_s,        u"type"_s,     u"consumer"_s,
        u"api"_s,    u"subscription"_s, u"key"_s,           u"key-file"_s, u"count"_s,
        u"method"_s, u"data"_s,         u"level"_s,         u"state"_s,    u"severity"_s};
    return names;
}

const QStringList& flagOptions()
{
    static const QStringList names{u"json"_s, u"help"_s, u"version"_s, u"password-stdin"_s};
    return names;
}

QString helpText()
{
    QString text =
        u"Usage: gatehousectl [--url URL] [--json] COMMAND [ARGUMENT...]\n\n"
        "Options:\n"
        "  --url URL            Admin address (GATEHOUSE_URL, STOA_API_URL; default http://127.0.0.1:8000)\n"
        "  --tenant NAME        Tenant of contracts, consumers, keys and plans (TENANT_ID; default "
        "\"default\")\n"
        "  --json               Print the answer as JSON\n"
        "  --ca FILE            Certificate authorities to trust (PEM)\n"
        "  --state-dir DIR      Where the session is kept (default: the XDG state directory)\n"
        "  --help, --version\n\n"
        "Commands:\n"_s;
    for (const Command& command : commands()) {
        text += u"  "_s + (command.words + u' ' + command.arguments).trimmed() + u'\n';
        text += u"        "_s + command.help + u'\n';
    }
    text += u"\ngatehousectl help COMMAND tells all about one, with its fields.\n"_s + exitText();
    return text;
}

QString helpPage(const Command& command)
{
    const QString words = u"gatehousectl "_s + command.words;
    const QString environment =
        u"GATEHOUSE_URL or STOA_API_URL: admin address. STOA_GATEWAY_URL: traffic. STOA_AUTH_URL: tokens.\n"
        "TENANT_ID: tenant. GATEHOUSE_TOKEN: token instead of a session."_s;
    return section(u"NAME"_s, words + u" - "_s + command.help) +
           section(u"SYNOPSIS"_s, (words + u' ' + command.arguments).trimmed() +
                                      u" [--url URL] [--tenant NAME] [--json]"_s) +
           section(u"DESCRIPTION"_s, command.details) +
           section(u"FIELDS"_s, command.table ? fieldsText(command.table()) : QString()) +
           section(u"ENVIRONMENT"_s, environment) + section(u"EXIT STATUS"_s, exitText().section(u": "_s, 1));
}

QString completionsAfter(const QStringList& words)
{
    if (words.value(words.size() - 1).startsWith(u"--"_s) && valueOptions().contains(words.last().mid(2)))
        return {}; // a value of the user's own
    QStringList plain;
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (!words[i].startsWith(u"--"_s))
            plain.append(words[i]);
        else if (valueOptions().contains(words[i].mid(2)))
            ++i;
    }
    if (plain.value(0) == u"help"_s)
        plain.removeFirst();
    QSet<QString> next;
    for (const Command& command : commands()) {
        const QStringList own = command.words.split(u' ');
        if (own.size() > plain.size() && own.mid(0, plain.size()) == plain)
            next.insert(own.at(plain.size()));
    }
    int used = 0;
    const Command* command = findCommand(plain, &used);
    if (command && command->table && plain.size() - used >= command->least) {
        for (const FieldDef& field : command->table().fields) {
            if (canBeGiven(field))
                next.insert(field.name + u'=');
        }
    }
    if (command) {
        for (const QString& name : valueOptions() + flagOptions())
            next.insert(u"--"_s + name);
    }
    QStringList sorted(next.begin(), next.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted.isEmpty() ? QString() : sorted.join(u'\n') + u'\n';
}

} // namespace gatehouse::console
