// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/request_record.h"

namespace gatehouse::observe {

class WorkerMetrics;

/// Where finished exchanges are told. One sink per worker, called on that worker's thread only, exactly once
/// per exchange. Must not block, allocate much or throw: it is part of every request.
class ExchangeSink {
public:
    virtual ~ExchangeSink() = default;
    virtual void finished(const RequestRecord& record) noexcept = 0;
    /// Counters of the worker for what is no exchange; null: nobody counts.
    virtual WorkerMetrics* metrics() { return nullptr; }
    /// Hands over what is held back; called every 200 ms, and once with `last` when the worker ends.
    virtual void flush(bool last) { static_cast<void>(last); }
};

} // namespace gatehouse::observe
