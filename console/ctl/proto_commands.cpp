// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/ctl/proto_commands.h"

#include "common/api/calls.h"
#include "console/client/api_client.h"
#include "console/ctl/answers.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString protoPath(const CommandContext& c)
{
    return buildPath(CallId::ProtoGet, {c.at(0), c.at(1)});
}

/// Nothing, after failing, when it cannot be read.
std::optional<QString> textOf(const CommandContext& c, const QString& path)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly))
        return QString::fromUtf8(file.readAll());
    c.fail(Error::invalid(u"FILE"_s, u"file"_s, u"%1: %2"_s.arg(path, file.errorString())));
    return std::nullopt;
}

/// Further files are imports: "path" under the name of the path, "name=path" under that name.
void upload(const CommandContext& c)
{
    const std::optional<QString> content = textOf(c, c.at(2));
    if (!content)
        return;
    QJsonObject imports;
    for (const QString& argument : c.arguments.mid(3)) {
        const qsizetype equals = argument.indexOf(u'=');
        const QString path = argument.mid(equals + 1);
        const std::optional<QString> text = textOf(c, path);
        if (!text)
            return;
        imports.insert(equals < 0 ? path : argument.left(equals), *text);
    }
    QJsonObject body{{u"content"_s, *content}, {u"file_name"_s, QFileInfo(c.at(2)).fileName()}};
    if (!imports.isEmpty())
        body.insert(u"imports"_s, imports);
    c.client->post(buildPath(CallId::ProtoUpload, {c.at(0), c.at(1)}), body, c.owner, showMessage(c));
}

} // namespace

QList<Command> protoCommands()
{
    return {
        {u"proto upload"_s, u"NAME VERSION FILE [IMPORT=FILE...]"_s, 3, 34,
         u"Upload the .proto file of a gRPC API and those it imports; the ones before are kept as history"_s,
         upload},
        {u"proto show"_s, u"NAME VERSION"_s, 2, 2, u"Print the .proto file of an API"_s,
         [](const CommandContext& c) {
             c.client->get(protoPath(c), c.owner, orFail(c, [c](const QJsonObject& answer) {
                               c.succeed(answer, answer.value(u"content"_s).toString());
                           }));
         }},
        {u"proto services"_s, u"NAME VERSION"_s, 2, 2, u"The gRPC services that may be called"_s,
         [](const CommandContext& c) {
             c.client->get(buildPath(CallId::GrpcServices, {c.at(0), c.at(1)}), c.owner,
                           orFail(c, [c](const QJsonObject& answer) {
                               QStringList lines;
                               for (const QJsonValue& service : answer.value(u"services"_s).toArray())
                                   lines.append(service.toString());
                               c.succeed(answer, lines.join(u'\n'));
                           }));
         }},
        {u"proto refresh"_s, u"NAME VERSION"_s, 2, 2,
         u"Ask the server of a gRPC API again what it offers (reflection)"_s,
         [](const CommandContext& c) {
             c.client->post(buildPath(CallId::GrpcServicesRefresh, {c.at(0), c.at(1)}), {}, c.owner,
                            showMessage(c));
         }},
        {u"proto delete"_s, u"NAME VERSION"_s, 2, 2, u"Delete the .proto file of an API with its history"_s,
         [](const CommandContext& c) { c.client->remove(protoPath(c), c.owner, showMessage(c)); }},
    };
}

} // namespace gatehouse::console
