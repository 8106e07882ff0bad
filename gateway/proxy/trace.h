// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/filter.h"
#include "gateway/proxy/reason.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::proxy {

class Exchange;

/// The way of one exchange through the gateway, written down for the request tester: which filter decided
/// what, what went to which upstream, and how long each took. It belongs to a connection that was opened
/// inside the process (DataPlane::openInside()); every other exchange has none and pays one null check per
/// filter. Written on the worker's thread until `finished` is called there, once; read by anybody afterwards.
/// Times are nanoseconds since the head was complete.
class Trace {
public:
    struct Step {
        std::string filter;
        Phase phase = Phase::Accept;
        Hook hook = HookRequest;
        Verdict verdict = Verdict::Continue; ///< of request hooks; answer hooks decide nothing
        Reason dryRun = Reason::None;        ///< why a dry-run filter would have refused
        std::int64_t atNs = 0;
        std::int64_t tookNs = 0;
        std::int64_t waitedNs = 0; ///< after Verdict::Wait
    };
    struct Attempt {
        std::string target;               ///< "10.0.0.7:8080"
        std::string line;                 ///< method and path as sent
        std::vector<std::string> headers; ///< names of the fields as sent; values may be secrets
        int status = 0;                   ///< of the answer; zero: there was none
        Reason reason = Reason::None;
        std::string detail;
        std::int64_t atNs = 0;
        std::int64_t tookNs = 0; ///< until the answer's head, or the failure
    };
    struct Match {
        std::string apiId, api, version, prefix, protocol;
        std::string operationId, operationMethod, operationTemplate; ///< empty: no registered operation
    };

    void begin();
    std::int64_t now() const;
    /// Around a hook of a filter: `atNs` is now() before it.
    void step(const Filter& filter, Hook hook, Verdict verdict, std::int64_t atNs);
    void resumed();
    void wouldRefuse(Reason reason) { m_dryRun = reason; }
    void attempt(std::string target);
    void sent(std::string_view head);
    void attemptEnded(int status, Reason reason, std::string_view detail);
    /// Takes the outcome over and calls `finished`.
    void finish(const Exchange& exchange);

    // What it tells, after `finished`.
    std::vector<Step> steps;
    std::vector<Attempt> attempts;
    Match match; ///< apiId is empty when no API answers at that path
    std::string caller, callerKind;
    std::string requestId, clientAddress, policy, detail;
    Reason reason = Reason::None;
    std::int64_t totalNs = 0;
    std::int64_t upstreamNs = 0;
    std::int64_t waitedNs = 0;
    std::function<void()> finished; ///< set before use

private:
    std::int64_t m_startNs = 0;
    Reason m_dryRun = Reason::None;
};

} // namespace gatehouse::proxy
