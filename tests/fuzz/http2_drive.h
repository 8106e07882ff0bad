// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/http2_session.h"
#include "tests/fuzz/check.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::fuzz {

/// Takes all the frames that a session has to send.
inline void drain(http::Http2Session& session)
{
    static std::string memory(64 * 1024, '\0');
    for (;;) {
        http::Http2Frames frames{memory.data(), memory.size(), 0};
        const auto produced = session.produce(frames);
        check(frames.used <= frames.room, "frames stay inside their memory");
        if (produced != http::Http2Session::Produced::Full)
            break;
    }
}

/// Gives `start` and then the input, which its first byte cuts into pieces (0: none), to a peer whose take()
/// says whether it goes on.
template <typename Peer>
void feed(const std::uint8_t* data, std::size_t size, std::string_view start)
{
    if (size == 0)
        return;
    const std::size_t piece = data[0] == 0 ? start.size() + size : data[0];
    const std::string input =
        std::string(start) + std::string(reinterpret_cast<const char*>(data + 1), size - 1);
    Peer peer;
    for (std::size_t at = 0; at < input.size(); at += piece) {
        const std::string part =
            input.substr(at, piece); // a copy of exact size, so that reading on is noticed
        if (!peer.take(part))
            break;
    }
}

} // namespace gatehouse::fuzz
