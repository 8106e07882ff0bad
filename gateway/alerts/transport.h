// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/alerting.h"

#include <QJsonObject>

#include <functional>

namespace gatehouse::alerts {

/// How one attempt to deliver ended.
struct Outcome {
    bool delivered = false;
    bool retry = true; ///< false: trying again cannot help
    int status = 0;    ///< of HTTP or SMTP; 0 when there was none
    QString error;     ///< for people; never holds an address or a secret
    qint64 latencyMs = 0;
};

/// Carries messages to where channels lead. Never blocks; `done` comes later on the same thread, always, and
/// within `patienceMs`. Control thread.
class Transport {
public:
    static constexpr int patienceMs = 10'000;

    using Done = std::function<void(const Outcome&)>;
    virtual ~Transport() = default;
    virtual void send(const Channel& channel, const QString& deliveryId, const QJsonObject& message,
                      Done done) = 0;
};

} // namespace gatehouse::alerts
