// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/ascii.h"

namespace gatehouse::http {

/// Locale-free character helpers; the ones of <cctype> depend on the locale and on the sign of char.

constexpr unsigned char asByte(char c)
{
    return static_cast<unsigned char>(c);
}

using gatehouse::toLower;

constexpr bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace gatehouse::http
