// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/inflater.h"

#include "gateway/http/header_table.h"

#include <algorithm>
#include <array>
#include <brotli/decode.h>

#include <zlib.h>

namespace gatehouse::filters {

BodyCoding bodyCodingOf(std::string_view values)
{
    BodyCoding found = BodyCoding::Plain;
    http::forEachToken(values, [&found](std::string_view name) {
        if (http::equalsIgnoreCase(name, "identity"))
            return;
        if (found != BodyCoding::Plain)
            found = BodyCoding::Unknown;
        else if (http::equalsIgnoreCase(name, "gzip") || http::equalsIgnoreCase(name, "x-gzip"))
            found = BodyCoding::Gzip;
        else if (http::equalsIgnoreCase(name, "deflate"))
            found = BodyCoding::Deflate;
        else if (http::equalsIgnoreCase(name, "br"))
            found = BodyCoding::Brotli;
        else
            found = BodyCoding::Unknown;
    });
    return found;
}

struct Inflater::Stream {
    z_stream zlib{};
    BrotliDecoderState* brotli = nullptr;
    bool good = false;
};

Inflater::Inflater(BodyCoding coding)
    : m_coding(coding)
    , m_stream(std::make_unique<Stream>())
{
    constexpr int withGzipHead = 16;
    if (coding == BodyCoding::Brotli) {
        m_stream->brotli = BrotliDecoderCreateInstance(nullptr, nullptr, nullptr);
        m_stream->good = m_stream->brotli != nullptr;
        return;
    }
    m_stream->good =
        inflateInit2(&m_stream->zlib, MAX_WBITS + (coding == BodyCoding::Gzip ? withGzipHead : 0)) == Z_OK;
}

Inflater::~Inflater()
{
    if (m_coding == BodyCoding::Brotli)
        BrotliDecoderDestroyInstance(m_stream->brotli);
    else if (m_stream->good)
        inflateEnd(&m_stream->zlib);
}

Inflater::State Inflater::take(std::string_view piece, std::string& out, std::size_t most)
{
    if (piece.empty() || m_state > State::Ended)
        return m_state;
    m_state = m_state == State::Ended ? State::Trailing : run(piece, out, most);
    return m_state;
}

Inflater::State Inflater::run(std::string_view piece, std::string& out, std::size_t most)
{
    if (!m_stream->good)
        return State::Broken;
    return m_coding == BodyCoding::Brotli ? brotli(piece, out, most) : inflate(piece, out, most);
}

Inflater::State Inflater::brotli(std::string_view piece, std::string& out, std::size_t most)
{
    std::array<std::uint8_t, 16 * 1024> buffer;
    const auto* next = reinterpret_cast<const std::uint8_t*>(piece.data());
    std::size_t left = piece.size();
    for (;;) {
        const std::size_t room = std::min(buffer.size(), most + 1 - out.size());
        std::size_t free = room;
        std::uint8_t* to = buffer.data();
        const BrotliDecoderResult result =
            BrotliDecoderDecompressStream(m_stream->brotli, &left, &next, &free, &to, nullptr);
        out.append(reinterpret_cast<const char*>(buffer.data()), room - free);
        if (out.size() > most)
            return State::TooLarge;
        switch (result) {
        case BROTLI_DECODER_RESULT_SUCCESS:
            return left == 0 ? State::Ended : State::Trailing;
        case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT:
            return State::More;
        case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT:
            break;
        case BROTLI_DECODER_RESULT_ERROR:
            return State::Broken;
        }
    }
}

Inflater::State Inflater::inflate(std::string_view piece, std::string& out, std::size_t most)
{
    z_stream& zlib = m_stream->zlib;
    std::array<char, 16 * 1024> buffer;
    zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data())); // not written to
    zlib.avail_in = static_cast<uInt>(piece.size());
    for (;;) {
        const std::size_t room = std::min(buffer.size(), most + 1 - out.size());
        zlib.next_out = reinterpret_cast<Bytef*>(buffer.data());
        zlib.avail_out = static_cast<uInt>(room);
        const int result = ::inflate(&zlib, Z_NO_FLUSH);
        out.append(buffer.data(), room - zlib.avail_out);
        if (out.size() > most)
            return State::TooLarge;
        if (result == Z_STREAM_END)
            return zlib.avail_in == 0 ? State::Ended : State::Trailing;
        if (result != Z_OK && result != Z_BUF_ERROR)
            return State::Broken;
        if (zlib.avail_in == 0 && zlib.avail_out != 0)
            return State::More;
    }
}

std::string_view Inflater::faultAtEnd() const
{
    struct Texts {
        std::string_view cut, broken, trailing;
    };
    static constexpr std::array<Texts, 3> texts{
        {{"the body ends in the middle of its gzip", "the body is no gzip",
          "the body goes on behind its gzip"},
         {"the body ends in the middle of its deflate", "the body is no deflate (zlib)",
          "the body goes on behind its deflate"},
         {"the body ends in the middle of its brotli", "the body is no brotli",
          "the body goes on behind its brotli"}}};
    const Texts& own = texts[static_cast<std::size_t>(m_coding) - static_cast<std::size_t>(BodyCoding::Gzip)];
    switch (m_state) {
    case State::Ended:
        return {};
    case State::More:
        return own.cut;
    case State::Broken:
        return own.broken;
    case State::Trailing:
        return own.trailing;
    case State::TooLarge:
        break;
    }
    return "the body is too large when it is unpacked";
}

} // namespace gatehouse::filters
