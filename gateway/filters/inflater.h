// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::filters {

/// How a body is coded (RFC 9110 section 8.4). Plain: not at all. Unknown: some other way, or several ways.
enum class BodyCoding : std::uint8_t { Plain, Gzip, Deflate, Brotli, Unknown };

/// Of the values of Content-Encoding, joined by commas.
BodyCoding bodyCodingOf(std::string_view values);

/// Takes gzip, deflate (zlib, RFC 1950) or brotli (RFC 7932) apart, in pieces cut anywhere. Strict: what one
/// reader takes for the end and another for more is refused. About 40 KiB; brotli as much as its sender chose
/// for a window, at most 16 MiB. Not thread-safe.
class Inflater {
public:
    enum class State : std::uint8_t {
        More,     ///< the end has not come yet
        Ended,    ///< the body is complete
        Broken,   ///< it is not coded as it says
        Trailing, ///< something stands behind its end
        TooLarge  ///< more than was allowed comes out
    };

    /// Gzip, Deflate or Brotli.
    explicit Inflater(BodyCoding coding);
    ~Inflater();
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    /// Appends what the piece holds while `out` has at most `most` bytes. After a failure all calls fail.
    State take(std::string_view piece, std::string& out, std::size_t most);

    /// What is wrong with a body of which nothing follows, for its sender; empty: nothing.
    std::string_view faultAtEnd() const;

private:
    struct Stream;
    State run(std::string_view piece, std::string& out, std::size_t most);
    State inflate(std::string_view piece, std::string& out, std::size_t most);
    State brotli(std::string_view piece, std::string& out, std::size_t most);

    BodyCoding m_coding;
    State m_state = State::More;
    std::unique_ptr<Stream> m_stream;
};

} // namespace gatehouse::filters
