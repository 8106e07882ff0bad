// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/date.h"
#include "gateway/net/resolver.h"
#include "gateway/net/transport.h"
#include "gateway/net/worker.h"
#include "gateway/observe/exchange_sink.h"
#include "gateway/observe/metrics.h"
#include "gateway/proxy/error_renderer.h"
#include "gateway/proxy/live_streams.h"
#include "gateway/proxy/local_handler.h"
#include "gateway/proxy/output.h"
#include "gateway/proxy/request_id.h"
#include "gateway/proxy/settings.h"
#include "gateway/proxy/snapshot.h"
#include "gateway/proxy/upstream_states.h"

#include <functional>
#include <memory>
#include <vector>

namespace gatehouse::proxy {

/// What all workers share: made by the composition root, outlives the data plane.
struct ProxyServices {
    SnapshotHub* snapshots = nullptr;
    UpstreamStates* states = nullptr;
    net::Resolver* resolver = nullptr;
    const ErrorRenderer* errors = nullptr;
    std::vector<LocalHandler*> handlers; ///< asked in this order
    /// Told of targets that change their state, on any thread; empty: nobody.
    std::function<void(const UpstreamEvent&)> onUpstreamEvent;
};

/// What the parts of one worker share. Worker's thread.
struct WorkerContext {
    WorkerContext(net::Worker& worker, const ProxyServices& shared, int count,
                  observe::ExchangeSink* exchangeSink)
        : poller(worker.poller())
        , wheel(worker.wheel())
        , buffers(worker.pool())
        , services(shared)
        , states(*shared.states)
        , snapshots(*shared.snapshots)
        , sink(exchangeSink)
        , workers(count)
        , index(static_cast<std::size_t>(worker.index()))
    {
    }

    net::Poller& poller;
    net::TimerWheel& wheel;
    net::BufferPool& buffers;
    const ProxyServices& services;
    std::shared_ptr<const ProxySettings> settings;
    UpstreamStateCache states;
    SnapshotReader snapshots;
    LiveStreams live{poller, wheel, snapshots};
    observe::ExchangeSink* sink; ///< may be null
    int workers;
    std::size_t index; ///< of the worker
    Gather gather;
    Random random;
    http::DateCache date;
    bool draining = false;
    AddressBrake* brake = nullptr;     ///< shared by the workers
    net::TurnHook* makeRoom = nullptr; ///< closes idle clients, for whoever found no descriptor; may be null

    /// Moves a metric of feed Worker.
    void count(observe::Metric metric, std::int64_t n = 1)
    {
        if (observe::WorkerMetrics* const metrics = sink ? sink->metrics() : nullptr)
            metrics->add(metric, n);
    }

    void countMessage(std::uint32_t apiSlot, observe::SocketMessage message)
    {
        if (observe::WorkerMetrics* const metrics = sink ? sink->metrics() : nullptr)
            metrics->countMessage(apiSlot, message);
    }

    /// Frees `object` when nothing on the stack can use it any more.
    template <typename T>
    void bury(std::unique_ptr<T> object)
    {
        poller.defer([dead = std::shared_ptr<T>(std::move(object))] {});
    }
};

} // namespace gatehouse::proxy
