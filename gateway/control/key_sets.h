// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "common/model/parts.h"
#include "gateway/control/feeds.h"
#include "gateway/filters/key_source.h"

#include <QObject>

#include <memory>

namespace gatehouse::control {

/// Fetches the key sets of token issuers (RFC 7517) from the address in the rules, or from the one in the
/// issuer's discovery document (OpenID Connect Discovery 1.0 section 4): when the rules come, from time to
/// time, and when a token names a key that is not known. Rules with the same source share it. Control thread;
/// outlives the data plane.
class KeySets final : public QObject {
    Q_OBJECT

public:
    explicit KeySets(const Clock& clock, QObject* parent = nullptr);
    ~KeySets() override;

    /// The first fetch has begun when this returns.
    std::shared_ptr<filters::KeySource> source(const JwtRules& rules);

private:
    using Source = std::weak_ptr<filters::KeySource>;

    void fetch(const JwtRules& rules, const Source& source);
    void discover(const JwtRules& rules, const Source& source);
    void read(const JwtRules& rules, const QString& address, const Source& source);
    static void fail(const JwtRules& rules, const QString& why, const Source& source);

    Feeds<filters::KeySource, JwtRules> m_feeds;
};

} // namespace gatehouse::control
