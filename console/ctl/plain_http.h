// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "console/ctl/command.h"

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QUrl>

namespace gatehouse::console {

struct PlainReply {
    int status = 0;
    QByteArray body;
    QList<QPair<QByteArray, QByteArray>> headers;
    QByteArray header(const QByteArray& name) const;
    QJsonObject json() const;
};

/// A call that is not one of the admin API. `done` runs once, on the caller's thread; an error means that
/// there was no answer at all, whatever its status. Redirects are not followed. `--ca` holds here too.
struct PlainCall {
    QByteArray method = QByteArray("GET");
    QUrl url;
    QList<QPair<QByteArray, QByteArray>> headers;
    QByteArray body;
    static PlainCall get(const QUrl& url)
    {
        PlainCall call;
        call.url = url;
        return call;
    }
};
void sendPlain(const CommandContext& context, const PlainCall& call,
               std::function<void(const Result<PlainReply>&)> done);

/// Address of the traffic side and of the token endpoint.
QUrl gatewayUrl(const QString& path);
QUrl authUrl(const CommandContext& context, const QString& path);

} // namespace gatehouse::console
