// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/forward_request.h"
#include "gateway/proxy/upstream_group.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::proxy {

struct WorkerContext;
class UpstreamPools;

/// Where copies of an API's requests go. Immutable.
struct MirrorRules {
    UpstreamTarget target; ///< its key is its own: connections are shared with no upstream
    std::uint32_t percent = 100;
};

/// Sends copies of requests elsewhere and drops what is answered. Whoever called notices nothing: no copy is
/// waited for, none is repeated, and when too many are under way the next are left out. One worker.
class Mirrors {
public:
    static constexpr std::size_t mostAtATime = 64;
    static constexpr std::int64_t patienceMs = 10'000;     ///< for a copy and its answer
    static constexpr std::size_t largestAnswer = 1U << 20; ///< of one that is longer no more is read

    Mirrors(WorkerContext& context, UpstreamPools& pools);
    ~Mirrors();
    Mirrors(const Mirrors&) = delete;
    Mirrors& operator=(const Mirrors&) = delete;

    /// Copies a request whose body is `body`, if it is among those to be copied: the head as the upstream
    /// gets it, but for Host.
    void copy(Exchange& exchange, const MirrorRules& rules, const RequestBodyPlan& plan,
              std::string_view body);
    /// Ends all that are under way.
    void clear();

private:
    class Call;
    void forget(Call& call);

    WorkerContext& m_context;
    UpstreamPools& m_pools;
    std::string m_head; ///< room to write one, kept
    std::vector<std::unique_ptr<Call>> m_calls;
};

} // namespace gatehouse::proxy
