// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/chunked.h"
#include "gateway/http/head_parser.h"

namespace gatehouse::http {

/// Finds the body inside the received bytes, whatever its framing, without copying it.
class BodyReader {
public:
    enum class Status : std::uint8_t { NeedMore, Data, Done, Failed };
    struct Step {
        Status status = Status::NeedMore;
        std::size_t consumed = 0; ///< of the input; with Data it ends at the end of `data`
        std::string_view data;
    };

    explicit BodyReader(const ChunkLimits& limits = ChunkedDecoder::defaultLimits())
        : m_chunked(limits)
    {
    }
    void begin(BodyFraming framing, std::uint64_t length = 0);
    /// Call until NeedMore, Done or Failed. Done may come together with no input (empty body).
    Step step(std::string_view input);
    /// The peer closed: true when that is a proper end of the body.
    bool finish();
    bool done() const { return m_done; }
    HeadError error() const { return m_error; }
    /// Body bytes seen so far, without framing.
    std::uint64_t received() const { return m_received; }
    const Trailers& trailers() const { return m_chunked.trailers(); }

private:
    Step chunkedStep(std::string_view input);

    BodyFraming m_framing = BodyFraming::None;
    bool m_done = true;
    HeadError m_error = HeadError::None;
    std::uint64_t m_left = 0;
    std::uint64_t m_received = 0;
    ChunkedDecoder m_chunked;
};

} // namespace gatehouse::http
