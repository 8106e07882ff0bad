// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/retired_snapshots.h"

#include <algorithm>
#include <functional>
#include <iterator>

namespace gatehouse::control {

namespace {

// Workers let go within a turn of their loop, or when the exchanges end that began with the snapshot. To free
// one takes a good part of what an edit takes: edits that follow one another closely are not to pay for it,
// so each puts it off.
constexpr int soonMs = 250, seldomMs = 1000;
constexpr std::size_t slice = 256; ///< APIs and chains: less than a millisecond

} // namespace

RetiredSnapshots::RetiredSnapshots()
{
    m_collect.setSingleShot(true);
    m_collect.callOnTimeout([this] { collect(); });
    m_slice.callOnTimeout([this] { freeSome(); });
}

void RetiredSnapshots::add(Snapshot snapshot)
{
    if (!snapshot)
        return;
    m_used.push_back(std::move(snapshot));
    if (m_used.size() > most) {
        takeApart(std::move(m_used.front()));
        m_used.pop_front();
    }
    m_collect.start(soonMs);
}

void RetiredSnapshots::collect()
{
    const auto isFree = [](const Snapshot& snapshot) { return snapshot.use_count() == 1; };
    const auto free = std::stable_partition(m_used.begin(), m_used.end(), std::not_fn(isFree));
    std::move(free, m_used.end(), std::back_inserter(m_free));
    m_used.erase(free, m_used.end());
    if (!m_used.empty())
        m_collect.start(std::min(m_collect.interval() * 2, seldomMs));
    if (!m_free.empty())
        m_slice.start(0);
}

/// One turn of the loop. The more waits, the more goes at once, so that edit after edit heaps up nothing.
void RetiredSnapshots::freeSome()
{
    if (m_parts.empty() && !m_free.empty()) {
        takeApart(std::move(m_free.front()));
        m_free.pop_front();
        return;
    }
    const std::size_t share = slice + (m_parts.size() + m_free.size() * m_last) / 16;
    m_parts.resize(m_parts.size() - std::min(share, m_parts.size()));
    if (m_parts.empty() && m_free.empty()) {
        m_parts.shrink_to_fit();
        m_slice.stop();
    }
}

void RetiredSnapshots::takeApart(Snapshot snapshot)
{
    const std::size_t before = m_parts.size();
    m_parts.reserve(before + 2 * snapshot->routes.size());
    snapshot->routes.forEach([this](const proxy::Route& route) { m_parts.push_back(route.api); });
    snapshot->chains.forEach([this](const proxy::ChainTable::Chain& chain) { m_parts.push_back(chain); });
    m_last = m_parts.size() - before;
    snapshot.reset();
    if (!m_parts.empty() && !m_slice.isActive())
        m_slice.start(0);
}

} // namespace gatehouse::control
