// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/later.h"

#include <QCoreApplication>
#include <QPointer>

#include <utility>

namespace gatehouse {

/// Runs `call` on the main thread, unless `asker`, which lives there, has gone by then. From any thread: the
/// pointer only travels through it, and is looked at on the main thread alone.
template <typename Call>
void tellAsker(QPointer<QObject> asker, Call call)
{
    later(QCoreApplication::instance(), [asker = std::move(asker), call = std::move(call)]() mutable {
        if (asker)
            call();
    });
}

} // namespace gatehouse
