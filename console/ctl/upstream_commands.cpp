// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/ctl/upstream_commands.h"

#include "common/api/calls.h"
#include "common/model/upstream.h"
#include "console/ctl/answers.h"
#include "console/ctl/table_text.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

/// One row per target.
QJsonArray rowsOf(const QJsonObject& answer)
{
    QJsonArray rows;
    for (const QJsonValue& upstream : answer.value(u"upstreams"_s).toArray()) {
        for (const QJsonValue& target : upstream[u"targets"_s].toArray()) {
            QJsonObject row = target.toObject();
            row.insert(u"upstream"_s, upstream[u"upstream"_s]);
            row.insert(u"breaker"_s, upstream[u"breaker"_s]);
            rows.append(row);
        }
    }
    return rows;
}

void listStates(const CommandContext& c)
{
    c.client->get(buildPath(CallId::UpstreamState), c.owner, orFail(c, [c](const QJsonObject& answer) {
                      c.succeed(answer, tableText(rowsOf(answer), {u"upstream"_s, u"target"_s, u"state"_s,
                                                                   u"active"_s, u"requests"_s, u"failures"_s,
                                                                   u"ejected_until"_s, u"breaker"_s}));
                  }));
}

void onTarget(const CommandContext& c, CallId call)
{
    c.client->post(buildPath(call), {{u"upstream"_s, c.at(0)}, {u"target"_s, c.at(1)}}, c.owner,
                   showMessage(c));
}

QString upstreamPath(const CommandContext& c)
{
    return buildPath(CallId::UpstreamGet, {c.at(0)});
}

} // namespace

QList<Command> upstreamCommands()
{
    return {
        {u"upstream list"_s,
         {},
         0,
         0,
         u"Every target that takes traffic: state, load, breaker"_s,
         listStates},
        {u"upstream drain"_s, u"UPSTREAM TARGET"_s, 2, 2, u"Send no new requests to a target"_s,
         [](const CommandContext& c) { onTarget(c, CallId::UpstreamDrain); }},
        {u"upstream undrain"_s, u"UPSTREAM TARGET"_s, 2, 2, u"Send requests to a target again"_s,
         [](const CommandContext& c) { onTarget(c, CallId::UpstreamUndrain); }},
        {u"upstream reset"_s, u"UPSTREAM [TARGET]"_s, 1, 2,
         u"Forget failures and ejections, and close the breakers"_s,
         [](const CommandContext& c) { onTarget(c, CallId::UpstreamReset); }},
        {u"upstream show"_s, u"NAME"_s, 1, 1, u"Show one upstream group"_s,
         [](const CommandContext& c) { show(c, upstreamPath(c)); }},
        {u"upstream create"_s, u"KEY=VALUE... | @FILE"_s, 1, -1, u"Create an upstream group"_s,
         [](const CommandContext& c) {
             createFrom(c, tableOf<Upstream>(), buildPath(CallId::UpstreamCreate));
         }},
        {u"upstream update"_s, u"NAME KEY=VALUE... | @FILE"_s, 2, -1, u"Change fields of an upstream group"_s,
         [](const CommandContext& c) { updateFrom(c, tableOf<Upstream>(), upstreamPath(c), 1); }},
        {u"upstream delete"_s, u"NAME"_s, 1, 1, u"Delete an upstream group that nobody uses"_s,
         [](const CommandContext& c) { c.client->remove(upstreamPath(c), c.owner, showMessage(c)); }},
    };
}

} // namespace gatehouse::console
