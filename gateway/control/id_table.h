// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>
#include <memory>
#include <vector>

namespace gatehouse::control {

/// An entity of any kind, immutable; an edit puts a new one in its place.
using AnyDocument = std::shared_ptr<const void>;

/// Documents by id, which is asked of them, so that a place is a pointer and nothing more. Control thread
/// only.
class IdTable {
public:
    using IdOf = std::function<const QString&(const void* entity)>;

    explicit IdTable(IdOf idOf)
        : m_idOf(std::move(idOf))
    {
    }

    qsizetype size() const { return qsizetype(m_size); }
    /// Null when there is none. Valid until the next change.
    const AnyDocument* find(const QString& id) const;
    /// Adds or replaces; gives back what was there before.
    AnyDocument set(AnyDocument document);
    AnyDocument take(const QString& id);
    void reserve(qsizetype documents);
    template <typename Visit>
    void forEach(Visit visit) const
    {
        for (const AnyDocument& place : m_places) {
            if (place)
                visit(place);
        }
    }

private:
    std::size_t placeOf(const QString& id) const;
    void resize(std::size_t places);

    IdOf m_idOf;
    std::vector<AnyDocument> m_places; ///< see probing
    std::size_t m_size = 0;
};

} // namespace gatehouse::control
