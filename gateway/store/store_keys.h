// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"

#include <QList>
#include <QString>

namespace gatehouse::store {

/// The master keys of a data directory: the one that new files are written with, and others that old files
/// may have been written with.
struct StoreKeys {
    Secret current;
    QList<Secret> older;

    /// `configured` (MEM_ENCRYPTION_KEY) is current when it is set; otherwise the generated key in
    /// "store.key" is, and is made when `mayCreate`. A "store.key" that is there stays usable for reading
    /// after a key has been configured.
    static Result<StoreKeys> open(const QString& directory, const Secret& configured, bool mayCreate);
};

} // namespace gatehouse::store
