// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/address.h"
#include "gateway/net/buffer.h"
#include "gateway/net/poller.h"
#include "gateway/net/socket.h"
#include "gateway/net/timer_wheel.h"

#include <array>
#include <benchmark/benchmark.h>
#include <memory>
#include <string>
#include <vector>

#include <sys/socket.h>
#include <unistd.h>

using namespace gatehouse::net;

namespace {

struct IdleTimer final : Timer {
    void onTimeout() override {}
};

// What every request does to the idle timer of its connection, with many others alive.
void rearmTimer(benchmark::State& state)
{
    TimerWheel wheel(0);
    std::vector<std::unique_ptr<IdleTimer>> timers;
    for (std::int64_t i = 0; i < state.range(0); ++i) {
        timers.push_back(std::make_unique<IdleTimer>());
        wheel.start(*timers.back(), 60'000 + i);
    }
    std::int64_t now = 0;
    std::size_t at = 0;
    for (auto _ : state) {
        wheel.start(*timers[at], ++now / 100 + 60'000);
        at = at + 1 < timers.size() ? at + 1 : 0;
    }
}
BENCHMARK(rearmTimer)->Arg(10)->Arg(5000);

struct Echo final : IoHandler {
    int fd = -1;
    void onIo(std::uint32_t) override
    {
        char byte = 0;
        [[maybe_unused]] ssize_t moved = ::recv(fd, &byte, 1, 0);
        moved = ::send(fd, &byte, 1, MSG_NOSIGNAL);
    }
};

// One turn with one ready descriptor among many idle ones.
void turnWithIdleOnes(benchmark::State& state)
{
    Poller poller;
    std::vector<std::unique_ptr<Echo>> handlers;
    std::vector<Fd> fds;
    const auto add = [&] {
        std::array<int, 2> pair{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair.data()) != 0)
            return state.SkipWithError("out of descriptors");
        handlers.push_back(std::make_unique<Echo>());
        handlers.back()->fd = pair[0];
        fds.emplace_back(pair[0]);
        fds.emplace_back(pair[1]);
        poller.add(pair[0], EPOLLIN, handlers.back().get());
    };
    for (std::int64_t i = 0; i <= state.range(0); ++i)
        add();
    const int peer = fds[1].get();
    char byte = 'x';
    for (auto _ : state) {
        [[maybe_unused]] ssize_t moved = ::send(peer, &byte, 1, MSG_NOSIGNAL);
        poller.turn(-1);
        moved = ::recv(peer, &byte, 1, 0);
    }
}
BENCHMARK(turnWithIdleOnes)->Arg(0)->Arg(2000);

void matchCidr(benchmark::State& state)
{
    CidrSet set;
    for (std::uint32_t i = 0; i < 1000; ++i)
        set.add(IpAddress::v4(0x0a000000 + i * 0x10000), 24);
    set.compile();
    const IpAddress ip = IpAddress::v4(0x0b800001);
    for (auto _ : state)
        benchmark::DoNotOptimize(set.contains(ip));
}
BENCHMARK(matchCidr);

void queueAndDrain(benchmark::State& state)
{
    BufferPool pool;
    Buffer buffer(pool);
    const std::string piece(4000, 'x');
    for (auto _ : state) {
        for (int i = 0; i < 16; ++i)
            buffer.append(piece);
        buffer.consume(buffer.size());
    }
    state.SetBytesProcessed(state.iterations() * 16 * std::int64_t(piece.size()));
}
BENCHMARK(queueAndDrain);

} // namespace
