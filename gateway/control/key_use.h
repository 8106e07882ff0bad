// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/use_mark.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::control {

/// When each API key was used last. The marks lie beside the snapshots: workers write into them, and whatever
/// is compiled anew gets the same mark again. Control thread; the marks themselves are thread-safe.
class KeyUse {
public:
    /// The mark of a credential, by document id; made when it is first asked for.
    proxy::UseMarkPointer mark(std::string_view credential);
    /// Seconds since 1970; zero: never, as far as is known.
    std::int64_t lastUsed(std::string_view credential) const;

    using Saved = std::vector<std::pair<std::string, std::int64_t>>;
    /// Those that were used. Forgets the marks that no snapshot holds any more: their keys are gone.
    Saved save();
    /// Puts them back; before the first compilation.
    void restore(const Saved& saved);

private:
    /// The place of the credential's mark, or the free one where it would go. There is always a free one.
    std::size_t placeOf(std::string_view credential) const;
    void resize(std::size_t places);

    std::vector<proxy::UseMarkPointer> m_places; ///< see probing
    std::size_t m_size = 0;
};

} // namespace gatehouse::control
