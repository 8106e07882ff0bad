// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/calls.h"
#include "common/model/api.h"
#include "common/model/api_address.h"
#include "common/model/operation.h"
#include "common/model/principal.h"
#include "console/ctl/answers.h"
#include "console/ctl/assignments.h"
#include "console/ctl/bulk_commands.h"
#include "console/ctl/command.h"
#include "console/ctl/proto_commands.h"
#include "console/ctl/record_commands.h"
#include "console/ctl/session_commands.h"
#include "console/ctl/table_text.h"
#include "console/ctl/traffic_commands.h"
#include "console/ctl/upstream_commands.h"
#include "console/ctl/v1_commands.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

/// "changed: LOG_LEVEL", one line for each list that is not empty.
QString reloadText(const QJsonObject& data)
{
    QStringList lines;
    const auto add = [&](const QString& what, const QString& key) {
        const QStringList names = data.value(key).toVariant().toStringList();
        if (!names.isEmpty())
            lines.append(what + names.join(u", "_s));
    };
    add(u"changed: "_s, u"changed"_s);
    add(u"wait for a restart: "_s, u"restart_needed"_s);
    if (lines.isEmpty())
        lines.append(u"no setting changed"_s);
    add(u"warnings: "_s, u"warnings"_s);
    return lines.join(u'\n');
}

/// What ends first comes first; below it what keeps files out of use.
QString certificatesText(const QJsonObject& answer)
{
    QList<QJsonObject> rows;
    for (const QJsonValue& value : answer.value(u"certificates"_s).toArray())
        rows.append(value.toObject());
    std::stable_sort(rows.begin(), rows.end(), [](const QJsonObject& a, const QJsonObject& b) {
        return a.value(u"days_left"_s).toInteger() < b.value(u"days_left"_s).toInteger();
    });
    QJsonArray sorted;
    for (const QJsonObject& row : rows)
        sorted.append(row);
    if (sorted.isEmpty())
        return u"no certificate is in use\n"_s;
    QString text = tableText(sorted, {u"use"_s, u"state"_s, u"days_left"_s, u"not_after"_s, u"ocsp"_s,
                                      u"names"_s, u"subject"_s, u"file"_s});
    for (const QJsonValue& fault : answer.value(u"faults"_s).toArray())
        text += u"refused: "_s + fault.toString() + u'\n';
    return text;
}

using Context = CommandContext;

QString apiPath(const QString& name, const QString& version)
{
    return buildPath(CallId::ApiGet, {name, version});
}

void list(const Context& context, const QString& path, const QString& key, const QStringList& columns)
{
    QUrlQuery query;
    query.addQueryItem(u"page_size"_s, context.has(u"limit"_s) ? context.option(u"limit"_s) : u"200"_s);
    query.addQueryItem(u"page"_s, context.has(u"page"_s) ? context.option(u"page"_s) : u"1"_s);
    if (context.has(u"search"_s))
        query.addQueryItem(u"search"_s, context.option(u"search"_s));
    context.client->get(path, query, context.owner, orFail(context, [=](const QJsonObject& answer) {
                            context.succeed(answer, tableText(answer.value(key).toArray(), columns));
                        }));
}

void setApiActive(const Context& context, bool active)
{
    context.client->put(apiPath(context.at(0), context.at(1)), {{u"active"_s, active}}, context.owner,
                        showMessage(context));
}

/// Adds the endpoints one after the other; those that exist already are left as they are.
void applyEndpoints(const Context& context, const QJsonObject& api, const QJsonArray& endpoints,
                    qsizetype place)
{
    const QString key = api.value(u"api_name"_s).toString() + u'/' + api.value(u"api_version"_s).toString();
    if (place >= endpoints.size()) {
        context.succeed({{u"applied"_s, key}, {u"endpoints"_s, endpoints.size()}},
                        u"Applied %1 with %2 endpoints"_s.arg(key).arg(endpoints.size()));
        return;
    }
    QJsonObject endpoint = endpoints.at(place).toObject();
    endpoint.insert(u"api_name"_s, addressedName(api));
    endpoint.insert(u"api_version"_s, api.value(u"api_version"_s));
    context.client->post(buildPath(CallId::OperationCreate), endpoint, context.owner,
                         [=](const Result<QJsonObject>& answer) {
                             const bool exists = !answer && answer.error().code == u"END001"_s;
                             if (!answer && !exists)
                                 return context.fail(answer.error());
                             applyEndpoints(context, api, endpoints, place + 1);
                         });
}

