// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/rolling_window.h"

#include <QString>

#include <map>
#include <string>
#include <vector>

namespace gatehouse::observe {

/// Which part of the traffic a rule looks at, and how far back.
struct TrafficWatch {
    QString ruleId;
    std::int64_t windowSeconds = 300;
    std::int64_t endSeconds = 0; ///< also counts the last part of the window by itself; 0: does not
    bool latencies = false;
    bool eachApi = false; ///< a subject for every API instead of one for all of them
    bool everything = true;
    std::vector<std::string> apis; ///< sorted "name/version"; looked at unless `everything`

    friend bool operator==(const TrafficWatch&, const TrafficWatch&) = default;
};

/// Windows over the traffic, one for each rule or for each of its APIs. Only what is watched costs anything.
/// Control thread.
class AlertTraffic {
public:
    /// A watch that stays as it was keeps its window; one that changed starts anew.
    void setWatches(std::vector<TrafficWatch> watches, std::int64_t nowSecond);
    void add(std::int64_t second, const Tally& tally);

    struct Subject {
        QString name;         ///< "name/version"; empty for all that the rule looks at
        TrafficCounts counts; ///< without latencies
        TrafficCounts end;    ///< of the last part of the window, when the watch asks for it
        Histogram latency;    ///< empty unless the watch asks for it
        bool whole = false;   ///< the window has been watched from end to end
    };
    std::vector<Subject> subjects(const QString& ruleId, std::int64_t nowSecond) const;

private:
    struct Watched {
        TrafficWatch watch;
        std::int64_t sinceSecond = 0;
        std::map<std::string, RollingWindow> windows;
    };
    using PerApi = std::map<std::string, TrafficCounts>;

    static PerApi perApi(const Tally& tally);
    static void addTo(Watched& watched, std::int64_t second, const Tally& tally, const PerApi& apis);

    std::vector<Watched> m_watched;
};

} // namespace gatehouse::observe
