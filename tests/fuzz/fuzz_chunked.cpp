// SPDX-License-Identifier: GPL-3.0-or-later
// Chunked bodies. The first byte is the size of the pieces; the rest is the input.
#include "gateway/http/chunked.h"
#include "gateway/http/syntax.h"
#include "tests/fuzz/check.h"

#include <algorithm>
#include <array>
#include <string>

using namespace gatehouse::http;
using gatehouse::fuzz::check;

namespace {

struct Decoded {
    std::string body;
    std::size_t consumed = 0;
    ChunkedDecoder::Status status = ChunkedDecoder::Status::NeedMore;
    HeadError error = HeadError::None;
    Trailers trailers;
};

Decoded decode(std::string_view input, std::size_t piece)
{
    ChunkedDecoder decoder;
    Decoded out;
    while (out.consumed < input.size() && out.status != ChunkedDecoder::Status::Done &&
           out.status != ChunkedDecoder::Status::Failed) {
        const auto step = decoder.step(input.substr(out.consumed, piece));
        out.status = step.status;
        out.consumed += step.consumed;
        out.body += step.data;
        check(step.consumed > 0 || step.status == ChunkedDecoder::Status::Failed,
              "every step makes progress");
    }
    out.error = decoder.error();
    out.trailers = decoder.trailers();
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string input(reinterpret_cast<const char*>(data + 1), size - 1);
    const Decoded whole = decode(input, std::string::npos);
    const Decoded pieces = decode(input, std::max<std::size_t>(1, data[0]));
    check(whole.body == pieces.body && whole.error == pieces.error && whole.trailers == pieces.trailers,
          "pieces and whole give the same body");
    const bool done = whole.status == ChunkedDecoder::Status::Done;
    check(done == (pieces.status == ChunkedDecoder::Status::Done), "pieces and whole end alike");
    if (!done)
        return 0;
    check(whole.consumed == pieces.consumed, "the body has one end");
    for (const auto& [name, value] : whole.trailers)
        check(isToken(name) && isCleanValue(value), "trailers are clean");

    std::string wire;
    if (!whole.body.empty()) {
        std::array<char, chunkHeadMax> head{};
        wire.append(head.data(), writeChunkHead(head.data(), whole.body.size()))
            .append(whole.body)
            .append(chunkEnd);
    }
    wire += lastChunkWith(whole.trailers);
    const Decoded again = decode(wire, std::string::npos);
    check(again.status == ChunkedDecoder::Status::Done && again.body == whole.body &&
              again.trailers == whole.trailers,
          "what is encoded is decoded alike");
    return 0;
}
