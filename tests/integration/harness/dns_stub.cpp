// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/dns_stub.h"

#include <array>
#include <chrono>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gatehouse::harness {

namespace {

constexpr std::size_t headSize = 12;
constexpr unsigned typeA = 1;
constexpr unsigned typeAaaa = 28;

void put(std::string& out, std::uint64_t value, int bytes)
{
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        out += static_cast<char>(value >> shift);
}

/// The name of the question, and where what follows it begins.
std::string nameOf(const std::string& question, std::size_t& at)
{
    std::string name;
    at = headSize;
    while (at < question.size() && question[at] != 0) {
        const auto size = static_cast<unsigned char>(question[at]);
        if (!name.empty())
            name += '.';
        name += question.substr(at + 1, size);
        at += size + std::size_t{1};
    }
    ++at;
    return name;
}

std::string record(const net::IpAddress& address, std::uint32_t ttl)
{
    std::string out;
    put(out, 0xc00c, 2); // the name of the question
    put(out, address.isV4() ? typeA : typeAaaa, 2);
    put(out, 1, 2);
    put(out, ttl, 4);
    put(out, address.isV4() ? 4 : 16, 2);
    if (address.isV4()) {
        put(out, address.toV4(), 4);
    } else {
        put(out, address.high(), 8);
        put(out, address.low(), 8);
    }
    return out;
}

} // namespace

DnsStub::DnsStub()
    : m_socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0))
    , m_stop(::eventfd(0, EFD_CLOEXEC))
{
    sockaddr_storage raw{};
    const socklen_t size = net::SocketAddress{net::IpAddress::v4(0x7f000001), 0}.toRaw(raw);
    if (::bind(m_socket.get(), reinterpret_cast<const sockaddr*>(&raw), size) != 0)
        std::abort();
    m_address = net::localAddress(m_socket.get());
    m_thread = std::thread([this] { serve(); });
}

DnsStub::~DnsStub()
{
    const std::uint64_t one = 1;
    (void)!::write(m_stop.get(), &one, sizeof one);
    m_thread.join();
}

void DnsStub::set(const std::string& name, const std::vector<std::string>& addresses,
                  std::uint32_t ttlSeconds)
{
    Entry entry;
    entry.ttl = ttlSeconds;
    for (const std::string& text : addresses)
        entry.addresses.push_back(*net::IpAddress::parse(text));
    const std::scoped_lock lock(m_mutex);
    m_names[name] = std::move(entry);
}

void DnsStub::remove(const std::string& name)
{
    const std::scoped_lock lock(m_mutex);
    m_names.erase(name);
}

int DnsStub::questions() const
{
    const std::scoped_lock lock(m_mutex);
    return m_questions;
}

bool DnsStub::waitForQuestions(int count, int timeoutMs) const
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, std::chrono::milliseconds(timeoutMs),
                              [&] { return m_questions >= count; });
}

void DnsStub::serve()
{
    for (;;) {
        pollfd waiting[2] = {{m_socket.get(), POLLIN, 0}, {m_stop.get(), POLLIN, 0}};
        ::poll(waiting, 2, -1);
        if (waiting[1].revents)
            return;
        std::array<char, 1500> bytes{};
        sockaddr_storage peer{};
        socklen_t peerSize = sizeof peer;
        const ssize_t got = ::recvfrom(m_socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT,
                                       reinterpret_cast<sockaddr*>(&peer), &peerSize);
        if (got < static_cast<ssize_t>(headSize))
            continue;
        const std::string answer = reply({bytes.data(), static_cast<std::size_t>(got)});
        (void)!::sendto(m_socket.get(), answer.data(), answer.size(), 0,
                        reinterpret_cast<const sockaddr*>(&peer), peerSize);
    }
}

std::string DnsStub::reply(const std::string& question)
{
    std::size_t at = 0;
    const std::string name = nameOf(question, at);
    const unsigned type = at + 1 < question.size() ? static_cast<unsigned char>(question[at + 1]) : 0;
    const std::scoped_lock lock(m_mutex);
    ++m_questions;
    m_changed.notify_all();
    const auto found = m_names.find(name);
    std::string records;
    unsigned count = 0;
    if (found != m_names.end()) {
        for (const net::IpAddress& address : found->second.addresses) {
            if (address.isV4() != (type == typeA) || (type != typeA && type != typeAaaa))
                continue;
            records += record(address, found->second.ttl);
            ++count;
        }
    }
    std::string out = question.substr(0, 2);
    put(out, found == m_names.end() ? 0x8583 : 0x8580, 2); // authoritative; NXDOMAIN for unknown names
    put(out, 1, 2);
    put(out, count, 2);
    put(out, 0, 4);
    return out + question.substr(headSize, at + 4 - headSize) + records;
}

} // namespace gatehouse::harness
