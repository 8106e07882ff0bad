// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/document_index.h"

#include "gateway/control/probing.h"

namespace gatehouse::control {

void DocumentIndex::enter(const void* entity)
{
    Keys keys;
    m_keysOf(entity, keys);
    for (const QString& key : std::as_const(keys)) {
        if (probing::isFull(m_used, m_places.size()))
            grow();
        const std::size_t hash = probing::hashOf(key);
        Place& place = m_places[placeOf(key, hash)];
        if (place.bucket.isEmpty()) {
            place.hash = hash;
            ++m_used;
        }
        place.bucket.add(entity);
    }
}

void DocumentIndex::leave(const void* entity)
{
    Keys keys;
    m_keysOf(entity, keys);
    for (const QString& key : std::as_const(keys)) {
        if (m_places.empty())
            return;
        const std::size_t at = placeOf(key, probing::hashOf(key));
        Place& place = m_places[at];
        if (place.bucket.isEmpty())
            continue;
        place.bucket.remove(entity);
        if (place.bucket.isEmpty()) {
            --m_used;
            const auto isFree = [](const Place& each) { return each.bucket.isEmpty(); };
            probing::closeGap(m_places, at, isFree, [](const Place& each) { return each.hash; });
        }
    }
}

std::span<const void* const> DocumentIndex::with(const QString& key) const
{
    if (m_places.empty())
        return {};
    return m_places[placeOf(key, probing::hashOf(key))].bucket.all();
}

std::size_t DocumentIndex::placeOf(const QString& key, std::size_t hash) const
{
    const std::size_t mask = m_places.size() - 1;
    std::size_t at = hash & mask;
    for (; !m_places[at].bucket.isEmpty(); at = (at + 1) & mask) {
        if (m_places[at].hash == hash && has(m_places[at], key))
            break;
    }
    return at;
}

/// All documents in a place have its key, so one can answer.
bool DocumentIndex::has(const Place& place, const QString& key) const
{
    m_found.clear();
    m_keysOf(place.bucket.all().front(), m_found);
    return m_found.contains(key);
}

void DocumentIndex::grow()
{
    std::vector<Place> old(probing::grown(m_places.size()));
    old.swap(m_places);
    const std::size_t mask = m_places.size() - 1;
    for (Place& place : old) {
        if (place.bucket.isEmpty())
            continue;
        std::size_t at = place.hash & mask;
        while (!m_places[at].bucket.isEmpty())
            at = (at + 1) & mask;
        m_places[at] = std::move(place);
    }
}

} // namespace gatehouse::control
