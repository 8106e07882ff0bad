// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/identity.h"

#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gatehouse::control {

/// When each API key was used last. The marks lie beside the snapshots: workers write into them, and whatever
/// is compiled anew gets the same mark again. Control thread; the marks themselves are thread-safe.
class KeyUse {
public:
    /// The mark of a credential, by document id; made when it is first asked for.
    std::shared_ptr<proxy::UseMark> mark(const std::string& credential);
    /// Seconds since 1970; zero: never, as far as is known.
    std::int64_t lastUsed(const std::string& credential) const;

    using Saved = std::vector<std::pair<std::string, std::int64_t>>;
    /// Those that were used. Forgets the marks that no snapshot holds any more: their keys are gone.
    Saved save();
    /// Puts them back; before the first compilation.
    void restore(const Saved& saved);

private:
    std::unordered_map<std::string, std::shared_ptr<proxy::UseMark>> m_marks;
};

} // namespace gatehouse::control