/// A file {"api": {...}, "endpoints": [...]}: created, or updated when the API is there.
void applyApi(const Context& context)
{
    const Result<QJsonObject> file = readJsonFile(context.at(0));
    if (!file)
        return context.fail(file.error());
    const QJsonObject api = file->value(u"api"_s).toObject();
    const QJsonArray endpoints = file->value(u"endpoints"_s).toArray();
    const QString path = apiPath(addressedName(api), api.value(u"api_version"_s).toString());
    context.client->post(
        buildPath(CallId::ApiCreate), api, context.owner, orFail(context, [=](const QJsonObject& answer) {
            if (answer.contains(u"api"_s))
                return applyEndpoints(context, api, endpoints, 0);
            QJsonObject fields = api;
            fields.remove(u"api_name"_s);
            fields.remove(u"api_version"_s);
            context.client->put(path, fields, context.owner, orFail(context, [=](const QJsonObject&) {
                                    applyEndpoints(context, api, endpoints, 0);
                                }));
        }));
}

QList<Command> apiCommands()
{
    const QStringList columns{u"api_name"_s, u"api_version"_s, u"api_type"_s,
                              u"active"_s,   u"api_public"_s,  u"api_servers"_s};
    return {
        {u"api list"_s, u"[--search TEXT] [--page N] [--limit N]"_s, 0, 0, u"List APIs"_s,
         [columns](const Context& c) { list(c, buildPath(CallId::ApiListAll), u"apis"_s, columns); }},
        {u"api show"_s, u"NAME VERSION"_s, 2, 2, u"Show one API"_s,
         [](const Context& c) { show(c, apiPath(c.at(0), c.at(1))); }},
        {u"api create"_s, u"KEY=VALUE... | @FILE"_s, 1, -1, u"Create an API from fields or a JSON file"_s,
         [](const Context& c) { createFrom(c, tableOf<Api>(), buildPath(CallId::ApiCreate)); }},
        {u"api update"_s, u"NAME VERSION KEY=VALUE... | @FILE"_s, 3, -1, u"Change fields of an API"_s,
         [](const Context& c) { updateFrom(c, tableOf<Api>(), apiPath(c.at(0), c.at(1)), 2); }},
        {u"api delete"_s, u"NAME VERSION"_s, 2, 2, u"Delete an API with its endpoints"_s,
         [](const Context& c) { c.client->remove(apiPath(c.at(0), c.at(1)), c.owner, showMessage(c)); }},
        {u"api enable"_s, u"NAME VERSION"_s, 2, 2, u"Let traffic through"_s,
         [](const Context& c) { setApiActive(c, true); }},
        {u"api disable"_s, u"NAME VERSION"_s, 2, 2, u"Refuse traffic with 403"_s,
         [](const Context& c) { setApiActive(c, false); }},
        {u"api apply"_s, u"FILE"_s, 1, 1,
         u"Create or update an API and its endpoints from {\"api\":...,\"endpoints\":[...]}"_s, applyApi},
    };
}

QString endpointPath(const Context& c)
{
    return buildPath(CallId::OperationGet, {c.at(2), c.at(0), c.at(1), c.at(3)});
}

QList<Command> endpointCommands()
{
    return {
        {u"endpoint list"_s, u"NAME VERSION"_s, 2, 2, u"List the endpoints of an API"_s,
         [](const Context& c) {
             c.client->get(buildPath(CallId::OperationList, {c.at(0), c.at(1)}), c.owner,
                           orFail(c, [c](const QJsonObject& answer) {
                               c.succeed(answer, tableText(answer.value(u"endpoints"_s).toArray(),
                                                           {u"endpoint_method"_s, u"endpoint_uri"_s,
                                                            u"client_uri"_s, u"endpoint_description"_s}));
                           }));
         }},
        {u"endpoint create"_s, u"KEY=VALUE... | @FILE"_s, 1, -1, u"Register an endpoint"_s,
         [](const Context& c) { createFrom(c, tableOf<Operation>(), buildPath(CallId::OperationCreate)); }},
        {u"endpoint delete"_s, u"NAME VERSION METHOD URI"_s, 4, 4, u"Remove an endpoint"_s,
         [](const Context& c) { c.client->remove(endpointPath(c), c.owner, showMessage(c)); }},
    };
}

QString userPath(const QString& name)
{
    return buildPath(CallId::UserGet, {name});
}

