// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of WebSocket. The first byte: size of the pieces and, as its top bit, which side sends; the rest is
// the input.
#include "gateway/http/websocket_frames.h"
#include "tests/fuzz/check.h"

#include <algorithm>
#include <string>

using namespace gatehouse::http;
using gatehouse::fuzz::check;

namespace {

struct Read {
    std::string events;
    std::string wire;
    std::string problem;
    unsigned code = 0;
    bool failed = false;
};

Read read(std::string_view input, std::size_t piece, WebSocketParser::From from)
{
    constexpr std::uint64_t MaxMessage = 4096;
    WebSocketParser parser(from, MaxMessage);
    Read out;
    while (!input.empty() && !out.failed) {
        const std::string_view part = input.substr(0, piece);
        const WebSocketParser::Step step = parser.step(part);
        check(step.consumed <= part.size(), "no more is used than is there");
        check(step.consumed > 0 || step.status == WebSocketParser::Status::Failed,
              "every step makes progress");
        input.remove_prefix(step.consumed);
        out.failed = step.status == WebSocketParser::Status::Failed;
        if (step.status == WebSocketParser::Status::Head || step.status == WebSocketParser::Status::Control)
            out.events += static_cast<char>('a' + static_cast<int>(parser.opcode()));
        if (step.status == WebSocketParser::Status::Control) {
            check(parser.payload().size() <= 125, "control frames are short");
            out.events.append(parser.payload());
        }
        out.wire += step.bytes;
        if (parser.endedMessage())
            out.events += '.';
    }
    out.code = parser.closeCode();
    out.problem = parser.problem();
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const auto from = (data[0] & 0x80) ? WebSocketParser::From::Server : WebSocketParser::From::Client;
    const std::string input(reinterpret_cast<const char*>(data + 1), size - 1);
    const Read whole = read(input, std::string::npos, from);
    const Read pieces = read(input, std::max<std::size_t>(1, data[0] & 0x7F), from);
    check(whole.failed == pieces.failed && whole.code == pieces.code && whole.problem == pieces.problem,
          "pieces and whole are judged alike");
    check(whole.events == pieces.events, "pieces and whole hold the same frames");
    if (whole.failed)
        check(isSendableCloseCode(static_cast<std::uint16_t>(whole.code)), "a failure can be told");
    else
        check(whole.wire == pieces.wire, "pieces and whole pass the same bytes on");
    return 0;
}
