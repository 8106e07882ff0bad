// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/key_use.h"

#include <functional>

namespace gatehouse::control {

namespace {

constexpr std::size_t fewestPlaces = 16; // a power of two

} // namespace

std::size_t KeyUse::placeOf(std::string_view credential) const
{
    const std::size_t mask = m_places.size() - 1;
    std::size_t at = std::hash<std::string_view>{}(credential)&mask;
    while (m_places[at] && m_places[at]->id() != credential)
        at = (at + 1) & mask;
    return at;
}

void KeyUse::resize(std::size_t places)
{
    std::vector<proxy::UseMarkPointer> old(places);
    old.swap(m_places);
    for (proxy::UseMarkPointer& mark : old) {
        if (!mark)
            continue;
        const std::size_t at = placeOf(mark->id());
        m_places[at] = std::move(mark);
    }
}

proxy::UseMarkPointer KeyUse::mark(std::string_view credential)
{
    if (m_size >= m_places.size() / 4 * 3)
        resize(m_places.empty() ? fewestPlaces : 2 * m_places.size());
    proxy::UseMarkPointer& place = m_places[placeOf(credential)];
    if (!place) {
        place = proxy::UseMark::make(credential);
        ++m_size;
    }
    return place;
}

std::int64_t KeyUse::lastUsed(std::string_view credential) const
{
    if (m_places.empty())
        return 0;
    const proxy::UseMarkPointer& place = m_places[placeOf(credential)];
    return place ? place->seconds() : 0;
}

KeyUse::Saved KeyUse::save()
{
    Saved saved;
    std::size_t gone = 0;
    for (proxy::UseMarkPointer& mark : m_places) {
        if (mark.isLast()) {
            mark = {};
            ++gone;
        } else if (mark && mark->seconds() != 0) {
            saved.emplace_back(mark->id(), mark->seconds());
        }
    }
    if (gone == 0)
        return saved;
    // What had to go round a mark that is gone would not be found any more.
    m_size -= gone;
    std::size_t places = fewestPlaces;
    while (m_size >= places / 2)
        places *= 2;
    resize(places);
    return saved;
}

void KeyUse::restore(const Saved& saved)
{
    for (const auto& [credential, seconds] : saved)
        mark(credential)->touch(seconds);
}

} // namespace gatehouse::control
