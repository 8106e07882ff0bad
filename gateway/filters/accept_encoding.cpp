// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/accept_encoding.h"

#include <algorithm>
#include <array>

namespace gatehouse::filters {

namespace {

/// Thousandths; -1 for what is no quality (RFC 9110 section 12.4.2).
int qualityOf(std::string_view text)
{
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1') ||
        (text.size() > 1 && text[1] != '.'))
        return -1;
    int value = (text[0] - '0') * 1000;
    int weight = 100;
    for (const char digit : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (digit < '0' || digit > '9')
            return -1;
        value += (digit - '0') * weight;
        weight /= 10;
    }
    return value <= 1000 ? value : -1;
}

std::string_view trimmed(std::string_view text)
{
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

struct Wishes {
    static constexpr int unsaid = -1;
    int gzip = unsaid, brotli = unsaid, identity = unsaid, others = unsaid;

    void take(std::string_view element)
    {
        const std::size_t semicolon = std::min(element.find(';'), element.size());
        const std::string_view name = trimmed(element.substr(0, semicolon));
        int quality = 1000;
        if (semicolon < element.size()) {
            const std::string_view weight = trimmed(element.substr(semicolon + 1));
            if (weight.size() < 2 || !http::equalsIgnoreCase(weight.substr(0, 2), "q="))
                return; // a parameter that nobody knows: as if the element were not there
            quality = qualityOf(weight.substr(2));
        }
        if (quality < 0)
            return;
        if (http::equalsIgnoreCase(name, "gzip") || http::equalsIgnoreCase(name, "x-gzip"))
            gzip = quality;
        else if (http::equalsIgnoreCase(name, "br"))
            brotli = quality;
        else if (http::equalsIgnoreCase(name, "identity"))
            identity = quality;
        else if (name == "*")
            others = quality;
    }
};

} // namespace

std::string_view nameOf(Coding coding)
{
    constexpr std::array<std::string_view, 3> names{"identity", "gzip", "br"};
    return names[static_cast<std::size_t>(coding)];
}

bool takesGzip(std::string_view acceptEncoding)
{
    Wishes wishes;
    http::forEachToken(acceptEncoding, [&](std::string_view element) { wishes.take(element); });
    return (wishes.gzip == Wishes::unsaid ? wishes.others : wishes.gzip) > 0;
}

Coding preferredCoding(const http::HeaderTable& fields)
{
    Wishes wishes;
    const http::Header* field = fields.find(http::HeaderId::AcceptEncoding);
    for (; field; field = fields.next(*field))
        http::forEachToken(field->value, [&](std::string_view element) { wishes.take(element); });
    const int others = std::max(wishes.others, 0);
    const int gzip = wishes.gzip == Wishes::unsaid ? others : wishes.gzip;
    const int brotli = wishes.brotli == Wishes::unsaid ? others : wishes.brotli;
    // Identity is always welcome unless it is forbidden, but liked no more than anything that was named.
    const int identity = std::max(wishes.identity, 0);
    if (brotli > 0 && brotli >= gzip && brotli >= identity)
        return Coding::Brotli;
    return gzip > 0 && gzip >= identity ? Coding::Gzip : Coding::Identity;
}

} // namespace gatehouse::filters
