// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/body_reader.h"
#include "gateway/http/date.h"
#include "gateway/http/head_parser.h"
#include "gateway/http/message_writer.h"
#include "gateway/http/uri.h"

#include <array>
#include <benchmark/benchmark.h>
#include <string>

using namespace gatehouse::http;

namespace {

const std::string smallHead = "GET / HTTP/1.1\r\nHost: 127.0.0.1:9000\r\n\r\n"; // what wrk sends

const std::string curlHead = "GET /api/rest/orders/v1/items/7?page=2 HTTP/1.1\r\nHost: api.example.test\r\n"
                             "User-Agent: curl/7.88.1\r\nAccept: */*\r\nX-API-Key: k-0123456789\r\n\r\n";

const std::string browserHead =
    "GET /api/rest/orders/v1/items?page=2&size=50&sort=-created HTTP/1.1\r\nHost: api.example.test\r\n"
    "Connection: keep-alive\r\nCache-Control: max-age=0\r\nsec-ch-ua: \"Chromium\";v=\"128\", "
    "\"Not;A=Brand\";v=\"24\"\r\n"
    "sec-ch-ua-mobile: ?0\r\nsec-ch-ua-platform: \"Linux\"\r\nUpgrade-Insecure-Requests: 1\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 "
    "Safari/537.36\r\nAccept: "
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n"
    "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-User: ?1\r\nSec-Fetch-Dest: "
    "document\r\n"
    "Referer: https://portal.example.test/orders\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
    "Accept-Language: en-GB,en;q=0.9,de;q=0.8\r\nCookie: session=0123456789abcdef0123456789abcdef\r\n\r\n";

void parseRequest(benchmark::State& state, const std::string& text)
{
    static RequestHead head;
    const HeadLimits limits;
    RequestHeadParser parser;
    for (auto _ : state) {
        parser.reset();
        if (parser.parse(text, limits, head) != ParseStatus::Complete)
            state.SkipWithError("not parsed");
        benchmark::DoNotOptimize(head);
    }
    state.SetBytesProcessed(state.iterations() * std::int64_t(text.size()));
}
BENCHMARK_CAPTURE(parseRequest, wrk, smallHead);
BENCHMARK_CAPTURE(parseRequest, curl, curlHead);
BENCHMARK_CAPTURE(parseRequest, browser, browserHead);

void parseResponse(benchmark::State& state)
{
    const std::string text = "HTTP/1.1 200 OK\r\nServer: x\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                             "Content-Type: application/json\r\nContent-Length: 1024\r\n\r\n";
    static ResponseHead head;
    const HeadLimits limits;
    ResponseHeadParser parser;
    for (auto _ : state) {
        parser.reset();
        if (parser.parse(text, limits, Method::Get, head) != ParseStatus::Complete)
            state.SkipWithError("not parsed");
        benchmark::DoNotOptimize(head);
    }
}
BENCHMARK(parseResponse);

// A head that arrives in pieces of 16 bytes: the cost must stay near the one of a single piece.
void parseInPieces(benchmark::State& state)
{
    static RequestHead head;
    const HeadLimits limits;
    RequestHeadParser parser;
    for (auto _ : state) {
        parser.reset();
        ParseStatus status = ParseStatus::Incomplete;
        for (std::size_t size = 16; status == ParseStatus::Incomplete; size += 16)
            status = parser.parse(std::string_view(browserHead).substr(0, size), limits, head);
        benchmark::DoNotOptimize(status);
    }
}
BENCHMARK(parseInPieces);

void decodeChunks(benchmark::State& state)
{
    const auto chunk = static_cast<std::size_t>(state.range(0));
    std::string text;
    for (std::size_t sent = 0; sent < 64 * 1024; sent += chunk) {
        std::array<char, chunkHeadMax> head{};
        text.append(head.data(), writeChunkHead(head.data(), chunk)).append(chunk, 'x').append(chunkEnd);
    }
    text += lastChunk;
    BodyReader reader;
    for (auto _ : state) {
        reader.begin(BodyFraming::Chunked);
        std::string_view rest = text;
        BodyReader::Step step;
        do {
            step = reader.step(rest);
            rest.remove_prefix(step.consumed);
        } while (step.status == BodyReader::Status::Data);
        if (step.status != BodyReader::Status::Done)
            state.SkipWithError("not decoded");
    }
    state.SetBytesProcessed(state.iterations() * std::int64_t(text.size()));
}
BENCHMARK(decodeChunks)->Arg(16)->Arg(1024)->Arg(16384);

void checkPaths(benchmark::State& state)
{
    const std::string_view path = "/api/rest/orders/v1/items/7/lines/%7Babc%7D";
    for (auto _ : state)
        benchmark::DoNotOptimize(checkPath(path));
}
BENCHMARK(checkPaths);

void writeHead(benchmark::State& state)
{
    std::array<char, 4096> memory;
    DateCache date;
    for (auto _ : state) {
        MessageWriter writer(memory.data(), memory.size());
        writer.statusLine(200);
        writer.header("Content-Type", "application/json");
        writer.header("Content-Length", std::uint64_t(1024));
        writer.header("Date", date.text(784111777'000));
        writer.header("X-Request-ID", "0123456789abcdef0123456789abcdef");
        writer.endHead();
        benchmark::DoNotOptimize(memory);
    }
}
BENCHMARK(writeHead);

} // namespace
