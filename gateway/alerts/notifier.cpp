// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/alerts/notifier.h"

#include "common/core/ids.h"
#include "gateway/alerts/message.h"

#include <QLoggingCategory>
#include <QPointer>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::alerts {

Q_LOGGING_CATEGORY(alertsLog, "gateway.alerts", QtInfoMsg)

namespace {

using observe::AlertEvent;

AlertEvent::What whatOf(const QString& word)
{
    return word == u"resolved"_s   ? AlertEvent::What::Resolved
           : word == u"reminder"_s ? AlertEvent::What::Reminder
                                   : AlertEvent::What::Fired;
}

} // namespace

Notifier::Notifier(const Clock& clock, Transport& transport, ChannelOf channelOf, NotifierOptions options,
                   QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_transport(transport)
    , m_channelOf(std::move(channelOf))
    , m_options(std::move(options))
{
}

void Notifier::add(const QString& channelId, const AlertEvent& event)
{
    Outbox& box = m_boxes[channelId];
    const qint64 now = m_clock.wallMs();
    if (box.batch.empty()) {
        const bool recent = box.lastBatchMs != 0 && box.lastBatchMs <= now;
        const qint64 next = recent ? box.lastBatchMs + m_options.groupIntervalMs : now;
        box.batchDueMs = std::max(now + m_options.groupWaitMs, next);
    }
    std::erase_if(box.batch, [&](const AlertEvent& old) { return old.alert.id == event.alert.id; });
    box.batch.push_back(event);
    ++m_changes;
}

void Notifier::enqueue(Outbox& box, const QJsonObject& message)
{
    if (box.letters.size() >= m_options.mostWaiting) {
        // The first one may be under way; it would be missed when its answer comes.
        box.letters.erase(box.letters.begin() + (box.sending ? 1 : 0));
        constexpr quint64 logged = 100; // one line for so many
        if (m_dropped++ % logged == 0)
            qCWarning(alertsLog) << "too many notifications wait for a channel; the oldest ones are dropped";
    }
    box.letters.push_back({newId(), message, 0, m_clock.wallMs()});
    ++m_changes;
}

void Notifier::post(const QString& channelId, const QJsonObject& message)
{
    enqueue(m_boxes[channelId], message);
}

void Notifier::tick()
{
    const qint64 now = m_clock.wallMs();
    for (auto at = m_boxes.begin(); at != m_boxes.end();) {
        Outbox& box = at->second;
        const auto channel = m_channelOf(at->first);
        if (!channel && !box.sending) {
            m_changes += box.batch.empty() && box.letters.empty() ? 0 : 1;
            at = m_boxes.erase(at);
            continue;
        }
        if (!box.batch.empty() && box.batchDueMs <= now) {
            enqueue(box, alertMessage(box.batch, m_options.gateway));
            box.batch.clear();
            box.lastBatchMs = now;
        }
        if (channel)
            sendNext(at->first, box, *channel);
        ++at;
    }
}

void Notifier::sendNext(const QString& channelId, Outbox& box, const Channel& channel)
{
    if (box.sending || box.letters.empty() || box.letters.front().dueMs > m_clock.wallMs())
        return;
    box.sending = true;
    Letter& letter = box.letters.front();
    ++letter.attempts;
    QJsonObject message = letter.message;
    message.insert(u"id"_s, letter.id);
    message.insert(u"at"_s, isoTime(m_clock.wallMs()));
    m_transport.send(channel, letter.id, message,
                     [self = QPointer(this), channelId, channel, id = letter.id](const Outcome& outcome) {
                         if (self)
                             self->arrived(channelId, channel, id, outcome);
                     });
}

/// Takes the letter away or plans its next attempt, whose time it gives back; 0 for none.
qint64 Notifier::settle(Outbox& box, const QString& letterId, const Outcome& outcome)
{
    box.sending = false;
    if (box.letters.empty() || box.letters.front().id != letterId)
        return 0;
    Letter& letter = box.letters.front();
    const auto tries = std::size_t(letter.attempts);
    if (outcome.delivered || !outcome.retry || tries > m_options.retryMs.size()) {
        box.letters.pop_front();
        return 0;
    }
    letter.dueMs = m_clock.wallMs() + m_options.retryMs[tries - 1];
    return letter.dueMs;
}

void Notifier::arrived(const QString& channelId, const Channel& channel, const QString& letterId,
                       const Outcome& outcome)
{
    Outbox& box = m_boxes[channelId];
    const Letter letter = box.letters.empty() ? Letter{letterId, {}, 1, 0} : box.letters.front();
    const qint64 next = settle(box, letterId, outcome);
    note(channel, letter, outcome, next);
    if (outcome.delivered || next == 0)
        sendNext(channelId, box, channel);
}

void Notifier::test(const std::shared_ptr<const Channel>& channel, const QJsonObject& message,
                    const Transport::Done& done)
{
    const Letter letter{newId(), message, 1, m_clock.wallMs()};
    QJsonObject body = message;
    body.insert(u"id"_s, letter.id);
    body.insert(u"at"_s, isoTime(m_clock.wallMs()));
    m_transport.send(*channel, letter.id, body,
                     [self = QPointer(this), channel, letter, done](const Outcome& outcome) {
                         if (!self)
                             return; // the program ends
                         self->note(*channel, letter, outcome, 0);
                         done(outcome);
                     });
}

void Notifier::note(const Channel& channel, const Letter& letter, const Outcome& outcome, qint64 nextMs)
{
    ++(outcome.delivered ? m_sent : m_failed)[std::size_t(channel.type)];
    ++m_changes;
    const auto number = [](qint64 value) { return value == 0 ? QJsonValue() : QJsonValue(value); };
    m_deliveries.push_front(
        {{u"id"_s, letter.id},
         {u"channel_id"_s, channel.id},
         {u"channel"_s, channel.name},
         {u"type"_s, toWire(channel.type)},
         {u"event"_s, letter.message.value(u"event"_s)},
         {u"title"_s, letter.message.value(u"title"_s)},
         {u"at"_s, isoTime(m_clock.wallMs())},
         {u"attempt"_s, letter.attempts},
         {u"delivered"_s, outcome.delivered},
         {u"status"_s, number(outcome.status)},
         {u"error"_s, outcome.error.isEmpty() ? QJsonValue() : QJsonValue(outcome.error)},
         {u"latency_ms"_s, outcome.latencyMs},
         {u"next_attempt_at"_s, nextMs == 0 ? QJsonValue() : QJsonValue(isoTime(nextMs))}});
    if (m_deliveries.size() > MaxDeliveries)
        m_deliveries.pop_back();
    if (!outcome.delivered)
        qCWarning(alertsLog).noquote() << "notification over" << channel.name << "failed:" << outcome.error
                                       << (nextMs == 0 ? u"; it is given up"_s : u"; it is tried again"_s);
}

QJsonObject Notifier::save() const
{
    QJsonObject boxes;
    for (const auto& [channel, box] : m_boxes) {
        QJsonArray batch, letters;
        for (const AlertEvent& event : box.batch)
            batch.append(QJsonObject{{u"what"_s, toString(event.what)}, {u"alert"_s, event.alert.toJson()}});
        for (const Letter& letter : box.letters)
            letters.append(QJsonObject{{u"id"_s, letter.id},
                                       {u"message"_s, letter.message},
                                       {u"attempts"_s, letter.attempts},
                                       {u"due_ms"_s, letter.dueMs}});
        boxes.insert(channel, QJsonObject{{u"batch"_s, batch},
                                          {u"batch_due_ms"_s, box.batchDueMs},
                                          {u"last_batch_ms"_s, box.lastBatchMs},
                                          {u"letters"_s, letters}});
    }
    QJsonArray deliveries;
    for (const QJsonObject& delivery : m_deliveries)
        deliveries.append(delivery);
    return {{u"boxes"_s, boxes}, {u"deliveries"_s, deliveries}};
}

void Notifier::restore(const QJsonObject& saved)
{
    m_boxes.clear();
    m_deliveries.clear();
    const QJsonObject boxes = saved.value(u"boxes"_s).toObject();
    for (auto at = boxes.begin(); at != boxes.end(); ++at) {
        const QJsonObject stored = at.value().toObject();
        Outbox box;
        for (const QJsonValue each : stored.value(u"batch"_s).toArray())
            box.batch.push_back({whatOf(each.toObject().value(u"what"_s).toString()),
                                 observe::Alert::fromJson(each.toObject().value(u"alert"_s).toObject())});
        box.batchDueMs = stored.value(u"batch_due_ms"_s).toInteger();
        box.lastBatchMs = stored.value(u"last_batch_ms"_s).toInteger();
        for (const QJsonValue each : stored.value(u"letters"_s).toArray()) {
            const QJsonObject letter = each.toObject();
            box.letters.push_back({letter.value(u"id"_s).toString(), letter.value(u"message"_s).toObject(),
                                   letter.value(u"attempts"_s).toInt(),
                                   letter.value(u"due_ms"_s).toInteger()});
        }
        m_boxes.emplace(at.key(), std::move(box));
    }
    for (const QJsonValue each : saved.value(u"deliveries"_s).toArray()) {
        if (m_deliveries.size() < MaxDeliveries)
            m_deliveries.push_back(each.toObject());
    }
}

} // namespace gatehouse::alerts
