// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/ctl/answers.h"

#include "console/ctl/assignments.h"
#include "console/ctl/table_text.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

ApiClient::Callback orFail(const CommandContext& context, std::function<void(const QJsonObject&)> next)
{
    return [context, next = std::move(next)](const Result<QJsonObject>& answer) {
        if (answer)
            next(*answer);
        else
            context.fail(answer.error());
    };
}

ApiClient::Callback showMessage(const CommandContext& context)
{
    return orFail(context, [context](const QJsonObject& answer) {
        context.succeed(answer, answer.value(u"message"_s).toString(u"done"_s));
    });
}

void show(const CommandContext& context, const QString& path)
{
    context.client->get(path, context.owner, orFail(context, [context](const QJsonObject& answer) {
                            context.succeed(answer, objectText(answer));
                        }));
}

void createFrom(const CommandContext& context, const EntityTable& table, const QString& path)
{
    const Result<QJsonObject> body = readAssignments(table, context.arguments);
    if (!body)
        return context.fail(body.error());
    context.client->post(path, *body, context.owner, orFail(context, [context](const QJsonObject& answer) {
                             context.succeed(answer, answer.value(u"message"_s).toString(u"created"_s));
                         }));
}

void updateFrom(const CommandContext& context, const EntityTable& table, const QString& path, int skip)
{
    const Result<QJsonObject> body = readAssignments(table, context.arguments.mid(skip));
    if (!body)
        return context.fail(body.error());
    context.client->put(path, *body, context.owner, showMessage(context));
}

} // namespace gatehouse::console
