// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/ctl/proto_commands.h"

#include "common/api/calls.h"
#include "console/client/api_client.h"
#include "console/ctl/answers.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString protoPath(const CommandContext& c)
{
    return buildPath(CallId::ProtoGet, {c.at(0), c.at(1)});
}

void upload(const CommandContext& c)
{
    QFile file(c.at(2));
    if (!file.open(QIODevice::ReadOnly))
        return c.fail(Error::invalid(u"FILE"_s, u"file"_s, u"%1: %2"_s.arg(c.at(2), file.errorString())));
    const QJsonObject body{{u"content"_s, QString::fromUtf8(file.readAll())},
                           {u"file_name"_s, QFileInfo(file).fileName()}};
    c.client->post(buildPath(CallId::ProtoUpload, {c.at(0), c.at(1)}), body, c.owner, showMessage(c));
}

} // namespace

QList<Command> protoCommands()
{
    return {
        {u"proto upload"_s, u"NAME VERSION FILE"_s, 3, 3,
         u"Upload the .proto file of a gRPC API; the one before is kept as history"_s, upload},
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
        {u"proto delete"_s, u"NAME VERSION"_s, 2, 2, u"Delete the .proto file of an API with its history"_s,
         [](const CommandContext& c) { c.client->remove(protoPath(c), c.owner, showMessage(c)); }},
    };
}

} // namespace gatehouse::console
