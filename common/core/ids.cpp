// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/ids.h"

#include <QDateTime>
#include <QUuid>

namespace gatehouse {

QString newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QString isoTime(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs);
}

} // namespace gatehouse
