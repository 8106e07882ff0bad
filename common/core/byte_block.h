// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#else
#include <array>
#endif

namespace gatehouse {

/// Sixteen bytes looked at together. Each question is answered with one bit per byte, the lowest for the
/// first byte.
class ByteBlock {
public:
    static constexpr std::size_t size = 16;
    static constexpr unsigned all = 0xffff;

    /// Reads `size` bytes, wherever they lie.
    explicit ByteBlock(const char* at) { std::memcpy(&m_bytes, at, size); }
    void copyTo(char* out) const { std::memcpy(out, &m_bytes, size); }

    /// Control characters but tab.
    unsigned controls() const { return (low() & ~equal('\t')) | equal(0x7f); }

#if defined(__SSE2__)
    unsigned equal(char c) const
    {
        return bits(_mm_cmpeq_epi8(m_bytes, _mm_set1_epi8(c)));
    }
    /// Below 0x20.
    unsigned low() const
    {
        return bits(_mm_cmpeq_epi8(_mm_min_epu8(m_bytes, _mm_set1_epi8(0x1f)), m_bytes));
    }
    /// 0x80 and above.
    unsigned high() const
    {
        return bits(m_bytes);
    }
    /// 0x21 to 0x7f: signed, so that bytes outside ASCII are below as well.
    unsigned aboveBlank() const
    {
        return bits(_mm_cmpgt_epi8(m_bytes, _mm_set1_epi8(0x20)));
    }

private:
    static unsigned bits(__m128i mask)
    {
        return static_cast<unsigned>(_mm_movemask_epi8(mask));
    }

    __m128i m_bytes;
#else
    unsigned equal(char c) const
    {
        return bits([c](unsigned char byte) { return byte == static_cast<unsigned char>(c); });
    }
    unsigned low() const
    {
        return bits([](unsigned char byte) { return byte < 0x20; });
    }
    unsigned high() const
    {
        return bits([](unsigned char byte) { return byte >= 0x80; });
    }
    unsigned aboveBlank() const
    {
        return bits([](unsigned char byte) { return byte > 0x20 && byte < 0x80; });
    }

private:
    template <typename Test>
    unsigned bits(Test test) const
    {
        unsigned found = 0;
        for (std::size_t i = 0; i < size; ++i)
            found |= test(m_bytes[i]) ? 1U << i : 0U;
        return found;
    }

    std::array<unsigned char, size> m_bytes;
#endif
};

/// Copies `bytes` and returns the end. For the short pieces that heads and log lines consist of: blocks that
/// overlap instead of a call, with nothing read or written outside.
inline char* copyShort(char* out, std::string_view bytes)
{
    const char* const from = bytes.data();
    const std::size_t size = bytes.size();
    const auto ends = [&]<typename Word>(Word first, Word last) {
        std::memcpy(&first, from, sizeof first);
        std::memcpy(&last, from + size - sizeof last, sizeof last);
        std::memcpy(out, &first, sizeof first);
        std::memcpy(out + size - sizeof last, &last, sizeof last);
    };
    if (size > 128) {
        std::memcpy(out, from, size);
    } else if (size >= ByteBlock::size) {
        for (std::size_t at = 0; at + ByteBlock::size < size; at += ByteBlock::size)
            ByteBlock(from + at).copyTo(out + at);
        ByteBlock(from + size - ByteBlock::size).copyTo(out + size - ByteBlock::size);
    } else if (size >= 8) {
        ends(std::uint64_t(), std::uint64_t());
    } else if (size >= 4) {
        ends(std::uint32_t(), std::uint32_t());
    } else {
        for (std::size_t at = 0; at < size; ++at)
            out[at] = from[at];
    }
    return out + size;
}

} // namespace gatehouse
