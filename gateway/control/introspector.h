// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/parts.h"
#include "gateway/filters/introspection.h"

#include <QNetworkAccessManager>
#include <QObject>

namespace gatehouse::control {

/// Asks issuers about tokens (RFC 7662 section 2.1), as the client that the rules name, over connections that
/// stay open. Control thread, but for the askers themselves; outlives the data plane.
class Introspector final : public QObject {
    Q_OBJECT

public:
    explicit Introspector(QObject* parent = nullptr);

    /// Asks the issuer of these rules, which have an introspection_url.
    filters::Introspection::Ask asker(const JwtRules& rules);

private:
    struct Endpoint;
    void ask(const Endpoint& endpoint, const std::string& token,
             const filters::Introspection::Replied& replied);

    QNetworkAccessManager m_network;
};

} // namespace gatehouse::control
