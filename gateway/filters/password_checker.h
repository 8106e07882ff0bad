// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "common/crypto/hmac.h"

#include <QThreadPool>

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse::filters {

/// Compares passwords with slow hashes on threads of its own, so that no worker waits, and remembers the
/// outcome for a while: a client that sends its password with each request pays once. Nothing is kept in
/// clear: an entry is found by an HMAC, under a key of this process, of hash and credentials, so a changed
/// hash forgets by itself. Bounded in threads, queue and memory. Thread-safe.
class PasswordChecker {
public:
    struct Limits {
        int threads = 2;
        std::size_t queue = 256; ///< different passwords being compared or waiting for it
        std::size_t known = 16'384;
        std::int64_t goodMs = 600'000;
        std::int64_t badMs = 30'000;
    };
    using Done = std::function<void(bool good)>;

    explicit PasswordChecker(const Clock& clock);
    PasswordChecker(const Clock& clock, Limits limits);
    ~PasswordChecker();

    /// The outcome when it is known. `hash` may be empty: then it costs as much and is never good.
    std::optional<bool> known(std::string_view hash, std::string_view password);
    /// Compares; `done` comes once, from a thread of the checker. False when the queue is full: `makeDone` is
    /// not called. Equal questions are computed once.
    bool check(std::string_view hash, std::string_view password, const std::function<Done()>& makeDone);

private:
    struct Entry {
        bool good = false;
        std::int64_t untilNs = 0;
    };
    std::string keyOf(std::string_view hash, std::string_view password) const;
    void finish(const std::string& key, bool good);
    void remember(const std::string& key, bool good);

    const Clock& m_clock;
    Limits m_limits;
    crypto::HmacSha256 m_mac;
    std::mutex m_mutex;
    std::unordered_map<std::string, Entry> m_known;
    std::unordered_map<std::string, std::vector<Done>> m_running;
    QThreadPool m_pool; // last: its tasks use the rest
};

} // namespace gatehouse::filters
