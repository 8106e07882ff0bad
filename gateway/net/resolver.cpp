// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/resolver.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>

#include <netdb.h>

namespace gatehouse::net {

struct Resolver::Request::State {
    Callback done; // emptied by cancel(); touched on the asking thread only
};

namespace {

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

} // namespace

struct Resolver::Shared {
    struct Waiter {
        Remote remote;
        std::shared_ptr<Request::State> state;
    };
    struct Entry {
        Resolved value;
        std::int64_t expiresMs = 0;
        bool known = false;   // value has been filled once
        bool pending = false; // queued or being looked up
        std::vector<Waiter> waiters;
    };

    Options options;
    Lookup lookup;
    SystemClock systemClock;
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<std::string> queue;
    std::map<std::string, Entry, std::less<>> entries;
    std::vector<bool> busy; // by thread
    bool stopping = false;

    std::int64_t nowMs() const
    {
        const Clock& clock = options.clock ? *options.clock : systemClock;
        return clock.monotonicNs() / 1'000'000;
    }
    void makeRoom();
    void finish(const std::string& host, Resolved found);
};

void Resolver::Shared::makeRoom()
{
    if (entries.size() < options.maxEntries)
        return;
    auto oldest = entries.end();
    for (auto it = entries.begin(); it != entries.end(); ++it) {
        if (!it->second.pending &&
            (oldest == entries.end() || it->second.expiresMs < oldest->second.expiresMs))
            oldest = it;
    }
    if (oldest != entries.end())
        entries.erase(oldest);
}

void Resolver::Shared::finish(const std::string& host, Resolved found)
{
    std::vector<Waiter> waiters;
    Resolved answer;
    {
        const std::lock_guard lock(mutex);
        if (stopping)
            return;
        Entry& entry = entries[host];
        const bool good = found.ok();
        // The last good answer outlives a resolver that is down.
        if (good || !entry.value.ok())
            entry.value = std::move(found);
        entry.known = true;
        entry.pending = false;
        entry.expiresMs = nowMs() + (good ? options.ttlMs : options.negativeTtlMs);
        waiters.swap(entry.waiters);
        answer = entry.value;
    }
    for (Waiter& waiter : waiters) {
        waiter.remote.post([state = std::move(waiter.state), answer] {
            if (Callback done = std::move(state->done)) {
                state->done = nullptr;
                done(answer);
            }
        });
    }
}

Resolver::Request& Resolver::Request::operator=(Request&& other) noexcept
{
    if (this != &other) {
        cancel();
        m_state = std::move(other.m_state);
    }
    return *this;
}

void Resolver::Request::cancel()
{
    if (m_state)
        m_state->done = nullptr;
    m_state.reset();
}

bool Resolver::Request::pending() const
{
    return m_state && m_state->done;
}

Resolver::Resolver(Options options, Lookup lookup)
    : m_shared(std::make_shared<Shared>())
{
    m_shared->options = options;
    m_shared->lookup = lookup ? std::move(lookup) : lookupBySystem;
    const auto count = static_cast<std::size_t>(std::max(1, options.threads));
    m_shared->busy.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        m_threads.emplace_back(&Resolver::run, m_shared, i);
}

Resolver::~Resolver()
{
    std::vector<bool> busy;
    {
        const std::lock_guard lock(m_shared->mutex);
        m_shared->stopping = true;
        busy = m_shared->busy;
    }
    m_shared->wake.notify_all();
    // The C library may take half a minute to give up on a name server; the end of the process must not.
    for (std::size_t i = 0; i < m_threads.size(); ++i) {
        if (busy[i])
            m_threads[i].detach();
        else
            m_threads[i].join();
    }
}

void Resolver::run(std::shared_ptr<Shared> shared, std::size_t index)
{
    std::unique_lock lock(shared->mutex);
    for (;;) {
        shared->wake.wait(lock, [&] { return shared->stopping || !shared->queue.empty(); });
        if (shared->stopping)
            return;
        const std::string host = std::move(shared->queue.front());
        shared->queue.pop_front();
        shared->busy[index] = true;
        lock.unlock();
        shared->finish(host, shared->lookup(host));
        lock.lock();
        shared->busy[index] = false;
    }
}

Resolver::Request Resolver::resolve(std::string_view host, Poller& poller, Callback done)
{
    Request request;
    if (const auto literal = IpAddress::parse(host)) {
        done(Resolved{{*literal}, {}});
        return request;
    }
    Resolved cached;
    {
        const std::lock_guard lock(m_shared->mutex);
        auto found = m_shared->entries.find(host);
        if (found == m_shared->entries.end()) {
            m_shared->makeRoom();
            found = m_shared->entries.try_emplace(std::string(host)).first;
        }
        Shared::Entry& entry = found->second;
        const bool fresh = entry.known && m_shared->nowMs() < entry.expiresMs;
        if (!fresh && !entry.pending) {
            entry.pending = true;
            m_shared->queue.emplace_back(host);
            m_shared->wake.notify_one();
        }
        if (!fresh && !entry.value.ok()) {
            request.m_state = std::make_shared<Request::State>(Request::State{std::move(done)});
            entry.waiters.push_back({poller.remote(), request.m_state});
            return request;
        }
        cached = entry.value;
    }
    done(cached);
    return request;
}

} // namespace gatehouse::net
