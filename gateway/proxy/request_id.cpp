// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/request_id.h"

#include <algorithm>
#include <bit>
#include <random>

namespace gatehouse::proxy {

static std::uint64_t splitMix(std::uint64_t& state)
{
    std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

Random::Random()
{
    std::random_device device;
    for (std::uint64_t& word : m_state)
        word = (static_cast<std::uint64_t>(device()) << 32) | device();
    m_state[0] |= 1; // the one state it cannot leave is all zero
}

Random::Random(std::uint64_t seed)
{
    for (std::uint64_t& word : m_state)
        word = splitMix(seed);
}

std::uint64_t Random::next() noexcept
{
    const std::uint64_t result = std::rotl(m_state[0] + m_state[3], 23) + m_state[0];
    const std::uint64_t t = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= t;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
}

void makeRequestId(Random& random, char* out) noexcept
{
    static constexpr char Digits[] = "0123456789abcdef";
    std::uint64_t high = random.next();
    std::uint64_t low = random.next();
    high = (high & ~0xf000ULL) | 0x4000ULL;
    low = (low & ~(0xc0ULL << 56)) | (0x80ULL << 56);
    for (std::size_t i = 0, digit = 0; i < RequestIdLength; ++i) {
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            out[i] = '-';
            continue;
        }
        const std::uint64_t word = digit < 16 ? high : low;
        out[i] = Digits[(word >> (60 - 4 * (digit & 15))) & 15];
        ++digit;
    }
}

bool isAcceptableRequestId(std::string_view id) noexcept
{
    return !id.empty() && id.size() <= 128 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '_' || c == '-';
    });
}

} // namespace gatehouse::proxy
