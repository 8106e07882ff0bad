// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/parts.h"
#include "gateway/control/feeds.h"
#include "gateway/filters/upstream_token.h"

#include <QObject>

namespace gatehouse::control {

/// Gets the access tokens that the gateway shows to upstreams, by its own client credentials (RFC 6749
/// section 4.4): when the rules come, and when a request finds that the one at hand grows old. Equal rules
/// share one. Control thread; outlives the data plane.
class UpstreamTokens final : public QObject {
    Q_OBJECT

public:
    explicit UpstreamTokens(const Clock& clock, QObject* parent = nullptr);

    /// For rules of type oauth2. The first request has begun when this returns.
    std::shared_ptr<filters::UpstreamTokenSource> source(const UpstreamCredential& rules);

private:
    using Source = std::weak_ptr<filters::UpstreamTokenSource>;
    void fetch(const UpstreamCredential& rules, const Source& source);

    const Clock& m_clock;
    Feeds<filters::UpstreamTokenSource, UpstreamCredential> m_feeds;
};

} // namespace gatehouse::control
