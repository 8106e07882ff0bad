// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/api_client.h"
#include "console/ctl/command.h"

namespace gatehouse {
struct EntityTable;
}

namespace gatehouse::console {

// What commands do with answers, and the requests that most of them make.

/// Runs `next` with the answer, or ends the program with the error.
ApiClient::Callback orFail(const CommandContext& context, std::function<void(const QJsonObject&)> next);
/// Ends with the gateway's own message.
ApiClient::Callback showMessage(const CommandContext& context);
void show(const CommandContext& context, const QString& path);
/// From KEY=VALUE or @FILE, checked by the table before it is sent.
void createFrom(const CommandContext& context, const EntityTable& table, const QString& path);
/// `skip`: arguments that name the document.
void updateFrom(const CommandContext& context, const EntityTable& table, const QString& path, int skip);

} // namespace gatehouse::console
