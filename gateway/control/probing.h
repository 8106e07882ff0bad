// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

#include <cstddef>
#include <utility>
#include <vector>

namespace gatehouse::control {

/// What tables have in common that file an entry at the place of its hash, or at the next free one behind it.
/// They have a power of two of places, or none, and always a free one. Control thread only.
namespace probing {

constexpr std::size_t fewestPlaces = 8;

inline std::size_t hashOf(const QString& text)
{
    return qHash(text, QHashSeed::globalSeed());
}

/// Whether one more entry needs more places.
constexpr bool isFull(std::size_t entries, std::size_t places)
{
    return entries >= places / 4 * 3;
}

constexpr std::size_t grown(std::size_t places)
{
    return places == 0 ? fewestPlaces : 2 * places;
}

/// A place has become free: those behind it that had to go round it move up, or they would not be found.
template <typename Place, typename IsFree, typename HashOf>
void closeGap(std::vector<Place>& places, std::size_t gap, IsFree isFree, HashOf hashOfPlace)
{
    const std::size_t mask = places.size() - 1;
    for (std::size_t at = (gap + 1) & mask; !isFree(places[at]); at = (at + 1) & mask) {
        const std::size_t home = hashOfPlace(places[at]) & mask;
        if (((at - home) & mask) < ((at - gap) & mask))
            continue; // is between its home and the gap already
        std::swap(places[gap], places[at]);
        gap = at;
    }
}

} // namespace probing

} // namespace gatehouse::control