QList<Command> userCommands()
{
    return {
        {u"user list"_s, u"[--search TEXT] [--page N] [--limit N]"_s, 0, 0, u"List users"_s,
         [](const Context& c) {
             list(c, buildPath(CallId::UserListAll), u"users"_s,
                  {u"username"_s, u"email"_s, u"role"_s, u"groups"_s, u"active"_s, u"ui_access"_s});
         }},
        {u"user show"_s, u"USERNAME"_s, 1, 1, u"Show one user"_s,
         [](const Context& c) { show(c, userPath(c.at(0))); }},
        {u"user create"_s, u"KEY=VALUE... [--password-stdin | --password-file FILE]"_s, 1, -1,
         u"Create a user"_s, createUser},
        {u"user update"_s, u"USERNAME KEY=VALUE..."_s, 2, -1, u"Change fields of a user"_s,
         [](const Context& c) { updateFrom(c, tableOf<User>(), userPath(c.at(0)), 1); }},
        {u"user password"_s, u"USERNAME [--password-stdin | --password-file FILE]"_s, 1, 1,
         u"Set a user's password"_s, changePassword},
        {u"user delete"_s, u"USERNAME"_s, 1, 1, u"Delete a user"_s,
         [](const Context& c) { c.client->remove(userPath(c.at(0)), c.owner, showMessage(c)); }},
    };
}

QList<Command> configCommands()
{
    return {
        {u"revision list"_s,
         {},
         0,
         0,
         u"Who changed what and when"_s,
         [](const Context& c) {
             c.client->get(buildPath(CallId::RevisionList), c.owner,
                           orFail(c, [c](const QJsonObject& answer) {
                               c.succeed(answer, tableText(answer.value(u"revisions"_s).toArray(),
                                                           {u"revision"_s, u"at"_s, u"actor"_s, u"action"_s,
                                                            u"created"_s, u"updated"_s, u"removed"_s}));
                           }));
         }},
        {u"revision rollback"_s, u"NUMBER"_s, 1, 1,
         u"Make the configuration what it was, as a new revision"_s,
         [](const Context& c) {
             c.client->post(
                 buildPath(CallId::RevisionRollback, {c.at(0)}), {}, c.owner,
                 orFail(c, [c](const QJsonObject& answer) {
                     c.succeed(answer, u"now at revision %1"_s.arg(answer.value(u"revision"_s).toInteger()));
                 }));
         }},
        {u"config export"_s,
         {},
         0,
         0,
         u"Print APIs, endpoints, roles, groups and routings as JSON"_s,
         [](Context c) {
             c.json = true;
             show(c, buildPath(CallId::ConfigExportAll));
         }},
        {u"config reload"_s,
         {},
         0,
         0,
         u"Make the gateway read its settings again; names those that changed or wait for a restart"_s,
         [](const Context& c) {
             c.client->post(buildPath(CallId::ConfigReload), {}, c.owner,
                            orFail(c, [c](const QJsonObject& answer) {
                                c.succeed(answer, reloadText(answer.value(u"data"_s).toObject()));
                            }));
         }},
        {u"certificates"_s,
         {},
         0,
         0,
         u"Certificates and authorities in use, what ends first first; and files that were refused"_s,
         [](const Context& c) {
             c.client->get(
                 buildPath(CallId::CertificateList), c.owner,
                 orFail(c, [c](const QJsonObject& answer) { c.succeed(answer, certificatesText(answer)); }));
         }},
        {u"config import"_s, u"FILE"_s, 1, 1, u"Create or update everything in the file; all or nothing"_s,
         [](const Context& c) {
             const Result<QJsonObject> file = readJsonFile(c.at(0));
             if (!file)
                 return c.fail(file.error());
             c.client->post(buildPath(CallId::ConfigImport), *file, c.owner,
                            orFail(c, [c](const QJsonObject& answer) {
                                c.succeed(answer, objectText(answer.value(u"imported"_s).toObject()));
                            }));
         }},
    };
}

} // namespace

const QList<Command>& commands()
{
    static const QList<Command> all = sessionCommands() + apiCommands() + endpointCommands() +
                                      upstreamCommands() + protoCommands() + recordCommands() +
                                      userCommands() + configCommands() + v1Commands() + bulkCommands() +
                                      trafficCommands();
    return all;
}

const Command* findCommand(const QStringList& words, int* used)
{
    for (const Command& command : commands()) {
        const QStringList own = command.words.split(u' ');
        if (words.mid(0, own.size()) == own) {
            *used = int(own.size());
            return &command;
        }
    }
    return nullptr;
}

} // namespace gatehouse::console
