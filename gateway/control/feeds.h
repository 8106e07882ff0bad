// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "common/core/later.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

namespace gatehouse::control {

/// Keeps the sources of what is fetched from elsewhere (a filters::Fetched): who asks for the same shares
/// one, and it is fetched when it is made, from time to time and when its users ask, for as long as it has
/// any. Control thread, but for the sources themselves; belongs to `owner` and outlives the data plane.
template <typename Source, typename Rules>
class Feeds {
public:
    /// Begins a fetch, on the thread of the owner; it ends with arrived() or failed() of the source, if that
    /// is still there.
    using Fetch = std::function<void(const Rules& rules, const std::weak_ptr<Source>& source)>;

    struct Times {
        std::chrono::milliseconds refresh; ///< fetched anew so often; 0: only when its users ask
        std::chrono::milliseconds retry;   ///< and at the request of users at most so often
    };

    Feeds(const Clock& clock, QObject* owner, Fetch fetch)
        : m_clock(clock)
        , m_owner(owner)
        , m_fetch(std::move(fetch))
    {
    }

    /// The one of that name; a new one has its first fetch under way when this returns.
    std::shared_ptr<Source> source(const QString& name, const Rules& rules, const Times& times)
    {
        if (const auto feed = m_feeds.value(name)) {
            if (auto known = feed->source.lock())
                return known;
        }
        // What has gone takes its feed with it.
        m_feeds.removeIf([](const auto& entry) { return entry.value()->source.expired(); });
        const auto fetchLater = [this, name] { later(m_owner, [this, name] { fetch(name); }); };
        auto source = std::make_shared<Source>(m_clock, fetchLater, times.retry.count());
        auto feed = std::make_shared<Feed>();
        feed->rules = rules;
        feed->source = source;
        const auto refresh = [weak = feed->source] {
            if (const auto alive = weak.lock())
                alive->refresh([] { return typename Source::Waiter(); });
        };
        QObject::connect(&feed->again, &QTimer::timeout, m_owner, refresh);
        if (times.refresh.count() > 0)
            feed->again.start(times.refresh);
        m_feeds.insert(name, std::move(feed));
        refresh();
        return source;
    }

private:
    struct Feed {
        Rules rules;
        std::weak_ptr<Source> source;
        QTimer again;
    };

    void fetch(const QString& name)
    {
        const auto feed = m_feeds.value(name);
        if (feed && !feed->source.expired())
            m_fetch(feed->rules, feed->source);
    }

    const Clock& m_clock;
    QObject* m_owner;
    Fetch m_fetch;
    QHash<QString, std::shared_ptr<Feed>> m_feeds;
};

} // namespace gatehouse::control
