// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/error_body.h"
#include "gateway/shared_state/local_state.h"
#include "tests/gateway/proxy/exchange_fixture.h"

namespace gatehouse::filters {

/// One caller, one clock, one state; the fixture's times follow the clock.
struct LimitWorld {
    ManualClock clock;
    std::shared_ptr<shared_state::LocalState> state;
    std::shared_ptr<proxy::PrincipalLimits> limits = std::make_shared<proxy::PrincipalLimits>();
    proxy::Identity identity;
    proxy::ExchangeFixture fixture;

    explicit LimitWorld(std::int64_t msIntoTheDay = 0)
    {
        clock.setWallMs(clock.wallMs() - clock.wallMs() % 86'400'000 + msIntoTheDay);
        state = std::make_shared<shared_state::LocalState>(clock);
        identity.id = identity.name = "ann";
        identity.counterKey = shared_state::stableHash("ann");
        identity.limits = limits;
        limits->hasPlan = true;
    }
    proxy::Exchange& exchange() { return fixture.exchange(); }
    /// A new request of the caller through one filter; 0 for continue, -1 for wait, else the status.
    int ask(const proxy::Filter& filter, std::string_view body = {})
    {
        fixture.setTimes(clock.monotonicNs(), clock.wallMs());
        fixture.request("POST", "/api/rest/o/v1/x", {}, body);
        exchange().setIdentity(&identity);
        switch (filter.request(exchange())) {
        case proxy::Verdict::Continue:
            return 0;
        case proxy::Verdict::Wait:
            return -1;
        case proxy::Verdict::Respond:
            break;
        }
        return exchange().errorStatus();
    }
    /// The answer that the last refusal gets.
    std::string body()
    {
        SurfaceErrorRenderer().render(exchange());
        return exchange().answerBody();
    }
};

} // namespace gatehouse::filters
