// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/head_error.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::http {

struct ChunkLimits {
    std::uint64_t maxChunkBytes = std::uint64_t(1) << 40;
    std::uint32_t maxLineBytes = 256;            ///< size and extensions of one chunk
    std::uint32_t maxExtensionBytes = 16 * 1024; ///< of the whole body
    std::uint32_t maxTrailerBytes = 8 * 1024;
    std::uint32_t maxTrailers = 32;
};

using Trailers = std::vector<std::pair<std::string, std::string>>;

/// Takes one trailer field if it is well-formed and may come late (fields that steer framing, routing or
/// authentication are dropped, RFC 9110 section 6.5.1).
HeadError addTrailer(Trailers& trailers, std::string_view name, std::string_view value,
                     std::uint32_t maxTrailers);

/// Gathers the trailers of a message that is not chunked (HTTP/2), under the same limits.
class LateFields {
public:
    void clear();
    /// After an error nothing more is kept.
    void add(std::string_view name, std::string_view value);
    HeadError error() const { return m_error; }
    const Trailers& trailers() const { return m_trailers; }

private:
    Trailers m_trailers;
    std::size_t m_bytes = 0; ///< as lines of HTTP/1.1
    HeadError m_error = HeadError::None;
};

/// Strict streaming decoder of RFC 9112 section 7.1: CRLF only, hexadecimal sizes, bounded extensions
/// (dropped) and trailers (fields that steer framing, routing or authentication are dropped, RFC 9110
/// section 6.5.1).
class ChunkedDecoder {
public:
    enum class Status : std::uint8_t {
        NeedMore, ///< all input is consumed
        Data,     ///< `data` is a piece of the body inside the input; call again with the rest
        Done,     ///< the last chunk and the trailers are read; what is left belongs to the next message
        Failed    ///< see error()
    };
    struct Step {
        Status status = Status::NeedMore;
        std::size_t consumed = 0;
        std::string_view data;
    };

    /// `limits` must outlive the decoder.
    explicit ChunkedDecoder(const ChunkLimits& limits = defaultLimits())
        : m_limits(&limits)
    {
    }
    static const ChunkLimits& defaultLimits();
    void reset();

    Step step(std::string_view input);
    HeadError error() const { return m_error; }
    const Trailers& trailers() const { return m_trailers; }

private:
    enum class State : std::uint8_t { Size, Extension, SizeLf, Data, DataCr, DataLf, Trailer, Done, Failed };

    Step fail(HeadError error);
    HeadError byte(char byte);
    HeadError sizeByte(char byte);
    HeadError extensionByte(char byte);
    HeadError trailerByte(char byte);
    HeadError takeTrailer();

    static constexpr std::uint32_t maxSizeDigits = 16;
    const ChunkLimits* m_limits;
    State m_state = State::Size;
    HeadError m_error = HeadError::None;
    bool m_sawDigit = false;
    std::uint64_t m_left = 0;
    std::uint32_t m_lineBytes = 0;
    std::uint32_t m_extensionBytes = 0;
    std::uint32_t m_trailerBytes = 0;
    std::string m_line;
    Trailers m_trailers;
};

/// Room for "ffffffffffffffff\r\n".
constexpr std::size_t chunkHeadMax = 18;
/// Writes the size line of a chunk (size > 0), returns its length. After the data follows chunkEnd.
std::size_t writeChunkHead(char* out, std::uint64_t size);
constexpr std::string_view chunkEnd = "\r\n";
constexpr std::string_view lastChunk = "0\r\n\r\n";
/// The last chunk with trailers behind it.
std::string lastChunkWith(const Trailers& trailers);

} // namespace gatehouse::http
