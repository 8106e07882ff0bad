// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/admin/request.h"
#include "gateway/admin/services.h"

namespace gatehouse::admin {

/// Finds out who makes an admin call (auth sections 1, 4, 8). Control thread.
class Authenticator {
public:
    explicit Authenticator(const Services& services)
        : m_services(services)
    {
    }

    /// The caller, or Unauthorized with the text "Unauthorized" or "Invalid CSRF token".
    Result<Caller> identify(const Request& request) const;
    /// True when the token or all tokens of its user have been revoked.
    bool isRevoked(const QString& username, const QString& tokenId) const;
    bool allRevoked(const QString& username) const;

    /// The token as sent: cookie first, then Authorization with or without "Bearer". Empty when there is
    /// none.
    static QByteArray tokenOf(const Request& request);

private:
    bool asksForCsrf(const Request& request) const;

    const Services& m_services;
};

} // namespace gatehouse::admin
