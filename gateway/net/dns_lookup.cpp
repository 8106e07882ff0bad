// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/dns_lookup.h"

#include "gateway/net/socket.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <strings.h>
#include <sys/socket.h>

namespace gatehouse::net {

Resolved lookupBySystem(const std::string& host)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* list = nullptr;
    Resolved resolved;
    const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &list);
    for (const addrinfo* entry = list; entry; entry = entry->ai_next) {
        sockaddr_storage raw{};
        std::copy_n(reinterpret_cast<const char*>(entry->ai_addr), entry->ai_addrlen,
                    reinterpret_cast<char*>(&raw));
        const IpAddress ip = SocketAddress::from(raw).ip;
        auto& known = resolved.addresses;
        if (!ip.isNull() && std::find(known.begin(), known.end(), ip) == known.end())
            known.push_back(ip);
    }
    if (list)
        ::freeaddrinfo(list);
    if (!resolved.ok()) {
        resolved.error = "cannot resolve \"" + host + "\": ";
        resolved.error += error != 0 ? ::gai_strerror(error) : "no address";
    }
    return resolved;
}

namespace {

bool inHostsFile(const std::string& path, const std::string& host)
{
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line.substr(0, line.find('#')));
        std::string word;
        words >> word; // the address
        while (words >> word) {
            if (::strcasecmp(word.c_str(), host.c_str()) == 0)
                return true;
        }
    }
    return false;
}

/// Whether the machine has a way to that address. Sends nothing.
bool hasRoute(const IpAddress& address)
{
    sockaddr_storage raw{};
    const socklen_t size = SocketAddress{address, 9}.toRaw(raw);
    const Fd probe(::socket(raw.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    return probe && ::connect(probe.get(), reinterpret_cast<const sockaddr*>(&raw), size) == 0;
}

/// The state of the C library's stub resolver for one lookup.
class Stub {
public:
    explicit Stub(const std::vector<SocketAddress>& servers)
    {
        m_ready = ::res_ninit(&m_state) == 0;
        if (!m_ready || servers.empty())
            return;
        m_state.nscount = 0;
        for (const SocketAddress& server : servers) {
            if (m_state.nscount == MAXNS || !server.ip.isV4())
                continue;
            sockaddr_in& slot = m_state.nsaddr_list[m_state.nscount++];
            slot.sin_family = AF_INET;
            slot.sin_port = htons(server.port);
            slot.sin_addr.s_addr = htonl(server.ip.toV4());
        }
        m_state.retrans = 2;
        m_state.retry = 2;
    }
    ~Stub() { ::res_nclose(&m_state); }
    Stub(const Stub&) = delete;
    Stub& operator=(const Stub&) = delete;

    /// Adds the addresses of one type to `found`; the TTL becomes the least of all records.
    void query(const std::string& host, int type, Resolved& found);

private:
    static void take(const ns_rr& record, Resolved& found);

    struct __res_state m_state {};
    bool m_ready = false;
};

void Stub::query(const std::string& host, int type, Resolved& found)
{
    std::array<unsigned char, 8192> answer{};
    const int size = m_ready ? ::res_nsearch(&m_state, host.c_str(), ns_c_in, type, answer.data(),
                                             static_cast<int>(answer.size()))
                             : -1;
    ns_msg message{};
    if (size <= 0 ||
        ::ns_initparse(answer.data(), std::min(size, static_cast<int>(answer.size())), &message) != 0)
        return;
    for (int i = 0; i < ns_msg_count(message, ns_s_an); ++i) {
        ns_rr record{};
        if (::ns_parserr(&message, ns_s_an, i, &record) == 0)
            take(record, found);
    }
}

void Stub::take(const ns_rr& record, Resolved& found)
{
    const std::int64_t ttlMs = std::int64_t{ns_rr_ttl(record)} * 1000 + 1; // 0 means not known
    found.ttlMs = found.ttlMs == 0 ? ttlMs : std::min(found.ttlMs, ttlMs);
    const unsigned char* bytes = ns_rr_rdata(record);
    IpAddress address;
    if (ns_rr_type(record) == ns_t_a && ns_rr_rdlen(record) == 4) {
        address = IpAddress::v4(std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
                                std::uint32_t{bytes[2]} << 8 | bytes[3]);
    } else if (ns_rr_type(record) == ns_t_aaaa && ns_rr_rdlen(record) == 16) {
        std::array<std::uint8_t, 16> raw{};
        std::copy_n(bytes, raw.size(), raw.begin());
        address = IpAddress::v6(raw);
    }
    auto& known = found.addresses;
    if (!address.isNull() && std::find(known.begin(), known.end(), address) == known.end())
        known.push_back(address);
}

Resolved lookupByDns(const DnsOptions& options, const std::string& host)
{
    Resolved found;
    Stub stub(options.servers);
    stub.query(host, ns_t_aaaa, found);
    stub.query(host, ns_t_a, found);
    std::stable_partition(found.addresses.begin(), found.addresses.end(), hasRoute);
    found.ttlMs = std::clamp(found.ttlMs, options.minTtlMs, options.maxTtlMs);
    if (!found.ok())
        found.error = "cannot resolve \"" + host + "\": the name servers gave no address";
    return found;
}

} // namespace

Resolver::Lookup dnsLookup(DnsOptions options)
{
    return [options = std::move(options)](const std::string& host) {
        if (inHostsFile(options.hostsFile, host))
            return lookupBySystem(host);
        Resolved found = lookupByDns(options, host);
        return found.ok() || !options.servers.empty() ? found : lookupBySystem(host);
    };
}

} // namespace gatehouse::net
