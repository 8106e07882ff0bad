// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/api.h"
#include "common/model/upstream.h"
#include "gateway/net/tls_client.h"
#include "gateway/proxy/upstream_group.h"

#include <memory>
#include <optional>
#include <string>

namespace gatehouse::control {

/// Documents -> groups of targets: an upstream document, an API's own servers, those of an endpoint or of a
/// routing all become the same thing.
class GroupCompiler {
public:
    using Group = std::shared_ptr<const proxy::UpstreamGroup>;

    /// `stickyKey` signs the values of sticky cookies; the same in all instances and after a restart. `tls`
    /// null: targets that are reached by TLS refuse to connect.
    GroupCompiler(std::string stickyKey, net::TlsClients* tls)
        : m_stickyKey(std::move(stickyKey))
        , m_tls(tls)
    {
    }

    /// Who the servers belong to.
    struct Owner {
        QString id;               ///< stable: "api:<id>"
        QString label;            ///< for people
        const Api* api = nullptr; ///< whose rules hold; null: plain turns
        quint32 startIndex = 0;
    };
    /// Null when no server can be used as an address.
    Group ofServers(const Owner& owner, const QStringList& servers) const;
    Group ofUpstream(const Upstream& upstream, const QString& upstreamPath) const;

    static proxy::RetryRules retryRules(const RetryRules& rules);

private:
    Group finish(std::shared_ptr<proxy::UpstreamGroup> group, const LoadBalancing* rules,
                 const std::optional<UpstreamTls>& tls) const;
    std::string stickyId(const proxy::UpstreamGroup& group, const proxy::UpstreamTarget& target) const;

    std::string m_stickyKey;
    net::TlsClients* m_tls; ///< may be null
};

} // namespace gatehouse::control
