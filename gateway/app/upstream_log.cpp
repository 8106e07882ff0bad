// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/upstream_log.h"

#include <QLoggingCategory>

Q_LOGGING_CATEGORY(upstreamLog, "gateway.upstream", QtInfoMsg)

namespace gatehouse::app {

void logUpstreamEvent(const proxy::UpstreamEvent& event)
{
    using Kind = proxy::UpstreamEvent::Kind;
    const QString target = QString::fromStdString(event.target);
    const QString group = QString::fromStdString(event.group);
    const QString reason = QString::fromStdString(event.reason);
    const auto line = [&](const char* state) {
        return QStringLiteral("upstream %1: %2 is %3: %4")
            .arg(group, target, QLatin1StringView(state), reason);
    };
    switch (event.kind) {
    case Kind::Ejected:
        qCWarning(upstreamLog).noquote() << line("taken out");
        break;
    case Kind::Down:
        qCWarning(upstreamLog).noquote() << line("down");
        break;
    case Kind::Back:
        qCInfo(upstreamLog).noquote() << line("back");
        break;
    case Kind::Up:
        qCInfo(upstreamLog).noquote() << line("up");
        break;
    case Kind::Drained:
        qCInfo(upstreamLog).noquote() << line("drained");
        break;
    case Kind::Undrained:
        qCInfo(upstreamLog).noquote() << line("not drained any more");
        break;
    }
}

} // namespace gatehouse::app
