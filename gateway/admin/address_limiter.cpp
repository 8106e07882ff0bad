// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/address_limiter.h"

#include "gateway/net/address.h"

#include <algorithm>

namespace gatehouse::admin {

AddressLimiter::Verdict AddressLimiter::take(const QString& address, int limit, int windowSeconds)
{
    const qint64 now = m_clock.wallMs() / 1000;
    const qint64 window = now / windowSeconds;
    if (window != m_window || windowSeconds != m_windowSeconds) {
        m_counts.clear();
        m_window = window;
        m_windowSeconds = windowSeconds;
    }
    const auto ip = net::IpAddress::parse(address.toStdString());
    int& count = m_counts[ip ? QString::fromStdString(ip->network().text()) : address];
    count = std::min(count + 1, limit + 1);
    const qint64 reset = (window + 1) * windowSeconds;
    return {count <= limit, limit, std::max(0, limit - count), reset, std::max<qint64>(1, reset - now)};
}

} // namespace gatehouse::admin
