// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace gatehouse::shared_state {

/// Names one counter: what is limited (a policy, an API, a window) and who is counted (a principal, a key, an
/// address). Made from stable ids only, so that a counter survives every reload.
struct CounterKey {
    std::uint64_t scope = 0;
    std::uint64_t subject = 0;

    friend bool operator==(const CounterKey&, const CounterKey&) = default;
};

/// SipHash-2-4 under a fixed key: the same number in every process and on every machine, and nobody finds a
/// second text for a given number by hand. Not for secrets.
std::uint64_t stableHash(std::string_view text);

/// A number for the pair, so that scopes can be built from parts without joining text.
constexpr std::uint64_t combine(std::uint64_t a, std::uint64_t b)
{
    std::uint64_t x = a ^ (b + 0x9E37'79B9'7F4A'7C15ULL + (a << 6) + (a >> 2));
    x = (x ^ (x >> 30)) * 0xBF58'476D'1CE4'E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D0'49BB'1331'11EBULL;
    return x ^ (x >> 31);
}

} // namespace gatehouse::shared_state
