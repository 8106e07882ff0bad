// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"
#include "common/crypto/jwt_key.h"
#include "common/model/parts.h"
#include "gateway/filters/token_claims.h"

namespace gatehouse::control {

/// What tokens must say, as the data path needs it. `tenant`: of callers who are no consumers.
filters::TokenRules tokenRulesOf(const JwtRules& rules, proxy::Symbol tenant);

/// Whether the rules carry their keys themselves.
bool hasOwnKeys(const JwtRules& rules);
/// The keys that the rules carry; Invalid names the field that gives none.
Result<crypto::KeySet> ownKeysOf(const JwtRules& rules);
/// The keys of a key set document that the rules accept; Invalid when there is none.
Result<crypto::KeySet> keysOf(const QByteArray& document, const JwtRules& rules,
                              const QString& field = QStringLiteral("jwks"));

} // namespace gatehouse::control
