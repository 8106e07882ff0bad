// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"
#include "gateway/admin/reply.h"

#include <QObject>
#include <QTimer>

#include <array>
#include <optional>

namespace gatehouse::admin {

/// Pretends that a backend is away, so that people can see what their clients do then (platform-routes
/// section 22): without "redis" nobody is identified, without "mongo" nothing can be changed. Acts on the
/// admin API alone; the calls that end it and those of health always work. Control thread.
class ChaosSwitch : public QObject {
    Q_OBJECT

public:
    enum class Backend : std::uint8_t { Redis, Mongo };

    explicit ChaosSwitch(QObject* parent = nullptr);

    void set(Backend backend, bool away);
    /// Away now, and back by itself.
    void outage(Backend backend, qint64 durationMs);
    bool isAway(Backend backend) const { return m_outages[std::size_t(backend)].away; }
    /// Calls refused so far.
    qint64 refused() const { return m_refused; }
    /// What the call is answered when its backend is away.
    std::optional<Reply> refusal(const CallInfo& call);

private:
    struct Outage {
        bool away = false;
        QTimer timer;
    };
    void onTimeout();

    std::array<Outage, 2> m_outages;
    qint64 m_refused = 0;
};

} // namespace gatehouse::admin
