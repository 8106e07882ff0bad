// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/alert_traffic.h"

#include <algorithm>

namespace gatehouse::observe {

namespace {

/// "orders/v1" of "GET:/orders/v1/items/{id}"; empty for "(other)".
std::string_view apiOf(std::string_view endpoint)
{
    const std::size_t start = endpoint.find(":/");
    if (start == std::string_view::npos)
        return {};
    const std::string_view rest = endpoint.substr(start + 2);
    const std::size_t version = rest.find('/');
    if (version == std::string_view::npos)
        return {};
    return rest.substr(0, rest.find('/', version + 1));
}

} // namespace

void AlertTraffic::setWatches(std::vector<TrafficWatch> watches, std::int64_t nowSecond)
{
    std::vector<Watched> fresh;
    for (TrafficWatch& watch : watches) {
        const auto old = std::find_if(m_watched.begin(), m_watched.end(),
                                      [&](const Watched& known) { return known.watch == watch; });
        fresh.push_back(old != m_watched.end() ? std::move(*old) : Watched{std::move(watch), nowSecond, {}});
    }
    m_watched = std::move(fresh);
}

AlertTraffic::PerApi AlertTraffic::perApi(const Tally& tally)
{
    PerApi apis;
    for (const auto& [endpoint, cell] : tally.endpoints) {
        const std::string_view api = apiOf(endpoint);
        if (!api.empty())
            apis[std::string(api)].add(TrafficCounts::of(cell, true));
    }
    return apis;
}

void AlertTraffic::addTo(Watched& watched, std::int64_t second, const Tally& tally, const PerApi& apis)
{
    const TrafficWatch& watch = watched.watch;
    const auto count = [&](const std::string& subject, const TrafficCounts& counts) {
        watched.windows.try_emplace(subject, watch.windowSeconds).first->second.add(second, counts);
    };
    std::erase_if(watched.windows, [second](const auto& entry) { return entry.second.isEmpty(second); });
    if (watch.everything && !watch.eachApi) {
        if (tally.count > 0)
            count({}, TrafficCounts::of(tally, watch.latencies));
        return;
    }
    for (const auto& [api, counts] : apis) {
        if (!watch.everything && !std::binary_search(watch.apis.begin(), watch.apis.end(), api))
            continue;
        TrafficCounts wanted = counts;
        if (!watch.latencies)
            wanted.latency.clear();
        count(watch.eachApi ? api : std::string(), wanted);
    }
}

void AlertTraffic::add(std::int64_t second, const Tally& tally)
{
    const bool byApi = std::any_of(m_watched.begin(), m_watched.end(), [](const Watched& each) {
        return each.watch.eachApi || !each.watch.everything;
    });
    const PerApi apis = byApi ? perApi(tally) : PerApi();
    for (Watched& watched : m_watched)
        addTo(watched, second, tally, apis);
}

std::vector<AlertTraffic::Subject> AlertTraffic::subjects(const QString& ruleId, std::int64_t nowSecond) const
{
    std::vector<Subject> list;
    for (const Watched& watched : m_watched) {
        if (watched.watch.ruleId != ruleId)
            continue;
        // Where the end of the window counts by itself, a good end is enough.
        const TrafficWatch& watch = watched.watch;
        const bool whole = nowSecond - watched.sinceSecond >=
                           (watch.endSeconds > 0 ? watch.endSeconds : watch.windowSeconds);
        for (const auto& [api, window] : watched.windows)
            list.push_back({QString::fromStdString(api), window.sum(nowSecond),
                            window.sum(nowSecond, watched.watch.endSeconds),
                            watched.watch.latencies ? window.latencies(nowSecond) : Histogram(), whole});
        if (!watched.watch.eachApi && list.empty())
            list.push_back({{}, {}, {}, {}, whole});
    }
    return list;
}

} // namespace gatehouse::observe
