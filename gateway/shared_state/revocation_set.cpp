// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/shared_state/revocation_set.h"

namespace gatehouse::shared_state {

TokenName::TokenName(std::string_view user, std::string_view jti)
{
    const std::size_t size = user.size() + 1 + jti.size();
    char* text = m_near.data();
    if (size > m_near.size()) {
        m_far.resize(size);
        text = m_far.data();
    }
    user.copy(text, user.size());
    text[user.size()] = '\0';
    jti.copy(text + user.size() + 1, jti.size());
    m_view = {text, size};
}

void RevocationSet::revokeToken(std::string_view user, std::string_view jti, std::int64_t expiresSec)
{
    if (expiresSec <= m_clock.wallMs() / 1000)
        return;
    Shard& shard = shardOf(user);
    const std::scoped_lock lock(shard.mutex);
    if (shard.tokens.insert_or_assign(std::string(TokenName(user, jti).view()), expiresSec).second)
        m_entries.fetch_add(1, std::memory_order_release);
}

void RevocationSet::revokeUser(std::string_view user)
{
    Shard& shard = shardOf(user);
    const std::scoped_lock lock(shard.mutex);
    if (shard.users.emplace(user).second)
        m_entries.fetch_add(1, std::memory_order_release);
}

void RevocationSet::allowUser(std::string_view user)
{
    Shard& shard = shardOf(user);
    const std::scoped_lock lock(shard.mutex);
    const auto at = shard.users.find(user);
    if (at == shard.users.end())
        return;
    shard.users.erase(at);
    m_entries.fetch_sub(1, std::memory_order_release);
}

bool RevocationSet::isRevoked(std::string_view user, std::string_view jti) const
{
    if (m_entries.load(std::memory_order_acquire) == 0)
        return false;
    const Shard& shard = shardOf(user);
    const std::scoped_lock lock(shard.mutex);
    if (shard.users.contains(user))
        return true;
    if (shard.tokens.empty())
        return false;
    const auto at = shard.tokens.find(TokenName(user, jti).view());
    return at != shard.tokens.end() && at->second > m_clock.wallMs() / 1000;
}

bool RevocationSet::isUserRevoked(std::string_view user) const
{
    const Shard& shard = shardOf(user);
    const std::scoped_lock lock(shard.mutex);
    return shard.users.contains(user);
}

std::size_t RevocationSet::purge()
{
    const std::int64_t nowSec = m_clock.wallMs() / 1000;
    std::size_t gone = 0;
    for (Shard& shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        gone += std::erase_if(shard.tokens, [&](const auto& entry) { return entry.second <= nowSec; });
    }
    m_entries.fetch_sub(gone, std::memory_order_release);
    return gone;
}

} // namespace gatehouse::shared_state
