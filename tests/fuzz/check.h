// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <cstdlib>

namespace gatehouse::fuzz {

/// Ends the process when a property does not hold: what libFuzzer and the replay take for a finding.
inline void check(bool holds, const char* property)
{
    if (holds)
        return;
    std::fprintf(stderr, "violated: %s\n", property);
    std::abort();
}

} // namespace gatehouse::fuzz
