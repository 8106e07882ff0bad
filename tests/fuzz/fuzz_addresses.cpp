// SPDX-License-Identifier: GPL-3.0-or-later
// Lines: networks of trusted proxies, an empty line, then X-Forwarded-For and X-Real-IP. Each line is also
// tried as an address, a network, and an address with a port.
#include "gateway/http/header_table.h"
#include "gateway/net/address.h"
#include "gateway/proxy/client_address.h"
#include "tests/fuzz/check.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace gatehouse;
using gatehouse::fuzz::check;

namespace {

std::vector<std::string> linesOf(std::string_view input)
{
    std::vector<std::string> lines;
    while (!input.empty()) {
        const std::size_t end = input.find('\n');
        lines.emplace_back(input.substr(0, end));
        input = end == std::string_view::npos ? std::string_view() : input.substr(end + 1);
    }
    return lines;
}

void tryAddress(const std::string& text)
{
    if (const auto address = net::IpAddress::parse(text)) {
        const auto again = net::IpAddress::parse(address->text());
        check(again && *again == *address, "an address is the same after writing and reading");
        net::CidrSet only;
        only.add(*address, address->isV4() ? 32 : 128);
        only.compile();
        check(only.contains(*address), "a set holds what was put in");
        check(address->network().network() == address->network(), "a network is its own network");
    }
    if (const auto address = net::SocketAddress::parse(text)) {
        const auto again = net::SocketAddress::parse(address->text());
        check(again && *again == *address, "so is one with a port");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::vector<std::string> lines = linesOf({reinterpret_cast<const char*>(data), size});
    proxy::TrustSettings trust;
    trust.trustForwarded = true;
    std::vector<std::string> fields;
    bool networks = true;
    for (const std::string& line : lines) {
        tryAddress(line);
        if (networks && line.empty())
            networks = false;
        else if (networks)
            trust.proxies.add(line);
        else
            fields.push_back(line);
    }
    trust.proxies.compile();
    http::HeaderTable headers;
    for (std::size_t i = 0; i < fields.size() && i < 8; ++i)
        headers.add(i % 2 == 0 ? "X-Forwarded-For" : "X-Real-IP", fields[i]);
    for (const net::IpAddress peer : {net::IpAddress::v4(0x7f000001), net::IpAddress::v4(0x0a000001)}) {
        const auto client = proxy::forwardedClient(trust, peer, headers);
        check(!client || proxy::isTrustedPeer(trust, peer), "only a trusted peer speaks for others");
        check(!client || !client->address.isNull(), "and it names somebody");
    }
    return 0;
}
