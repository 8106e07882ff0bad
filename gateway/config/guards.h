// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/config/settings.h"

#include <optional>

namespace gatehouse::config {

struct GuardResult {
    Issues errors;
    Issues warnings;
};

/// The rules that settings must keep together, before anything is opened or bound. Some hold always
/// (administrator password, token key, credentials of an external store), more hold with ENV=production
/// (strong secrets, HTTPS, encrypted dumps, no open administration). All broken rules at once; no message
/// contains a secret.
GuardResult checkGuards(const Settings& settings);

/// The rule that needs the stored security settings, so it can only be checked once the store is open.
/// `trustsEverybody`: trust_x_forwarded_for is on, and neither they nor TRUSTED_PROXIES name a proxy.
GuardResult checkStoredTrust(const Settings& settings, bool trustsEverybody);

/// True for texts that documents, examples and scanners know ("please-change-me", "test-secret-key",
/// "changeme", ...).
bool isWellKnownSecret(const QByteArray& secret);
/// 127.0.0.0/8, ::1 or localhost.
bool isLoopbackAddress(const QString& address);

} // namespace gatehouse::config
