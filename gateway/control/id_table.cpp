// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/id_table.h"

#include "gateway/control/probing.h"

namespace gatehouse::control {

/// Of the id, or of the free one where it would go. There is always a free one.
std::size_t IdTable::placeOf(const QString& id) const
{
    const std::size_t mask = m_places.size() - 1;
    std::size_t at = probing::hashOf(id) & mask;
    while (m_places[at] && m_idOf(m_places[at].get()) != id)
        at = (at + 1) & mask;
    return at;
}

const AnyDocument* IdTable::find(const QString& id) const
{
    if (m_places.empty())
        return nullptr;
    const AnyDocument& place = m_places[placeOf(id)];
    return place ? &place : nullptr;
}

AnyDocument IdTable::set(AnyDocument document)
{
    if (probing::isFull(m_size, m_places.size()))
        resize(probing::grown(m_places.size()));
    AnyDocument& place = m_places[placeOf(m_idOf(document.get()))];
    m_size += place ? 0 : 1;
    return std::exchange(place, std::move(document));
}

AnyDocument IdTable::take(const QString& id)
{
    if (m_places.empty())
        return {};
    const std::size_t at = placeOf(id);
    AnyDocument taken = std::move(m_places[at]);
    m_places[at] = nullptr;
    if (taken) {
        --m_size;
        const auto isFree = [](const AnyDocument& place) { return !place; };
        const auto hashOf = [this](const AnyDocument& place) { return probing::hashOf(m_idOf(place.get())); };
        probing::closeGap(m_places, at, isFree, hashOf);
    }
    return taken;
}

void IdTable::reserve(qsizetype documents)
{
    std::size_t places = probing::fewestPlaces;
    while (probing::isFull(std::size_t(documents), places))
        places = probing::grown(places);
    if (documents > 0 && places > m_places.size())
        resize(places);
}

void IdTable::resize(std::size_t places)
{
    std::vector<AnyDocument> old(places);
    old.swap(m_places);
    for (AnyDocument& document : old) {
        if (document)
            m_places[placeOf(m_idOf(document.get()))] = std::move(document);
    }
}

} // namespace gatehouse::control
