// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/consumers/desk_words.h"

#include "console/widgets/indicators.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

struct State {
    const char* word;
    const char* text;
    Tone tone;
};

constexpr State consumerStates[] = {{"active", QT_TRANSLATE_NOOP("Desk", "Active"), Tone::Good},
                                    {"suspended", QT_TRANSLATE_NOOP("Desk", "Suspended"), Tone::Warning},
                                    {"blocked", QT_TRANSLATE_NOOP("Desk", "Blocked"), Tone::Bad}};
constexpr State subscriptionStates[] = {
    {"active", QT_TRANSLATE_NOOP("Desk", "Active"), Tone::Good},
    {"pending", QT_TRANSLATE_NOOP("Desk", "Waits for approval"), Tone::Info},
    {"suspended", QT_TRANSLATE_NOOP("Desk", "Suspended"), Tone::Warning},
    {"expired", QT_TRANSLATE_NOOP("Desk", "Expired"), Tone::Off},
    {"rejected", QT_TRANSLATE_NOOP("Desk", "Rejected"), Tone::Off},
    {"revoked", QT_TRANSLATE_NOOP("Desk", "Revoked"), Tone::Bad}};

template <std::size_t N>
const State* stateOf(const State (&states)[N], const QJsonObject& row)
{
    const QString word = row.value(u"status"_s).toString();
    for (const State& state : states) {
        if (word == QLatin1StringView(state.word))
            return &state;
    }
    return nullptr;
}

QString wordOf(const State* state, const QJsonObject& row)
{
    return state ? QCoreApplication::translate("Desk", state->text) : row.value(u"status"_s).toString();
}

QDateTime timeOf(const QJsonObject& row, const QString& key)
{
    return QDateTime::fromString(row.value(key).toString(), Qt::ISODateWithMs);
}

} // namespace

QString consumerStateWord(const QJsonObject& consumer)
{
    return wordOf(stateOf(consumerStates, consumer), consumer);
}

Tone consumerStateTone(const QJsonObject& consumer)
{
    const State* state = stateOf(consumerStates, consumer);
    return state ? state->tone : Tone::Off;
}

QString subscriptionStateWord(const QJsonObject& subscription)
{
    return wordOf(stateOf(subscriptionStates, subscription), subscription);
}

Tone subscriptionStateTone(const QJsonObject& subscription)
{
    const State* state = stateOf(subscriptionStates, subscription);
    return state ? state->tone : Tone::Off;
}

Column timeColumn(const QString& key, const QString& title, bool sortable)
{
    return {key,
            title,
            [key](const QJsonObject& row) { return timeText(row, key); },
            {},
            [key](const QJsonObject& row) { return absoluteTime(row, key); },
            sortable};
}

QString timeText(const QJsonObject& row, const QString& key)
{
    return RelativeTime::text(timeOf(row, key), QDateTime::currentDateTimeUtc());
}

QString absoluteTime(const QJsonObject& row, const QString& key)
{
    return RelativeTime::absolute(timeOf(row, key));
}

} // namespace gatehouse::console
