// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/id_table.h"

#include <QHash>

namespace gatehouse::control {

namespace {

constexpr std::size_t fewestIdPlaces = 8; // a power of two

std::size_t idHashOf(const QString& id)
{
    return qHash(id, QHashSeed::globalSeed());
}

} // namespace

/// Of the id, or of the free one where it would go. There is always a free one.
std::size_t IdTable::placeOf(const QString& id) const
{
    const std::size_t mask = m_places.size() - 1;
    std::size_t at = idHashOf(id) & mask;
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
    if (m_size >= m_places.size() / 4 * 3)
        resize(m_places.empty() ? fewestIdPlaces : 2 * m_places.size());
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
        close(at);
    }
    return taken;
}

void IdTable::reserve(qsizetype documents)
{
    std::size_t places = fewestIdPlaces;
    while (places / 4 * 3 <= std::size_t(documents))
        places *= 2;
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

/// A place has become free: those behind it that had to go round it move up, or they would not be found.
void IdTable::close(std::size_t gap)
{
    const std::size_t mask = m_places.size() - 1;
    for (std::size_t at = (gap + 1) & mask; m_places[at]; at = (at + 1) & mask) {
        const std::size_t home = idHashOf(m_idOf(m_places[at].get())) & mask;
        if (((at - home) & mask) < ((at - gap) & mask))
            continue; // is between its home and the gap already
        m_places[gap] = std::move(m_places[at]);
        m_places[at] = nullptr;
        gap = at;
    }
}

} // namespace gatehouse::control
