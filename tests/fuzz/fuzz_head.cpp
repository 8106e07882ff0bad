// SPDX-License-Identifier: GPL-3.0-or-later
// Request and response heads. The first byte chooses which; the rest is the input.
#include "gateway/http/head_parser.h"
#include "gateway/http/message_writer.h"
#include "tests/fuzz/check.h"

#include <string>
#include <vector>

using namespace gatehouse::http;
using gatehouse::fuzz::check;

namespace {

void checkHeaders(const HeaderTable& headers, std::string_view input)
{
    for (const Header& header : headers) {
        check(isToken(header.name), "header names are tokens");
        check(isCleanValue(header.value), "header values hold no control characters");
        check(header.name.data() >= input.data() &&
                  header.value.data() + header.value.size() <= input.data() + input.size(),
              "views lie inside the input");
        check(headers.find(header.name) != nullptr, "every header is found by its name");
    }
}

// A head that is there at once takes the short way (plain_head.h) when it can; one that comes in pieces
// always takes the long one, by HeadScanner and llhttp. Nobody may be able to tell which it was.
void checkSame(const HeaderTable& whole, const HeaderTable& slow)
{
    check(whole.size() == slow.size(), "both ways find the same number of headers");
    for (std::size_t i = 0; i < whole.size(); ++i)
        check(whole[i].name == slow[i].name && whole[i].value == slow[i].value && whole[i].id == slow[i].id &&
                  whole[i].nextSame == slow[i].nextSame,
              "both ways find the same headers");
}

// What we forward must be read by the next hop as we read it.
std::string written(const HeaderTable& headers, std::string_view firstLine, std::vector<char>& memory)
{
    memory.resize(256 * 1024);
    MessageWriter writer(memory.data(), memory.size());
    writer.raw(firstLine);
    for (const Header& header : headers)
        writer.header(header.name, header.value);
    writer.endHead();
    check(!writer.overflowed(), "a head that came in fits on its way out");
    return std::string(writer.view());
}

void fuzzRequest(std::string_view input)
{
    RequestHead head;
    RequestHeadParser whole;
    const ParseStatus status = whole.parse(input, {}, head);

    RequestHead slowHead;
    RequestHeadParser slow;
    ParseStatus slowStatus = ParseStatus::Incomplete;
    for (std::size_t size = 1; size <= input.size() && slowStatus == ParseStatus::Incomplete; ++size)
        slowStatus = slow.parse(input.substr(0, size), {}, slowHead);
    check(status == slowStatus, "pieces and whole give the same status");
    check(whole.error() == slow.error(), "pieces and whole give the same error");
    if (status != ParseStatus::Complete)
        return;
    check(head.headBytes == slowHead.headBytes && head.headBytes <= input.size(), "the head has one end");
    check(head.method == slowHead.method && head.target == slowHead.target && head.path == slowHead.path &&
              head.query == slowHead.query && head.hasQuery == slowHead.hasQuery &&
              head.host == slowHead.host && head.form == slowHead.form &&
              head.minorVersion == slowHead.minorVersion,
          "both ways read the same request line");
    check(head.framing == slowHead.framing && head.contentLength == slowHead.contentLength &&
              head.keepAlive == slowHead.keepAlive && head.upgrade == slowHead.upgrade &&
              head.expectContinue == slowHead.expectContinue,
          "both ways find the same meaning");
    checkSame(head.headers, slowHead.headers);
    check(head.path == "*" || head.path.front() == '/', "the path is absolute");
    check(head.minorVersion == 0 || !head.host.empty(), "HTTP/1.1 has a host");
    checkHeaders(head.headers, input);

    std::vector<char> memory;
    std::string line;
    line.append(head.method)
        .append(" ")
        .append(head.target)
        .append(head.minorVersion ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n");
    const std::string again = written(head.headers, line, memory);
    RequestHead second;
    HeadLimits wide;
    wide.maxHeadBytes = 256 * 1024;
    check(RequestHeadParser().parse(again, wide, second) == ParseStatus::Complete,
          "what was read can be read again");
    check(second.framing == head.framing && second.contentLength == head.contentLength, "with the same body");
    check(second.keepAlive == head.keepAlive && second.host == head.host && second.path == head.path,
          "and the same meaning");
    check(second.headers.size() == head.headers.size(), "and the same headers");
}

void fuzzResponse(std::string_view input)
{
    ResponseHead head;
    ResponseHeadParser whole;
    const ParseStatus status = whole.parse(input, {}, Method::Get, head);
    ResponseHead slowHead;
    ResponseHeadParser slow;
    ParseStatus slowStatus = ParseStatus::Incomplete;
    for (std::size_t size = 1; size <= input.size() && slowStatus == ParseStatus::Incomplete; ++size)
        slowStatus = slow.parse(input.substr(0, size), {}, Method::Get, slowHead);
    check(status == slowStatus && whole.error() == slow.error(), "pieces and whole give the same answer");
    if (status != ParseStatus::Complete)
        return;
    check(head.status >= 100 && head.status <= 999, "the status has three digits");
    check(head.headBytes <= input.size(), "the head ends inside the input");
    check(head.headBytes == slowHead.headBytes && head.status == slowHead.status &&
              head.reason == slowHead.reason && head.minorVersion == slowHead.minorVersion &&
              head.framing == slowHead.framing && head.contentLength == slowHead.contentLength &&
              head.keepAlive == slowHead.keepAlive && head.interim == slowHead.interim &&
              head.upgrade == slowHead.upgrade,
          "both ways find the same meaning");
    checkSame(head.headers, slowHead.headers);
    check(head.framing != BodyFraming::UntilClose || !head.keepAlive, "a body until close closes");
    checkHeaders(head.headers, input);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    // A copy of exact size, so that reading behind the end is noticed.
    const std::string input(reinterpret_cast<const char*>(data + 1), size - 1);
    if (data[0] == 'R')
        fuzzResponse(input);
    else
        fuzzRequest(input);
    return 0;
}
