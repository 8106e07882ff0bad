// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of gRPC, base64 that comes in pieces, percent-encoded messages.
#include "gateway/http/base64_stream.h"
#include "gateway/http/grpc.h"
#include "tests/fuzz/check.h"

#include <cstdint>
#include <string>
#include <string_view>

using gatehouse::fuzz::check;
using namespace gatehouse::http;

namespace {

void readFrames(std::string_view input)
{
    GrpcFrames frames(input);
    std::string again;
    while (frames.next() == GrpcFrames::Step::Frame)
        appendGrpcFrame(again, frames.flags(), frames.payload());
    check(again == input.substr(0, frames.position()), "frames are written as they were read");
}

void readBase64(std::string_view input)
{
    Base64Decoder whole, pieces;
    std::string first, second;
    const bool good = whole.take(input, first);
    bool same = true;
    for (const char c : input)
        same = same && pieces.take({&c, 1}, second);
    check(good == same, "pieces make no difference");
    if (!good || !whole.complete())
        return;
    check(first == second, "nor for what comes out");
    Base64Encoder encoder;
    std::string text, again;
    encoder.take(first, text);
    encoder.pause(text);
    Base64Decoder back;
    check(back.take(text, again) && back.complete() && again == first, "what was encoded is decoded");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    readFrames(input);
    readBase64(input);
    check(decodeGrpcMessage(encodeGrpcMessage(input)) == input, "messages survive");
    (void)decodeGrpcMessage(input);
    (void)grpcTypeOf(input);
    (void)parseGrpcStatus(input);
    if (const auto timeout = grpcTimeoutNs(input))
        check(*timeout >= 0, "no time-out is negative");
    return 0;
}
