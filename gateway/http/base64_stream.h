// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::http {

/// Decodes base64 (RFC 4648 section 4) that arrives in pieces. Padding may come in the middle, as where
/// several encoded texts follow each other (gRPC-Web, "application/grpc-web-text"); nothing but the alphabet
/// and padding is accepted.
class Base64Decoder {
public:
    /// False when the text is malformed; then the decoder is of no more use.
    bool take(std::string_view text, std::string& out);
    /// Whether the text may end here.
    bool complete() const { return m_count == 0; }

private:
    std::uint32_t m_bits = 0;
    std::uint8_t m_count = 0;   ///< characters of the group so far
    std::uint8_t m_padding = 0; ///< of these
};

/// Encodes bytes that arrive in pieces. What does not fill a group waits until pause(), which pads it.
class Base64Encoder {
public:
    void take(std::string_view bytes, std::string& out);
    void pause(std::string& out);

private:
    void write(std::string& out) const;

    unsigned char m_group[3] = {};
    std::size_t m_count = 0;
};

} // namespace gatehouse::http
