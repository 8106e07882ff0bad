// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/poller.h"

namespace gatehouse::proxy {

/// Calls a member function at the end of the loop turn: the way to report something to whoever is on the
/// stack now.
template <typename Owner, void (Owner::*Member)()>
class TurnCallback final : public net::TurnHook {
public:
    explicit TurnCallback(Owner* owner)
        : m_owner(owner)
    {
    }
    void schedule(net::Poller& poller)
    {
        if (!scheduled())
            poller.atTurnEnd(*this);
    }

private:
    void onTurnEnd() override { (m_owner->*Member)(); }

    Owner* m_owner;
};

} // namespace gatehouse::proxy
