// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/subscription.h"
#include "gateway/control/change_set.h"
#include "gateway/control/documents.h"

namespace gatehouse::control {

/// How long an ended key is known as such; the next rotation forgets it sooner.
constexpr qint64 endedKeyKeptMs = 30LL * 86'400'000;

/// What is kept of a key that was rotated out, so that its caller is told so: never accepted again, whatever
/// the clock says. `nowMs`: wall clock.
Credential endedKey(const Credential& key, qint64 nowMs);

/// What the passing of time asks for, to be applied every minute or so: subscriptions past their end become
/// expired; keys whose grace period is over become endedKey(), and go when they have been kept long enough;
/// revocations of tokens that have expired go, as do silences a month after their end. Empty when there is
/// nothing to do. Keys carry their expiry into the snapshot, so they stop on time without this.
ChangeSet expireChanges(const Documents& documents, qint64 nowMs);

} // namespace gatehouse::control
