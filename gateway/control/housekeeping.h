// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/control/change_set.h"
#include "gateway/control/documents.h"

namespace gatehouse::control {

/// What the passing of time asks for, to be applied every minute or so: subscriptions past their end become
/// expired; revocations of tokens that have expired and rotated-out keys after their grace period go, as do
/// silences a month after their end. Empty when there is nothing to do. Keys carry their expiry into the
/// snapshot, so they stop on time without this.
ChangeSet expireChanges(const Documents& documents, qint64 nowMs);

} // namespace gatehouse::control
