// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/plain_head.h"

#include "common/core/byte_block.h"
#include "gateway/http/ascii.h"
#include "gateway/http/syntax.h"

#include <algorithm>
#include <bit>

namespace gatehouse::http {

namespace {

struct Line {
    std::size_t colon = std::string_view::npos; // the first one
    std::size_t end = 0;                        // of the first control character, or of the text
};

// Name and end of a line are looked for together, so that its bytes are read once.
Line findLine(std::string_view text, std::size_t from)
{
    Line line;
    std::size_t at = from;
    for (; at + ByteBlock::size <= text.size(); at += ByteBlock::size) {
        const ByteBlock block(text.data() + at);
        if (line.colon == std::string_view::npos) {
            if (const unsigned colons = block.equal(':'); colons != 0)
                line.colon = at + static_cast<std::size_t>(std::countr_zero(colons));
        }
        if (const unsigned controls = block.controls(); controls != 0) {
            line.end = at + static_cast<std::size_t>(std::countr_zero(controls));
            return line;
        }
    }
    if (line.colon == std::string_view::npos)
        line.colon = text.find(':', at);
    line.end = findControl(text, at);
    return line;
}

bool endsLine(std::string_view bytes, std::size_t at)
{
    return at + 1 < bytes.size() && bytes[at] == '\r' && bytes[at + 1] == '\n';
}

// More digits than that could overflow. llhttp takes a tab behind them for a part of the number.
bool isPlainLength(std::string_view text)
{
    return !text.empty() && text.data()[text.size()] == '\r' && text.size() <= 18 &&
           std::all_of(text.begin(), text.end(), isDigit);
}

// `text`: what is behind the colon; usually one blank and the value.
std::string_view valueOf(std::string_view name, std::string_view text)
{
    if (text.starts_with(' '))
        text.remove_prefix(1);
    if (!text.empty() && static_cast<unsigned char>(text.front()) > ' ' &&
        static_cast<unsigned char>(text.back()) > ' ')
        return text;
    const std::string_view value = trimmed(text);
    return value.empty() ? std::string_view(name.data() + name.size(), 0) : value;
}

// Whether this field, with those before it, leaves one way to read the body only.
bool isPlain(HeaderId id, std::string_view name, std::string_view value, const HeaderTable& before)
{
    switch (id) {
    case HeaderId::Unknown: // known ones hold letters and hyphens only
        return isToken(name);
    case HeaderId::Upgrade:
        return false;
    case HeaderId::TransferEncoding:
    case HeaderId::ContentLength:
        if (before.has(HeaderId::TransferEncoding) || before.has(HeaderId::ContentLength))
            return false;
        return id == HeaderId::ContentLength ? isPlainLength(value) : value == "chunked";
    default:
        return true;
    }
}

} // namespace

std::size_t plainFirstLine(std::string_view bytes, const HeadLimits& limits)
{
    const std::size_t end = findControl(bytes, 0);
    return endsLine(bytes, end) && end <= std::min(limits.maxTargetBytes, limits.maxHeadBytes) ? end : 0;
}

std::size_t readPlainFields(std::string_view bytes, std::size_t at, const HeadLimits& limits,
                            HeaderTable& headers)
{
    const std::size_t most = std::min<std::size_t>(limits.maxHeaders, HeaderTable::capacity);
    for (;;) {
        const Line line = findLine(bytes, at);
        if (!endsLine(bytes, line.end) || line.end > limits.maxHeadBytes)
            return 0;
        if (line.end == at)
            return at + 2;
        if (line.colon >= line.end || line.colon == at || headers.size() >= most)
            return 0;
        const std::string_view name = bytes.substr(at, line.colon - at);
        const std::string_view value = valueOf(name, bytes.substr(line.colon + 1, line.end - line.colon - 1));
        const HeaderId id = headerIdOf(name);
        if (!isPlain(id, name, value, headers) || !headers.add(id, name, value))
            return 0;
        at = line.end + 2;
    }
}

} // namespace gatehouse::http
