// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/selection.h"

#include <cmath>

namespace gatehouse::proxy {

namespace {

/// One choice under way.
class Chooser {
public:
    Chooser(const UpstreamGroup& group, const GroupView& view, const Choice& choice, Random& random)
        : m_group(group)
        , m_view(view)
        , m_choice(choice)
        , m_random(random)
        , m_count(group.targets.size())
    {
    }

    int choose();

private:
    enum class Tier : std::uint8_t { Regular, Backup, Panic };

    bool fits(std::size_t i) const;
    bool slow(std::size_t i) const;
    double weightOf(std::size_t i) const;
    int inTier();
    int byTurn();
    int following(std::size_t from) const;
    int leastLoaded();
    int byLot();
    int byHash() const;

    const UpstreamGroup& m_group;
    const GroupView& m_view;
    const Choice& m_choice;
    Random& m_random;
    std::size_t m_count;
    Tier m_tier = Tier::Regular;
};

bool Chooser::fits(std::size_t i) const
{
    const UpstreamTarget& target = m_group.targets[i];
    if (target.draining || target.weight == 0 ||
        (m_choice.tried && i < m_choice.tried->size() && m_choice.tried->test(i)))
        return false;
    if (m_tier == Tier::Panic)
        return true;
    return target.backup == (m_tier == Tier::Backup) && m_view.targets[i]->usable(m_choice.nowNs);
}

/// Whether a target that starts slowly gives this turn away.
bool Chooser::slow(std::size_t i) const
{
    constexpr std::uint32_t Whole = 1000;
    if (m_group.slowStartNs == 0)
        return false;
    const std::uint32_t share = m_view.targets[i]->share(m_group.slowStartNs, m_choice.nowNs);
    return share < Whole && m_random.next() % Whole >= share;
}

double Chooser::weightOf(std::size_t i) const
{
    const double weight = m_group.targets[i].weight;
    return m_group.slowStartNs == 0
               ? weight
               : weight * m_view.targets[i]->share(m_group.slowStartNs, m_choice.nowNs) / 1000.0;
}

int Chooser::choose()
{
    const auto preferred = static_cast<std::size_t>(m_choice.preferred);
    if (m_choice.preferred >= 0 && preferred < m_count && !m_group.targets[preferred].draining &&
        m_view.targets[preferred]->usable(m_choice.nowNs) && !m_choice.tried)
        return m_choice.preferred;
    for (const Tier tier : {Tier::Regular, Tier::Backup, Tier::Panic}) {
        if (tier == Tier::Panic && !m_group.panic)
            break;
        m_tier = tier;
        if (const int found = inTier(); found >= 0)
            return found;
    }
    return -1;
}

int Chooser::inTier()
{
    if (m_group.sticky.kind == StickyKind::Header && m_choice.hash != 0)
        return byHash();
    switch (m_group.balancing) {
    case BalancingKind::RoundRobin:
        return byTurn();
    case BalancingKind::LeastConnections:
        return leastLoaded();
    case BalancingKind::Random:
        return byLot();
    case BalancingKind::Hash:
        return byHash();
    }
    return -1;
}

int Chooser::following(std::size_t from) const
{
    for (std::size_t step = 0; step < m_count; ++step) {
        const std::size_t i = (from + step) % m_count;
        if (fits(i))
            return static_cast<int>(i);
    }
    return -1;
}

int Chooser::byTurn()
{
    if (m_count == 1)
        return fits(0) ? 0 : -1;
    if (m_choice.tried)
        return following(static_cast<std::size_t>(m_choice.last) + 1);
    const auto& schedule = m_group.schedule;
    const std::size_t cycle = m_group.even ? m_count : schedule.size();
    // One draw per turn of a cycle: the turns of those that are out go to all the others alike.
    for (std::size_t draw = 0; m_tier == Tier::Regular && draw < cycle; ++draw) {
        const std::size_t turn = m_view.state->position.next() + std::size_t{m_group.startIndex};
        const std::size_t i = m_group.even ? turn % m_count : schedule[turn % cycle];
        if (fits(i) && !slow(i))
            return static_cast<int>(i);
    }
    return following(m_view.state->position.next());
}

int Chooser::leastLoaded()
{
    const std::size_t start = m_choice.tried ? static_cast<std::size_t>(m_choice.last) + 1
                                             : m_view.state->position.next(); // equal ones take turns
    int best = -1;
    double bestLoad = 0;
    for (std::size_t step = 0; step < m_count; ++step) {
        const std::size_t i = (start + step) % m_count;
        if (!fits(i))
            continue;
        const double load = static_cast<double>(m_view.targets[i]->active() + 1) / weightOf(i);
        if (best < 0 || load < bestLoad) {
            best = static_cast<int>(i);
            bestLoad = load;
        }
    }
    return best;
}

int Chooser::byLot()
{
    double total = 0;
    for (std::size_t i = 0; i < m_count; ++i)
        total += fits(i) ? weightOf(i) : 0;
    double lot = static_cast<double>(m_random.next() >> 11) * 0x1.0p-53 * total;
    int last = -1;
    for (std::size_t i = 0; i < m_count; ++i) {
        if (!fits(i))
            continue;
        last = static_cast<int>(i);
        lot -= weightOf(i);
        if (lot < 0)
            break;
    }
    return last;
}

/// Highest random weight: each target draws a number from its own key and the request's; a target that leaves
/// gives only its own requests away, and to all the others alike.
int Chooser::byHash() const
{
    int best = -1;
    double bestScore = 0;
    for (std::size_t i = 0; i < m_count; ++i) {
        if (!fits(i))
            continue;
        const std::uint64_t draw = mixed(m_choice.hash, m_group.targets[i].stateKey);
        const double uniform = (static_cast<double>(draw >> 11) + 0.5) * 0x1.0p-53;
        const double score = -static_cast<double>(m_group.targets[i].weight) / std::log(uniform);
        if (best < 0 || score > bestScore) {
            best = static_cast<int>(i);
            bestScore = score;
        }
    }
    return best;
}

} // namespace

int chooseTarget(const UpstreamGroup& group, const GroupView& view, const Choice& choice, Random& random)
{
    return Chooser(group, view, choice, random).choose();
}

bool ejectTarget(const UpstreamGroup& group, const GroupView& view, std::size_t index, std::int64_t nowNs)
{
    if (view.state->ejecting.test_and_set(std::memory_order_acquire))
        return false; // another worker decides now; the next failure asks again
    std::size_t out = 0;
    for (const TargetState* target : view.targets)
        out += target->ejected(nowNs) ? 1 : 0;
    const bool allowed = !view.targets[index]->ejected(nowNs) &&
                         (out + 1) * 100 <= view.targets.size() * group.ejection.maxPercent;
    if (allowed)
        view.targets[index]->eject(group.ejection, nowNs);
    view.state->ejecting.clear(std::memory_order_release);
    return allowed;
}

} // namespace gatehouse::proxy
