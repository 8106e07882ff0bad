// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/shared_state/counter_key.h"

#include <bit>
#include <cstddef>

namespace gatehouse::shared_state {

namespace {

struct SipState {
    std::uint64_t v0 = 0x736f6d6570736575ULL ^ 0x6b65657065726f66ULL;
    std::uint64_t v1 = 0x646f72616e646f6dULL ^ 0x676174656b657973ULL;
    std::uint64_t v2 = 0x6c7967656e657261ULL ^ 0x6b65657065726f66ULL;
    std::uint64_t v3 = 0x7465646279746573ULL ^ 0x676174656b657973ULL;

    void round()
    {
        v0 += v1;
        v1 = std::rotl(v1, 13) ^ v0;
        v0 = std::rotl(v0, 32);
        v2 += v3;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 += v3;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 += v1;
        v1 = std::rotl(v1, 17) ^ v2;
        v2 = std::rotl(v2, 32);
    }
    void take(std::uint64_t word)
    {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }
};

/// Little endian, so that the number does not depend on the machine.
std::uint64_t wordOf(std::string_view bytes)
{
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    return word;
}

} // namespace

std::uint64_t stableHash(std::string_view text)
{
    SipState state;
    std::string_view rest = text;
    for (; rest.size() >= 8; rest.remove_prefix(8))
        state.take(wordOf(rest.substr(0, 8)));
    state.take(wordOf(rest) | (std::uint64_t{text.size()} << 56));
    state.v2 ^= 0xff;
    for (int i = 0; i < 4; ++i)
        state.round();
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

} // namespace gatehouse::shared_state
