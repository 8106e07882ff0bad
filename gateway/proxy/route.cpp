// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/route.h"

#include "gateway/http/uri.h"

#include <algorithm>
#include <optional>
#include <set>

namespace gatehouse::proxy {

namespace {

std::size_t depthOf(std::string_view prefix)
{
    return static_cast<std::size_t>(std::count(prefix.begin(), prefix.end(), '/'));
}

std::string keyOf(std::string_view host, std::string_view prefix)
{
    std::string key;
    key.reserve(host.size() + prefix.size());
    key.append(host).append(prefix);
    return key;
}

/// The next segment of `rest`, which starts with a slash or is empty; advances `rest` behind it.
std::string_view takeSegment(std::string_view& rest)
{
    if (rest.empty())
        return {};
    const std::size_t end = std::min(rest.find('/', 1), rest.size());
    const std::string_view segment = rest.substr(1, end - 1);
    rest.remove_prefix(end);
    return segment;
}

bool isParameter(std::string_view segment)
{
    return segment.size() >= 2 && segment.front() == '{' && segment.back() == '}';
}

/// The number of parameters used by a match, or nothing.
std::optional<std::size_t> matchTemplate(std::string_view uriTemplate, std::string_view path)
{
    std::size_t parameters = 0;
    while (!uriTemplate.empty() && !path.empty()) {
        const std::string_view wanted = takeSegment(uriTemplate);
        const std::string_view given = takeSegment(path);
        if (isParameter(wanted)) {
            if (given.empty())
                return std::nullopt;
            ++parameters;
        } else if (!http::sameSegment(wanted, given)) {
            return std::nullopt; // "%61" is "a": no other spelling leads around an operation
        }
    }
    if (!uriTemplate.empty() || !path.empty())
        return std::nullopt;
    return parameters;
}

bool methodMatches(std::string_view wanted, std::string_view method)
{
    return wanted == method || (method == "HEAD" && wanted == "GET");
}

} // namespace

void RouteTable::set(Route route)
{
    const std::string key = keyOf(route.host, route.prefix);
    if (!m_routes.find(key)) {
        ++m_depths[std::min(depthOf(route.prefix), maxDepth)];
        m_hostRoutes += route.host.empty() ? 0 : 1;
    }
    m_routes.set(key, std::make_shared<const Route>(std::move(route)));
}

void RouteTable::erase(std::string_view host, std::string_view prefix)
{
    if (!m_routes.erase(keyOf(host, prefix)))
        return;
    --m_depths[std::min(depthOf(prefix), maxDepth)];
    m_hostRoutes -= host.empty() ? 0 : 1;
}

const Route* RouteTable::find(std::string_view host, std::string_view path) const
{
    if (m_hostRoutes > 0 && !host.empty()) {
        if (const Route* route = findOnHost(host, path))
            return route;
    }
    return findOnHost({}, path);
}

const Route* RouteTable::findOnHost(std::string_view host, std::string_view path) const
{
    std::array<std::size_t, maxDepth + 1> ends{}; // ends[d]: length of the first d segments
    std::size_t depth = 0;
    for (std::size_t at = 0; at < path.size() && depth < maxDepth;) {
        at = std::min(path.find('/', at + 1), path.size());
        ends[++depth] = at;
    }
    std::string joined;
    for (; depth > 0; --depth) {
        if (m_depths[depth] == 0)
            continue;
        std::string_view key = path.substr(0, ends[depth]);
        if (!host.empty()) {
            joined = keyOf(host, key);
            key = joined;
        }
        if (const auto* route = m_routes.find(key))
            return route->get();
    }
    return nullptr;
}

const Operation* matchOperation(const ApiRuntime& api, std::string_view method, std::string_view path)
{
    const Operation* best = nullptr;
    std::size_t bestParameters = 0;
    for (const Operation& operation : api.operations) {
        if (!methodMatches(operation.method, method))
            continue;
        const auto parameters = matchTemplate(operation.uriTemplate, path);
        if (parameters && (!best || *parameters < bestParameters)) {
            best = &operation;
            bestParameters = *parameters;
        }
    }
    return best;
}

std::string methodsAt(const ApiRuntime& api, std::string_view path)
{
    std::set<std::string_view> methods;
    for (const Operation& operation : api.operations) {
        if (!matchTemplate(operation.uriTemplate, path))
            continue;
        methods.insert(operation.method);
        if (operation.method == "GET")
            methods.insert("HEAD");
    }
    std::string list;
    for (const std::string_view method : methods)
        list.append(list.empty() ? "" : ", ").append(method);
    return list;
}

} // namespace gatehouse::proxy
