// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/line_pace.h"

#include "gateway/net/socket.h"

namespace gatehouse::proxy {

void LinePace::judge(int fd, std::int64_t nowMs)
{
    m_full = m_unproven = false;
    m_slow = nowMs - m_sinceMs >= slowAfterMs;
    if (m_slow || m_wide)
        return;
    m_wide = true;
    net::limitUnsent(fd, net::mostUnsentBytes);
}

} // namespace gatehouse::proxy
