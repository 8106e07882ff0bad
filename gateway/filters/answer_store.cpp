// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/answer_store.h"

#include <algorithm>

namespace gatehouse::filters {

namespace {

std::size_t bytesOf(const StoredAnswer::Fields& fields)
{
    std::size_t bytes = 0;
    for (const auto& [name, value] : fields)
        bytes += name.capacity() + value.capacity() + sizeof(fields.front());
    return bytes;
}

} // namespace

std::size_t StoredAnswer::bytes() const
{
    return sizeof(*this) + body.capacity() + entityTag.capacity() + lastModified.capacity() +
           caller.capacity() + place.capacity() + bytesOf(fields) + bytesOf(varies);
}

AnswerStore::AnswerStore(std::size_t maxBytes)
    : m_maxPerShard(maxBytes / shardCount)
{
}

void AnswerStore::setMaxBytes(std::size_t maxBytes)
{
    m_maxPerShard = maxBytes / shardCount;
    for (Shard& shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        makeRoom(shard);
    }
}

AnswerStore::Mark AnswerStore::mark(std::string_view target) const
{
    return {m_purges, m_removals[Hash{}(target) % markCount]};
}

AnswerStore::Target& AnswerStore::targetIn(Shard& shard, std::string_view target)
{
    const auto at = shard.targets.find(target);
    if (at != shard.targets.end())
        return at->second;
    Target& made = shard.targets.emplace(std::string(target), Target()).first->second;
    shard.order.emplace_front(target);
    made.place = shard.order.begin();
    made.bytes = sizeof(Target) + 2 * target.size();
    shard.bytes += made.bytes;
    return made;
}

void AnswerStore::drop(Shard& shard, Target& target, std::vector<Variant>::iterator variant)
{
    target.bytes -= variant->answer->bytes();
    shard.bytes -= variant->answer->bytes();
    --shard.answers;
    target.variants.erase(variant);
}

void AnswerStore::put(std::string_view target, const Mark& mark, Pointer answer)
{
    const std::size_t bytes = answer->bytes();
    if (bytes + sizeof(Target) + 2 * target.size() > m_maxPerShard)
        return; // all others would have to go, and then itself
    Shard& shard = shardOf(target);
    const std::scoped_lock lock(shard.mutex);
    if (mark != this->mark(target))
        return;
    Target& place = targetIn(shard, target);
    auto& variants = place.variants;
    const auto same = std::find_if(variants.begin(), variants.end(), [&](const Variant& old) {
        return old.answer->caller == answer->caller && old.answer->place == answer->place &&
               old.answer->varies == answer->varies;
    });
    if (same != variants.end())
        drop(shard, place, same);
    else if (variants.size() >= maxVariants)
        drop(shard, place, std::prev(variants.end()));
    place.bytes += bytes;
    shard.bytes += bytes;
    ++shard.answers;
    const std::size_t caller = hashOf(answer->caller);
    variants.insert(variants.begin(), {caller, std::move(answer)});
    shard.order.splice(shard.order.begin(), shard.order, place.place);
    ++m_stored;
    makeRoom(shard);
}

void AnswerStore::forget(Shard& shard, Targets::iterator at)
{
    shard.bytes -= at->second.bytes;
    shard.answers -= at->second.variants.size();
    shard.order.erase(at->second.place);
    shard.targets.erase(at);
}

void AnswerStore::makeRoom(Shard& shard)
{
    while (shard.bytes > m_maxPerShard && !shard.order.empty()) {
        const auto at = shard.targets.find(shard.order.back());
        m_evicted += at->second.variants.size();
        forget(shard, at);
    }
}

void AnswerStore::remove(std::string_view target)
{
    Shard& shard = shardOf(target);
    const std::scoped_lock lock(shard.mutex);
    ++m_removals[Hash{}(target) % markCount];
    if (const auto at = shard.targets.find(target); at != shard.targets.end())
        forget(shard, at);
}

std::size_t AnswerStore::purge(const std::function<bool(std::string_view)>& concerns)
{
    std::size_t purged = 0;
    ++m_purges;
    for (Shard& shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        for (auto at = shard.targets.begin(); at != shard.targets.end();) {
            const auto next = std::next(at);
            if (concerns(at->first)) {
                purged += at->second.variants.size();
                forget(shard, at);
            }
            at = next;
        }
    }
    m_purged += purged;
    return purged;
}

bool AnswerStore::reserve(std::size_t bytes)
{
    if (m_reserved.fetch_add(bytes) + bytes <= m_maxPerShard * shardCount)
        return true;
    m_reserved -= bytes;
    return false;
}

AnswerStore::Counts AnswerStore::counts() const
{
    Counts counts{.stored = m_stored,
                  .evicted = m_evicted,
                  .purged = m_purged,
                  .refreshes = m_refreshes,
                  .failedRefreshes = m_failedRefreshes};
    for (const Shard& shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        counts.answers += shard.answers;
        counts.bytes += shard.bytes;
    }
    return counts;
}

} // namespace gatehouse::filters
