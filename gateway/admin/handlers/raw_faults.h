// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/admin/handlers/common.h"

namespace gatehouse::admin {

/// A refusal of the calls that are never in an envelope (tiers, limit rules, quotas): {"detail": text}; with
/// faults also {"faults": [{field, rule, message}]}, and 400 instead of 422, as these calls document it.
Reply rawRefusal(const Error& error);

/// As applyAndReply(), for these calls.
void applyRaw(Services& services, const Call& call, const control::ChangeSet& changes, Done done,
              OnApplied reply);

/// As withRevision(), for these calls.
Reply rawWithRevision(const Request& request, const DocumentHeader& document, QJsonObject body);

/// A success in the form that some of these calls answer with: all six keys of the original's envelope.
Reply sixKeys(const QString& message);

} // namespace gatehouse::admin
