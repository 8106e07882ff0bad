// SPDX-License-Identifier: GPL-3.0-or-later
// Requests at a given pace over kept connections, for the times of answers: an open loop, as many users who
// know nothing of each other make it. Gaps are exponential, the same in every run; a request that is due
// waits for a free connection, and its time counts from when it was due (so a pause of server or client hides
// nothing).
//
//   paced_requests PORT PATH CONNECTIONS PER_SECOND SECONDS
//
// Prints {"answers": N, "p50": ms, "p90": ms, "p99": ms, "p999": ms, "most": ms, "late": ms}. "late" is by
// how much this program was itself behind with sending, in the worst of a hundred requests: part of their
// times, and none of the server's. Loopback only; any answer but 200 and any lost connection ends it with 1.
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

namespace {

std::int64_t nowNs()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

[[noreturn]] void fail(const char* what)
{
    std::fprintf(stderr, "paced_requests: %s\n", what);
    std::exit(1);
}

struct Connection {
    int fd = -1;
    std::int64_t dueNs = 0; // of the request under way
    std::string answer;
};

/// The whole length of an answer whose head has come, or 0.
std::size_t lengthOf(std::string_view answer)
{
    const std::size_t end = answer.find("\r\n\r\n");
    if (end == std::string_view::npos)
        return 0;
    if (!answer.starts_with("HTTP/1.1 200"))
        fail("an answer is not 200");
    constexpr std::string_view name = "\r\ncontent-length: ";
    const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
    const auto found =
        std::search(answer.begin(), answer.begin() + std::ptrdiff_t(end), name.begin(), name.end(), same);
    std::size_t body = 0;
    const char* const from = answer.data() + (found - answer.begin()) + name.size();
    if (from >= answer.data() + end || std::from_chars(from, answer.data() + end, body).ec != std::errc())
        fail("an answer has no Content-Length");
    return end + 4 + body;
}

class Load {
public:
    Load(std::uint16_t port, const std::string& path, std::size_t connections)
        : m_request("GET " + path + " HTTP/1.1\r\nHost: bench\r\nAccept: application/json\r\n\r\n")
        , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
        , m_connections(connections)
    {
        for (Connection& connection : m_connections) {
            open(connection, port);
            m_free.push_back(&connection);
        }
    }

    void run(double perSecond, int seconds)
    {
        std::mt19937_64 random(1);
        std::exponential_distribution<double> gap(perSecond / 1e9);
        std::int64_t due = nowNs();
        const std::int64_t end = due + std::int64_t(seconds) * 1'000'000'000;
        const std::int64_t patience = end + 30'000'000'000;
        while (due < end || m_free.size() < m_connections.size() || !m_waiting.empty()) {
            const std::int64_t now = nowNs();
            if (now > patience)
                fail("answers are missing");
            for (; due < end && due <= now; due += std::int64_t(gap(random)))
                m_waiting.push_back(due);
            sendWaiting();
            receive(due < end ? std::max<std::int64_t>(0, due - now) : 100'000'000);
        }
    }

    void report()
    {
        const auto at = [](std::vector<std::int64_t>& times, double part) {
            std::sort(times.begin(), times.end());
            return double(times[std::size_t(double(times.size() - 1) * part)]) / 1e6;
        };
        std::printf("{\"answers\": %zu, \"p50\": %.3f, \"p90\": %.3f, \"p99\": %.3f, \"p999\": %.3f, "
                    "\"most\": %.3f, \"late\": %.3f}\n",
                    m_times.size(), at(m_times, 0.5), at(m_times, 0.9), at(m_times, 0.99), at(m_times, 0.999),
                    at(m_times, 1), at(m_late, 0.99));
    }

private:
    void open(Connection& connection, std::uint16_t port)
    {
        connection.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int one = 1;
        ::setsockopt(connection.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = &connection;
        // The C interface takes the generic type for all address families.
        if (::connect(connection.fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
            ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, connection.fd, &event) != 0)
            fail("cannot connect");
    }

    void sendWaiting()
    {
        while (!m_waiting.empty() && !m_free.empty()) {
            Connection& connection = *m_free.front(); // in turn: the gateway closes one that says nothing
            m_free.pop_front();
            connection.dueNs = m_waiting.front();
            m_late.push_back(nowNs() - connection.dueNs);
            m_waiting.pop_front();
            if (::send(connection.fd, m_request.data(), m_request.size(), MSG_NOSIGNAL) !=
                ssize_t(m_request.size()))
                fail("a connection is lost");
        }
    }

    void receive(std::int64_t waitNs)
    {
        epoll_event events[64];
        const timespec wait{waitNs / 1'000'000'000, waitNs % 1'000'000'000};
        const int count = ::epoll_pwait2(m_epoll, events, 64, &wait, nullptr);
        for (int i = 0; i < count; ++i) {
            Connection& connection = *static_cast<Connection*>(events[i].data.ptr);
            char buffer[16 * 1024];
            const ssize_t got = ::recv(connection.fd, buffer, sizeof buffer, 0);
            if (got <= 0)
                fail("a connection is lost");
            connection.answer.append(buffer, std::size_t(got));
            const std::size_t length = lengthOf(connection.answer);
            if (length == 0 || connection.answer.size() < length)
                continue;
            m_times.push_back(nowNs() - connection.dueNs);
            connection.answer.clear();
            m_free.push_back(&connection);
        }
    }

    std::string m_request;
    int m_epoll;
    std::vector<Connection> m_connections;
    std::deque<Connection*> m_free;
    std::deque<std::int64_t> m_waiting; // when they were due
    std::vector<std::int64_t> m_times;
    std::vector<std::int64_t> m_late;
};

} // namespace

int main(int argc, char** argv)
{
    if (argc != 6) {
        std::fprintf(stderr, "usage: paced_requests PORT PATH CONNECTIONS PER_SECOND SECONDS\n");
        return 2;
    }
    ::prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL); // the usual 50 us would be told as the server's
    Load load(std::uint16_t(std::atoi(argv[1])), argv[2], std::size_t(std::atoi(argv[3])));
    load.run(std::atof(argv[4]), std::atoi(argv[5]));
    load.report();
    return 0;
}
