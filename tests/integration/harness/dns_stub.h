// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/socket.h"
#include "tests/integration/harness/raw_socket.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace gatehouse::harness {

/// A name server on loopback (UDP, RFC 1035) that answers A and AAAA from a table and everything else with
/// NXDOMAIN.
class DnsStub {
public:
    DnsStub();
    ~DnsStub();
    DnsStub(const DnsStub&) = delete;
    DnsStub& operator=(const DnsStub&) = delete;

    net::SocketAddress address() const { return m_address; }
    void set(const std::string& name, const std::vector<std::string>& addresses, std::uint32_t ttlSeconds);
    void remove(const std::string& name);
    int questions() const;
    bool waitForQuestions(int count, int timeoutMs = PatienceMs) const;

private:
    struct Entry {
        std::vector<net::IpAddress> addresses;
        std::uint32_t ttl = 0;
    };

    void serve();
    std::string reply(const std::string& question);

    net::Fd m_socket;
    net::Fd m_stop;
    net::SocketAddress m_address;
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    std::map<std::string, Entry> m_names;
    int m_questions = 0;
    std::thread m_thread;
};

} // namespace gatehouse::harness
