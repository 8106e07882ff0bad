// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/csrf_values.h"

#include "common/crypto/constant_time.h"

namespace gatehouse::admin {

namespace {
constexpr qint64 csrfLifeNs = 30LL * 60 * 1'000'000'000;
}

void CsrfValues::issued(const QString& username, const QByteArray& value)
{
    m_values.insert(username, {value, m_clock.monotonicNs() + csrfLifeNs});
}

bool CsrfValues::holds(const QString& username, const QByteArray& value) const
{
    const auto known = m_values.constFind(username);
    return known != m_values.cend() && m_clock.monotonicNs() < known->endsNs &&
           crypto::constantTimeEquals(value, known->value);
}

} // namespace gatehouse::admin
