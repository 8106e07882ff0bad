// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/document_index.h"

#include <QHash>

namespace gatehouse::control {

namespace {

constexpr std::size_t fewestIndexPlaces = 8; // a power of two

std::size_t indexHashOf(const QString& key)
{
    return qHash(key, QHashSeed::globalSeed());
}

} // namespace

void DocumentIndex::enter(const void* entity)
{
    Keys keys;
    m_keysOf(entity, keys);
    for (const QString& key : std::as_const(keys)) {
        if (m_used >= m_places.size() / 4 * 3)
            grow();
        const std::size_t hash = indexHashOf(key);
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
        const std::size_t at = placeOf(key, indexHashOf(key));
        Place& place = m_places[at];
        if (place.bucket.isEmpty())
            continue;
        place.bucket.remove(entity);
        if (place.bucket.isEmpty()) {
            --m_used;
            close(at);
        }
    }
}

std::span<const void* const> DocumentIndex::with(const QString& key) const
{
    if (m_places.empty())
        return {};
    return m_places[placeOf(key, indexHashOf(key))].bucket.all();
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
    std::vector<Place> old(m_places.empty() ? fewestIndexPlaces : 2 * m_places.size());
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

/// A place has become free: those behind it that had to go round it move up, or they would not be found.
void DocumentIndex::close(std::size_t gap)
{
    const std::size_t mask = m_places.size() - 1;
    for (std::size_t at = (gap + 1) & mask; !m_places[at].bucket.isEmpty(); at = (at + 1) & mask) {
        const std::size_t home = m_places[at].hash & mask;
        if (((at - home) & mask) < ((at - gap) & mask))
            continue; // is between its home and the gap already
        m_places[gap].hash = m_places[at].hash;
        m_places[gap].bucket = std::move(m_places[at].bucket);
        gap = at;
    }
}

} // namespace gatehouse::control
