// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace gatehouse {

/// ASCII letters only; the functions of <cctype> depend on the locale and on the sign of char.
constexpr char toLower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace gatehouse
