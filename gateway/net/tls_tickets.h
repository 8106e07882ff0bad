// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

struct evp_cipher_ctx_st;
struct evp_mac_ctx_st;

namespace gatehouse::net {

/// The keys that seal session tickets (RFC 5077 section 4): the newest seals, older ones still open. Shared
/// by all certificates and workers, and kept when certificates change, so that sessions survive both. Any
/// thread.
class TicketKeys {
public:
    static constexpr std::size_t nameSize = 16;
    static constexpr std::size_t fileKeySize = 80; ///< name, 32 bytes for AES-256, 32 for HMAC-SHA-256
    static constexpr std::size_t ownKeySize = fileKeySize + 8; ///< and when it was made
    static constexpr std::size_t mostHandedOver = 128;

    struct Key {
        std::array<unsigned char, nameSize> name{};
        std::array<unsigned char, 32> cipher{};
        std::array<unsigned char, 32> mac{};
        std::int64_t createdSeconds = 0;
    };

    TicketKeys() = default;
    ~TicketKeys();
    TicketKeys(const TicketKeys&) = delete;
    TicketKeys& operator=(const TicketKeys&) = delete;

    /// Keys of our own: a new one every `rotationSeconds`, each good for opening until tickets sealed with it
    /// are over.
    void useOwn(std::int64_t rotationSeconds, std::int64_t lifeSeconds);
    /// The content of a key file: keys of 80 bytes each, the first one seals. Empty text when taken over,
    /// else what is wrong with it (and the keys stay as they were).
    std::string useShared(const std::string& bytes);

    /// Own keys for the process that follows this one on the same machine, the newest first; none while those
    /// of a file are in use. Wipe them after use.
    std::string ownKeys() const;
    /// Takes what ownKeys() of the process before gave: useOwn() then goes on with them as if they had been
    /// made here. False, and without effect, when these are no keys.
    bool takeOwnKeys(std::string_view bytes);

    /// What OpenSSL asks for a ticket: 1 = go on, 2 = go on and give a fresh ticket, 0 = no such key, -1 =
    /// failed. `encrypt`: fills name and iv, which are read otherwise.
    int prepare(unsigned char* name, unsigned char* iv, evp_cipher_ctx_st* cipher, evp_mac_ctx_st* mac,
                bool encrypt);

    /// Rotates when it is time; prepare() does the same. For tests the clock is given.
    void rotate(std::int64_t nowSeconds);
    std::size_t count() const;

private:
    bool sealingKey(Key& key);
    /// 0: not there, 1: the newest, 2: an older one.
    int openingKey(const unsigned char* name, Key& key) const;
    void rotateLocked(std::int64_t nowSeconds);

    mutable std::mutex m_mutex;
    std::vector<Key> m_keys; ///< newest first
    std::int64_t m_rotationSeconds = 3600;
    std::int64_t m_lifeSeconds = 4 * 3600;
    bool m_shared = false;
};

} // namespace gatehouse::net
