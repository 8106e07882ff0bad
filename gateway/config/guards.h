// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/config/settings.h"

#include <optional>

namespace gatehouse::config {

/// What a guard must know beside the settings.
struct GuardFacts {
    /// Stored security settings, when they have been read already: trust_x_forwarded_for without any trusted
    /// proxy.
    bool trustsAnyForwardedFor = false;
};

struct GuardResult {
    Issues errors;
    Issues warnings;
};

/// The rules that settings must keep together, before anything is opened or bound. Some hold always
/// (administrator password, token key, credentials of an external store), more hold with ENV=production
/// (strong secrets, HTTPS, encrypted dumps, no open administration). All broken rules at once; no message
/// contains a secret.
GuardResult checkGuards(const Settings& settings, const GuardFacts& facts = {});

/// True for texts that documents, examples and scanners know ("please-change-me", "test-secret-key",
/// "changeme", ...).
bool isWellKnownSecret(const QByteArray& secret);
/// 127.0.0.0/8, ::1 or localhost.
bool isLoopbackAddress(const QString& address);

} // namespace gatehouse::config
