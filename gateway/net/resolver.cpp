// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/resolver.h"

#include "gateway/net/dns_lookup.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>

namespace gatehouse::net {

struct Resolver::Request::State {
    Callback done; // emptied by cancel(); touched on the asking thread only
};

struct Resolver::Watcher {
    Remote remote;
    std::weak_ptr<Request::State> state;
};

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
        std::vector<Watcher> watchers;
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
    Entry& entryOf(std::string_view host);
    void enqueue(const std::string& host, Entry& entry);
    std::int64_t queueDue();
    void makeRoom();
    void finish(const std::string& host, Resolved found);
};

void Resolver::Shared::makeRoom()
{
    if (entries.size() < options.maxEntries)
        return;
    auto oldest = entries.end();
    for (auto it = entries.begin(); it != entries.end(); ++it) {
        if (!it->second.pending && it->second.watchers.empty() &&
            (oldest == entries.end() || it->second.expiresMs < oldest->second.expiresMs))
            oldest = it;
    }
    if (oldest != entries.end())
        entries.erase(oldest);
}

Resolver::Shared::Entry& Resolver::Shared::entryOf(std::string_view host)
{
    const auto found = entries.find(host);
    if (found != entries.end())
        return found->second;
    makeRoom();
    return entries.try_emplace(std::string(host)).first->second;
}

void Resolver::Shared::enqueue(const std::string& host, Entry& entry)
{
    if (entry.pending)
        return;
    entry.pending = true;
    queue.push_back(host);
    wake.notify_one();
}

/// Queues watched names whose time is over. Milliseconds until the next one; below 0: there is none.
std::int64_t Resolver::Shared::queueDue()
{
    std::int64_t next = -1;
    const std::int64_t now = nowMs();
    for (auto& [host, entry] : entries) {
        std::erase_if(entry.watchers, [](const Watcher& watcher) { return watcher.state.expired(); });
        if (entry.watchers.empty() || entry.pending)
            continue;
        if (!entry.known || entry.expiresMs <= now)
            enqueue(host, entry);
        else
            next = next < 0 ? entry.expiresMs - now : std::min(next, entry.expiresMs - now);
    }
    return next;
}

static bool sameAddresses(std::vector<IpAddress> a, std::vector<IpAddress> b)
{
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    return a == b;
}

void Resolver::Shared::finish(const std::string& host, Resolved found)
{
    std::vector<Waiter> waiters;
    std::vector<Watcher> watchers;
    Resolved answer;
    {
        const std::lock_guard lock(mutex);
        if (stopping)
            return;
        Entry& entry = entries[host];
        const bool good = found.ok();
        const std::int64_t ttl = found.ttlMs > 0 ? found.ttlMs : options.ttlMs;
        if (good && entry.value.ok() && !sameAddresses(found.addresses, entry.value.addresses))
            watchers = entry.watchers;
        // The last good answer outlives a resolver that is down.
        if (good || !entry.value.ok())
            entry.value = std::move(found);
        entry.known = true;
        entry.pending = false;
        entry.expiresMs = nowMs() + (good ? ttl : options.negativeTtlMs);
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
    for (const Watcher& watcher : watchers) {
        watcher.remote.post([weak = watcher.state, answer] {
            const auto state = weak.lock();
            if (state && state->done)
                state->done(answer);
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
    m_shared->lookup = lookup ? std::move(lookup) : Lookup(lookupBySystem);
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

// NOLINTNEXTLINE(performance-unnecessary-value-param): the thread's own share
void Resolver::run(std::shared_ptr<Shared> shared, std::size_t index)
{
    std::unique_lock lock(shared->mutex);
    for (;;) {
        while (!shared->stopping && shared->queue.empty()) {
            const std::int64_t due = shared->queueDue();
            if (!shared->queue.empty())
                break;
            if (due < 0)
                shared->wake.wait(lock);
            else
                shared->wake.wait_for(lock, std::chrono::milliseconds(due));
        }
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
        Shared::Entry& entry = m_shared->entryOf(host);
        const bool fresh = entry.known && m_shared->nowMs() < entry.expiresMs;
        if (!fresh)
            m_shared->enqueue(std::string(host), entry);
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

Resolver::Request Resolver::watch(std::string_view host, Poller& poller, Callback changed)
{
    Request request;
    if (IpAddress::parse(host))
        return request;
    request.m_state = std::make_shared<Request::State>(Request::State{std::move(changed)});
    const std::lock_guard lock(m_shared->mutex);
    m_shared->entryOf(host).watchers.push_back({poller.remote(), request.m_state});
    m_shared->wake.notify_one();
    return request;
}

} // namespace gatehouse::net
