// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace gatehouse::proxy {

/// Fast pseudo-random numbers (xoshiro256++), seeded by the kernel. For ids and jitter, never for secrets.
/// One per worker; not thread-safe.
class Random {
public:
    Random();
    explicit Random(std::uint64_t seed);
    std::uint64_t next() noexcept;

private:
    std::array<std::uint64_t, 4> m_state;
};

constexpr std::size_t RequestIdLength = 36;

/// Writes a UUID (version 4), lower case, 36 characters, no terminator.
void makeRequestId(Random& random, char* out) noexcept;

/// Whether a caller's own id may be taken over: 1 to 128 characters of [A-Za-z0-9._-]. Anything else would
/// end up in logs and in upstream heads.
bool isAcceptableRequestId(std::string_view id) noexcept;

} // namespace gatehouse::proxy
