// SPDX-License-Identifier: GPL-3.0-or-later
// Headers of the PROXY protocol, however they are cut.
#include "gateway/net/proxy_protocol.h"
#include "tests/fuzz/check.h"

#include <array>
#include <string>

using namespace gatehouse::net;
using gatehouse::fuzz::check;
using Status = ProxyHeader::Status;

namespace {

void checkWritten(const ProxyAddresses& addresses)
{
    for (const ProxyVersion version : {ProxyVersion::V1, ProxyVersion::V2}) {
        std::array<char, proxyHeaderMax> out{};
        const std::size_t size = writeProxyHeader(version, addresses, out.data());
        check(size <= out.size(), "what is written fits");
        const ProxyHeader back = parseProxyHeader({out.data(), size});
        check(back.status == Status::Complete && back.size == size, "and is a header");
        check(back.addresses == addresses, "with the same addresses");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string input(reinterpret_cast<const char*>(data), size);
    const ProxyHeader whole = parseProxyHeader(input);
    Status before = Status::Incomplete;
    for (std::size_t cut = 0; cut <= size; ++cut) {
        const ProxyHeader part = parseProxyHeader({input.data(), cut});
        check(before == Status::Incomplete || part.status == before, "a decision is never taken back");
        check(part.status != Status::Incomplete || cut < proxyHeaderWindow,
              "a bounded number of bytes decides");
        before = part.status;
    }
    check(before == whole.status, "reading in pieces decides as reading at once");
    if (whole.status == Status::Complete) {
        check(whole.size >= 15 && whole.size <= 16 + 65'535, "a header has a possible size");
        if (!whole.addresses.source.ip.isNull())
            checkWritten(whole.addresses);
    } else {
        check(whole.addresses.source.ip.isNull(), "no header names nobody");
    }
    return 0;
}
