// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "common/model/parts.h"
#include "gateway/filters/key_source.h"

#include <QHash>
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
    struct Feed;

    void fetch(const QString& name);
    void discover(const QString& name, const JwtRules& rules);
    void read(const QString& name, const JwtRules& rules, const QString& address);
    void fail(const QString& name, const QString& why);
    void sweep();

    const Clock& m_clock;
    QHash<QString, std::shared_ptr<Feed>> m_feeds;
};

} // namespace gatehouse::control
