// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/shared_bytes.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace gatehouse::proxy {

/// The texts of a CredentialEntry in one block of memory, which copies share. Views are valid as long as one
/// of them lives. A subscription id has at most 255 bytes, a prefix 65,535; what is longer is cut.
class CredentialTexts {
public:
    CredentialTexts() = default;
    CredentialTexts(std::string_view subscription, std::string_view prefix, std::string_view verifier = {})
        : m_subscription(static_cast<std::uint8_t>(std::min<std::size_t>(subscription.size(), 0xff)))
        , m_prefix(static_cast<std::uint16_t>(std::min<std::size_t>(prefix.size(), 0xffff)))
    {
        const std::size_t size = std::size_t(m_subscription) + m_prefix + verifier.size();
        if (size == 0)
            return;
        m_bytes = SharedBytes::make(size, [&](char* to) {
            to += subscription.copy(to, m_subscription);
            to += prefix.copy(to, m_prefix);
            verifier.copy(to, verifier.size());
        });
    }

    /// Id; empty: the key is good for all subscriptions of its owner.
    std::string_view subscription() const { return m_bytes.view().substr(0, m_subscription); }
    /// First characters of the key, or the name, to recognise it in the log.
    std::string_view prefix() const { return m_bytes.view().substr(m_subscription, m_prefix); }
    /// Of a login: bcrypt hash; of a signing key: the shared secret; of an API key: filters::KeyNote.
    std::string_view verifier() const
    {
        return m_bytes.view().substr(std::size_t(m_subscription) + m_prefix);
    }

private:
    SharedBytes m_bytes;
    std::uint8_t m_subscription = 0; ///< length
    std::uint16_t m_prefix = 0;      ///< length
};

} // namespace gatehouse::proxy
