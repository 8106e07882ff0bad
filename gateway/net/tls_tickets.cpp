// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/tls_tickets.h"

#include <algorithm>
#include <cstring>
#include <ctime>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

namespace gatehouse::net {

namespace {

void wipe(TicketKeys::Key& key)
{
    OPENSSL_cleanse(&key, sizeof key);
}

std::int64_t now()
{
    return std::time(nullptr);
}

bool randomKey(TicketKeys::Key& key, std::int64_t created)
{
    key.createdSeconds = created;
    return RAND_bytes(key.name.data(), static_cast<int>(key.name.size())) == 1 &&
           RAND_priv_bytes(key.cipher.data(), static_cast<int>(key.cipher.size())) == 1 &&
           RAND_priv_bytes(key.mac.data(), static_cast<int>(key.mac.size())) == 1;
}

bool setMac(EVP_MAC_CTX* mac, TicketKeys::Key& key)
{
    static char digest[] = "SHA256"; // the C interface lacks the const
    const std::array<OSSL_PARAM, 3> parameters{
        OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, key.mac.data(), key.mac.size()),
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0), OSSL_PARAM_construct_end()};
    return EVP_MAC_CTX_set_params(mac, parameters.data()) == 1;
}

void append(std::string& bytes, const TicketKeys::Key& key)
{
    const auto part = [&bytes](const auto& value) {
        bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    };
    part(key.name);
    part(key.cipher);
    part(key.mac);
    part(key.createdSeconds); // in the order of this machine, which is the reader's too
}

/// Of the parts that both forms have.
const char* readKey(const char* at, TicketKeys::Key& key)
{
    std::memcpy(key.name.data(), at, key.name.size());
    std::memcpy(key.cipher.data(), at + 16, key.cipher.size());
    std::memcpy(key.mac.data(), at + 48, key.mac.size());
    return at + TicketKeys::fileKeySize;
}

} // namespace

TicketKeys::~TicketKeys()
{
    std::for_each(m_keys.begin(), m_keys.end(), wipe);
}

void TicketKeys::useOwn(std::int64_t rotationSeconds, std::int64_t lifeSeconds)
{
    const std::scoped_lock lock(m_mutex);
    m_rotationSeconds = rotationSeconds;
    m_lifeSeconds = lifeSeconds;
    m_shared = false; // keys of a file that was given up still open their tickets for a while
    rotateLocked(now());
}

std::string TicketKeys::useShared(const std::string& bytes)
{
    if (bytes.empty() || bytes.size() % fileKeySize != 0)
        return "must hold keys of 80 bytes each (openssl rand 80), not " + std::to_string(bytes.size()) +
               " bytes";
    std::vector<Key> keys(bytes.size() / fileKeySize);
    const char* at = bytes.data();
    for (Key& key : keys) {
        at = readKey(at, key);
    }
    const std::scoped_lock lock(m_mutex);
    std::for_each(m_keys.begin(), m_keys.end(), wipe);
    m_keys = std::move(keys);
    m_shared = true;
    return {};
}

std::string TicketKeys::ownKeys() const
{
    std::string bytes;
    bytes.reserve(mostHandedOver * ownKeySize); // growing would leave copies behind
    const std::scoped_lock lock(m_mutex);
    for (std::size_t i = 0; !m_shared && i < std::min(m_keys.size(), mostHandedOver); ++i)
        append(bytes, m_keys[i]);
    return bytes;
}

bool TicketKeys::takeOwnKeys(std::string_view bytes)
{
    if (bytes.empty() || bytes.size() % ownKeySize != 0 || bytes.size() / ownKeySize > mostHandedOver)
        return false;
    std::vector<Key> keys(bytes.size() / ownKeySize);
    const char* at = bytes.data();
    for (Key& key : keys) {
        at = readKey(at, key);
        std::memcpy(&key.createdSeconds, at, sizeof key.createdSeconds);
        at += sizeof key.createdSeconds;
    }
    const std::scoped_lock lock(m_mutex);
    std::for_each(m_keys.begin(), m_keys.end(), wipe);
    m_keys = std::move(keys);
    m_shared = false;
    return true;
}

void TicketKeys::rotate(std::int64_t nowSeconds)
{
    const std::scoped_lock lock(m_mutex);
    rotateLocked(nowSeconds);
}

std::size_t TicketKeys::count() const
{
    const std::scoped_lock lock(m_mutex);
    return m_keys.size();
}

void TicketKeys::rotateLocked(std::int64_t nowSeconds)
{
    if (m_shared || (!m_keys.empty() && nowSeconds - m_keys.front().createdSeconds < m_rotationSeconds))
        return;
    Key fresh;
    if (!randomKey(fresh, nowSeconds))
        return; // the old key is better than none
    m_keys.insert(m_keys.begin(), fresh);
    wipe(fresh);
    // A key has sealed until its successor came; its tickets live on for their life from then.
    std::size_t keep = 1;
    while (keep < m_keys.size() && nowSeconds - m_keys[keep - 1].createdSeconds < m_lifeSeconds)
        ++keep;
    std::for_each(m_keys.begin() + static_cast<std::ptrdiff_t>(keep), m_keys.end(), wipe);
    m_keys.resize(keep);
}

bool TicketKeys::sealingKey(Key& key)
{
    const std::scoped_lock lock(m_mutex);
    rotateLocked(now());
    if (m_keys.empty())
        return false;
    key = m_keys.front();
    return true;
}

int TicketKeys::openingKey(const unsigned char* name, Key& key) const
{
    const std::scoped_lock lock(m_mutex);
    const auto at = std::find_if(m_keys.begin(), m_keys.end(), [name](const Key& candidate) {
        return std::memcmp(candidate.name.data(), name, nameSize) == 0;
    });
    if (at == m_keys.end())
        return 0;
    key = *at;
    return at == m_keys.begin() ? 1 : 2;
}

int TicketKeys::prepare(unsigned char* name, unsigned char* iv, evp_cipher_ctx_st* cipher,
                        evp_mac_ctx_st* mac, bool encrypt)
{
    Key key;
    int answer = 1;
    bool good = false;
    if (encrypt) {
        good = sealingKey(key) && RAND_bytes(iv, EVP_CIPHER_get_iv_length(EVP_aes_256_cbc())) == 1;
        if (good)
            std::memcpy(name, key.name.data(), nameSize);
    } else {
        answer = openingKey(name, key);
        if (answer == 0)
            return 0; // unknown or over: a full handshake
        good = true;
    }
    good =
        good &&
        EVP_CipherInit_ex(cipher, EVP_aes_256_cbc(), nullptr, key.cipher.data(), iv, encrypt ? 1 : 0) == 1 &&
        setMac(mac, key);
    wipe(key);
    return good ? answer : -1;
}

} // namespace gatehouse::net
