// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace gatehouse {

/// A text that a call gives, and how many characters it may have there.
struct TextLimit {
    const char* field;
    int most;
};

/// What POST and PUT of /platform/api take of texts that contracts may make longer (models.md; the table of
/// the entity has the wider limits).
inline constexpr std::array platformApiLimits{TextLimit{"api_name", 64}, TextLimit{"api_description", 127}};

} // namespace gatehouse
