// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/secret.h"

#include <string.h>

namespace gatehouse {

Secret& Secret::operator=(const Secret& other)
{
    if (this != &other) {
        wipe();
        m_bytes = other.m_bytes;
    }
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    if (this != &other) {
        wipe();
        m_bytes = std::move(other.m_bytes);
    }
    return *this;
}

void Secret::wipe()
{
    if (!m_bytes.isEmpty() && m_bytes.isDetached())
        explicit_bzero(m_bytes.data(), static_cast<size_t>(m_bytes.size()));
    m_bytes.clear();
}

bool Secret::equals(const QByteArray& other) const
{
    if (m_bytes.size() != other.size())
        return false;
    volatile unsigned char difference = 0;
    for (qsizetype i = 0; i < other.size(); ++i)
        difference = static_cast<unsigned char>(difference | (m_bytes.at(i) ^ other.at(i)));
    return difference == 0;
}

} // namespace gatehouse
