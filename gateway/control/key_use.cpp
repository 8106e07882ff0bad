// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/key_use.h"

#include "gateway/control/probing.h"

#include <functional>

namespace gatehouse::control {

std::size_t KeyUse::placeOf(std::string_view credential) const
{
    const std::size_t mask = m_places.size() - 1;
    const std::size_t hash = std::hash<std::string_view>()(credential);
    std::size_t at = hash & mask;
    while (!m_places[at].isNull() && m_places[at].view() != credential)
        at = (at + 1) & mask;
    return at;
}

void KeyUse::resize(std::size_t places)
{
    std::vector<proxy::UseMarkPointer> old(places);
    old.swap(m_places);
    for (proxy::UseMarkPointer& mark : old) {
        if (mark.isNull())
            continue;
        const std::size_t at = placeOf(mark.view());
        m_places[at] = std::move(mark);
    }
}

proxy::UseMarkPointer KeyUse::mark(std::string_view credential)
{
    if (probing::isFull(m_size, m_places.size()))
        resize(probing::grown(m_places.size()));
    proxy::UseMarkPointer& place = m_places[placeOf(credential)];
    if (place.isNull()) {
        place = proxy::UseMarkPointer(credential);
        ++m_size;
    }
    return place;
}

std::int64_t KeyUse::lastUsed(std::string_view credential) const
{
    if (m_places.empty())
        return 0;
    const proxy::UseMarkPointer& place = m_places[placeOf(credential)];
    return place.isNull() ? 0 : place->seconds();
}

KeyUse::Saved KeyUse::save()
{
    Saved saved;
    std::size_t gone = 0;
    for (proxy::UseMarkPointer& mark : m_places) {
        if (mark.isLast()) {
            mark = {};
            ++gone;
        } else if (!mark.isNull() && mark->seconds() != 0) {
            saved.emplace_back(mark.view(), mark->seconds());
        }
    }
    if (gone == 0)
        return saved;
    // What had to go round a mark that is gone would not be found any more.
    m_size -= gone;
    std::size_t places = probing::fewestPlaces;
    while (m_size >= places / 2)
        places = probing::grown(places);
    resize(places);
    return saved;
}

void KeyUse::restore(const Saved& saved)
{
    for (const auto& [credential, seconds] : saved)
        mark(credential)->touch(seconds);
}

} // namespace gatehouse::control
