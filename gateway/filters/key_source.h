// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/crypto/jwt_key.h"
#include "gateway/filters/fetched.h"

namespace gatehouse::filters {

/// The keys an issuer signs with.
class KeySource final : public Fetched<crypto::KeySet> {
public:
    using Keys = Value;
    using Fetched::Fetched;
    Keys keys() const { return value(); }
};

} // namespace gatehouse::filters
