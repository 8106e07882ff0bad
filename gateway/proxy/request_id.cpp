// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/request_id.h"

#include <algorithm>
#include <bit>
#include <cstring>
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

namespace {

/// The two digits of each byte.
constexpr auto hexPairs = [] {
    constexpr char digits[] = "0123456789abcdef";
    std::array<std::array<char, 2>, 256> pairs{};
    for (std::size_t byte = 0; byte < pairs.size(); ++byte)
        pairs[byte] = {digits[byte >> 4], digits[byte & 15]};
    return pairs;
}();

/// Writes the highest `bytes` bytes of `word`, and moves them out.
char* writeHex(char* out, std::uint64_t& word, int bytes) noexcept
{
    for (; bytes > 0; --bytes, out += 2, word <<= 8)
        std::memcpy(out, hexPairs[word >> 56].data(), 2);
    return out;
}

} // namespace

void makeRequestId(Random& random, char* out) noexcept
{
    std::uint64_t high = random.next();
    std::uint64_t low = random.next();
    high = (high & ~0xf000ULL) | 0x4000ULL;
    low = (low & ~(0xc0ULL << 56)) | (0x80ULL << 56);
    out = writeHex(out, high, 4);
    *out++ = '-';
    out = writeHex(out, high, 2);
    *out++ = '-';
    out = writeHex(out, high, 2);
    *out++ = '-';
    out = writeHex(out, low, 2);
    *out++ = '-';
    writeHex(out, low, 6);
}

bool isAcceptableRequestId(std::string_view id) noexcept
{
    return !id.empty() && id.size() <= 128 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '_' || c == '-';
    });
}

} // namespace gatehouse::proxy
