// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "gateway/alerts/transport.h"
#include "gateway/observe/alert_engine.h"

#include <QJsonArray>
#include <QObject>

#include <array>
#include <deque>
#include <map>
#include <memory>

namespace gatehouse::alerts {

struct NotifierOptions {
    qint64 groupWaitMs = 10'000;     ///< what changes within this time goes out together
    qint64 groupIntervalMs = 60'000; ///< between two messages about alerts to one channel
    std::size_t mostWaiting = 100;   ///< messages that wait for one channel; the oldest gives way
    std::array<qint64, 5> retryMs{60'000, 300'000, 900'000, 3'600'000, 7'200'000};
    QString gateway; ///< its name in messages
};

/// Takes what people are to be told, makes few messages of it, and sees to it that they arrive: one at a time
/// for each channel, again after failures, with a record of every attempt. What waits survives a restart by
/// save() and restore(). Control thread.
class Notifier final : public QObject {
    Q_OBJECT

public:
    static constexpr std::size_t MaxDeliveries = 500;
    /// Null for a channel that is gone or switched off; what waits for it is dropped.
    using ChannelOf = std::function<std::shared_ptr<const Channel>(const QString& id)>;

    Notifier(const Clock& clock, Transport& transport, ChannelOf channelOf, NotifierOptions options,
             QObject* parent = nullptr);

    void setOptions(const NotifierOptions& options) { m_options = options; }
    /// Joins the next message of the channel. An alert that ends before it was told is told once, as ended.
    void add(const QString& channelId, const observe::AlertEvent& event);
    /// A message of its own, as soon as possible.
    void post(const QString& channelId, const QJsonObject& message);
    /// One attempt at once, past the queue. `done` is called while this object lives.
    void test(const std::shared_ptr<const Channel>& channel, const QJsonObject& message,
              const Transport::Done& done);
    /// Sends what is due; once a second.
    void tick();

    /// Every attempt, newest first: {id, channel_id, channel, type, event, title, at, attempt, delivered,
    /// status, error, latency_ms, next_attempt_at}.
    const std::deque<QJsonObject>& deliveries() const { return m_deliveries; }
    quint64 sent(ChannelType type) const { return m_sent[std::size_t(type)]; }
    quint64 failed(ChannelType type) const { return m_failed[std::size_t(type)]; }
    quint64 dropped() const { return m_dropped; }
    /// Grows with everything that save() shows.
    quint64 changes() const { return m_changes; }

    QJsonObject save() const;
    void restore(const QJsonObject& saved);

private:
    struct Letter {
        QString id;
        QJsonObject message;
        int attempts = 0;
        qint64 dueMs = 0;
    };
    struct Outbox {
        std::vector<observe::AlertEvent> batch;
        qint64 batchDueMs = 0;
        qint64 lastBatchMs = 0;
        std::deque<Letter> letters;
        bool sending = false;
    };

    void enqueue(Outbox& box, const QJsonObject& message);
    void sendNext(const QString& channelId, Outbox& box, const Channel& channel);
    void arrived(const QString& channelId, const Channel& channel, const QString& letterId,
                 const Outcome& outcome);
    qint64 settle(Outbox& box, const QString& letterId, const Outcome& outcome);
    void note(const Channel& channel, const Letter& letter, const Outcome& outcome, qint64 nextMs);

    const Clock& m_clock;
    Transport& m_transport;
    ChannelOf m_channelOf;
    NotifierOptions m_options;
    std::map<QString, Outbox> m_boxes;
    std::deque<QJsonObject> m_deliveries;
    std::array<quint64, 4> m_sent{}, m_failed{};
    quint64 m_dropped = 0;
    quint64 m_changes = 0;
};

} // namespace gatehouse::alerts
