// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/resolver.h"

#include "gateway/net/dns_lookup.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>

namespace gatehouse::net {

struct Resolver::Request::State {
    Callback done; // emptied by cancel(); touched on the asking thread only
    std::atomic<bool> used{false};
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
        std::int64_t dueMs = 0;  // when it is looked up again though nobody waits
        std::int64_t usedMs = 0; // when somebody wanted it last
        unsigned failures = 0;   // in a row
        bool left = false;       // watched, but not looked up any more: nobody used it
        bool known = false;      // value has been filled once
        bool pending = false;    // queued or being looked up
        std::vector<Waiter> waiters;
        std::vector<Watcher> watchers;
    };

    /// In the order in which they get a thread.
    enum Kind : std::size_t { New, Proven, Failing, Kinds };
    struct Lane {
        std::deque<std::string> queue;
        std::size_t running = 0;
    };

    Options options;
    Lookup lookup;
    SystemClock systemClock;
    std::mutex mutex;
    std::condition_variable wake;
    std::array<Lane, Kinds> lanes;
    std::map<std::string, Entry, std::less<>> entries;
    std::vector<bool> busy;     // by thread
    std::int64_t nextDueMs = 0; // no watched name is due before
    bool stopping = false;

    static constexpr std::int64_t Never = INT64_MAX;

    std::int64_t nowMs() const
    {
        const Clock& clock = options.clock ? *options.clock : systemClock;
        return clock.monotonicNs() / 1'000'000;
    }
    Entry& entryOf(std::string_view host);
    void enqueue(const std::string& host, Entry& entry);
    bool isUsed(Entry& entry, std::int64_t now) const;
    void leave(Entry& entry, std::int64_t now);
    std::int64_t queueDue();
    Kind nextKind() const;
    void settle(Entry& entry, Resolved found);
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
    const Kind kind = entry.failures > 0 ? Failing : entry.value.ok() ? Proven : New;
    lanes[kind].queue.push_back(host);
    wake.notify_one();
}

bool Resolver::Shared::isUsed(Entry& entry, std::int64_t now) const
{
    for (const Watcher& watcher : entry.watchers) {
        const auto state = watcher.state.lock();
        if (state && state->used.exchange(false, std::memory_order_relaxed))
            entry.usedMs = now;
    }
    return now - entry.usedMs < options.unusedMs;
}

/// Somebody may need it again.
void Resolver::Shared::leave(Entry& entry, std::int64_t now)
{
    entry.left = true;
    nextDueMs = std::min(nextDueMs, now + options.ttlMs);
}

/// Queues watched names whose time is over. Milliseconds until the next one; below 0: there is none.
std::int64_t Resolver::Shared::queueDue()
{
    const std::int64_t now = nowMs();
    if (now < nextDueMs)
        return nextDueMs == Never ? -1 : nextDueMs - now;
    nextDueMs = Never;
    for (auto& [host, entry] : entries) {
        std::erase_if(entry.watchers, [](const Watcher& watcher) { return watcher.state.expired(); });
        if (entry.watchers.empty() || entry.pending)
            continue;
        if (entry.dueMs > now)
            nextDueMs = std::min(nextDueMs, entry.dueMs);
        else if (isUsed(entry, now))
            enqueue(host, entry);
        else
            leave(entry, now);
    }
    return nextDueMs == Never ? -1 : nextDueMs - now;
}

/// What a free thread takes next; Kinds: nothing, or nothing that it may.
Resolver::Shared::Kind Resolver::Shared::nextKind() const
{
    const std::size_t threads = busy.size();
    const std::size_t failing = lanes[Failing].running;
    const std::size_t unproven = lanes[New].running + failing;
    const bool room = unproven < std::max<std::size_t>(threads - 1, 1);
    if (room && !lanes[New].queue.empty())
        return New;
    if (!lanes[Proven].queue.empty())
        return Proven;
    if (room && failing < std::max<std::size_t>(threads / 2, 1) && !lanes[Failing].queue.empty())
        return Failing;
    return Kinds;
}

static bool sameAddresses(std::vector<IpAddress> a, std::vector<IpAddress> b)
{
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    return a == b;
}

/// The last good answer outlives a resolver that is down.
void Resolver::Shared::settle(Entry& entry, Resolved found)
{
    constexpr unsigned MostDoublings = 16;
    const std::int64_t now = nowMs();
    const bool good = found.ok();
    if (good) {
        entry.failures = 0;
        entry.expiresMs = entry.dueMs = now + (found.ttlMs > 0 ? found.ttlMs : options.ttlMs);
    } else {
        const unsigned doublings = std::min(entry.failures++, MostDoublings);
        entry.expiresMs = now + options.negativeTtlMs;
        entry.dueMs = now + std::min(options.negativeTtlMs << doublings, options.ttlMs);
    }
    if (good || !entry.value.ok())
        entry.value = std::move(found);
    entry.known = true;
    entry.pending = entry.left = false;
    if (!entry.watchers.empty())
        nextDueMs = std::min(nextDueMs, entry.dueMs);
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
        if (found.ok() && entry.value.ok() && !sameAddresses(found.addresses, entry.value.addresses))
            watchers = entry.watchers;
        settle(entry, std::move(found));
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

void Resolver::Request::use()
{
    if (m_state)
        m_state->used.store(true, std::memory_order_relaxed);
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
        if (shared->stopping)
            return;
        const std::int64_t due = shared->queueDue();
        const Shared::Kind kind = shared->nextKind();
        if (kind == Shared::Kinds) {
            if (due < 0)
                shared->wake.wait(lock);
            else
                shared->wake.wait_for(lock, std::chrono::milliseconds(due));
            continue;
        }
        Shared::Lane& lane = shared->lanes[kind];
        const std::string host = std::move(lane.queue.front());
        lane.queue.pop_front();
        ++lane.running;
        shared->busy[index] = true;
        lock.unlock();
        shared->finish(host, shared->lookup(host));
        lock.lock();
        shared->busy[index] = false;
        --lane.running;
        shared->wake.notify_one(); // there may be room for another kind
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
        const std::int64_t now = m_shared->nowMs();
        const bool fresh = entry.known && now < entry.expiresMs;
        const bool usable = fresh || (entry.value.ok() && !entry.left);
        entry.usedMs = now;
        if (!usable || (!fresh && now >= entry.dueMs))
            m_shared->enqueue(std::string(host), entry);
        if (!usable) {
            request.m_state = std::make_shared<Request::State>();
            request.m_state->done = std::move(done);
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
    request.m_state = std::make_shared<Request::State>();
    request.m_state->done = std::move(changed);
    request.use();
    const std::lock_guard lock(m_shared->mutex);
    m_shared->entryOf(host).watchers.push_back({poller.remote(), request.m_state});
    m_shared->nextDueMs = 0;
    m_shared->wake.notify_one();
    return request;
}

} // namespace gatehouse::net
