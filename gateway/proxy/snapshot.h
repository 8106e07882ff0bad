// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/chain_table.h"
#include "gateway/proxy/digest_map.h"
#include "gateway/proxy/identity.h"
#include "gateway/proxy/route.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace gatehouse::proxy {

/// A routing by the header `client-key`.
struct ClientRouting {
    std::shared_ptr<const UpstreamGroup> upstream;
};

/// Everything a worker needs to handle requests, compiled from the documents of one revision. Immutable. Its
/// tables share their parts with the snapshots before and after it, so that an edit copies little.
struct RuntimeSnapshot {
    std::uint64_t revision = 0;
    /// Another one when servers may have come, changed or gone; zero: that is not known.
    std::uint64_t serversVersion = 0;
    RouteTable routes;
    ChainTable chains;                                          ///< of the APIs and operations of the routes
    ShardedMap<std::shared_ptr<const Identity>> users;          ///< by username
    DigestMap<CredentialEntry> credentials;                     ///< by SHA-256 of the key, 32 raw bytes
    ShardedMap<std::shared_ptr<const CredentialEntry>> callers; ///< by callerKey()
    ShardedMap<std::int64_t> revokedTokens;                     ///< "user\0jti" -> expiry, seconds since 1970
    ShardedMap<ClientRouting> clientRoutings;                   ///< by client key
    std::shared_ptr<const FilterChain> guard;                   ///< filters before routing; may be null
};

/// Where the control thread publishes and the workers look. One atomic version decides; the pointer itself is
/// fetched under a mutex, once per worker and publication.
class SnapshotHub {
public:
    SnapshotHub();

    /// Takes effect for every request whose head is complete after this returns. Control thread.
    void publish(std::shared_ptr<const RuntimeSnapshot> snapshot);
    std::uint64_t version() const { return m_version.load(std::memory_order_acquire); }
    std::shared_ptr<const RuntimeSnapshot> current() const;
    /// Called after each publication, on the control thread; empty: nobody. Control thread.
    void setListener(std::function<void()> listener) { m_listener = std::move(listener); }

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const RuntimeSnapshot> m_current;
    std::atomic<std::uint64_t> m_version{1};
    std::function<void()> m_listener;
};

/// A worker's view of the hub. Exchanges hold a Ref, which counts without atomics: a snapshot stays alive
/// until the last exchange that began with it has ended. One thread only.
class SnapshotReader {
    struct Held {
        std::shared_ptr<const RuntimeSnapshot> snapshot;
        std::uint32_t refs = 0;
    };

public:
    class Ref {
    public:
        Ref() = default;
        explicit Ref(Held* held)
            : m_held(held)
        {
            ++m_held->refs;
        }
        Ref(Ref&& other) noexcept
            : m_held(std::exchange(other.m_held, nullptr))
        {
        }
        Ref& operator=(Ref&& other) noexcept
        {
            release();
            m_held = std::exchange(other.m_held, nullptr);
            return *this;
        }
        ~Ref() { release(); }
        /// One more of the same, on the same thread.
        Ref again() const { return m_held ? Ref(m_held) : Ref(); }

        void release()
        {
            if (m_held && --m_held->refs == 0)
                delete m_held;
            m_held = nullptr;
        }
        const RuntimeSnapshot* get() const { return m_held ? m_held->snapshot.get() : nullptr; }
        const RuntimeSnapshot& operator*() const { return *m_held->snapshot; }
        const RuntimeSnapshot* operator->() const { return m_held->snapshot.get(); }

    private:
        Held* m_held = nullptr;
    };

    explicit SnapshotReader(const SnapshotHub& hub)
        : m_hub(hub)
    {
    }

    /// The newest snapshot; one atomic load when nothing was published since the last call.
    Ref acquire();
    /// Of the newest publication; grows with each.
    std::uint64_t version() const { return m_hub.version(); }

private:
    const SnapshotHub& m_hub;
    std::uint64_t m_seen = 0;
    Ref m_latest;
    Held* m_latestHeld = nullptr;
};

} // namespace gatehouse::proxy
