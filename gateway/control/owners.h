// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/control/documents.h"

#include <QHash>

#include <optional>

namespace gatehouse::control {

/// Which tenants documents belong to. Control thread, for the moment.
class Owners {
public:
    explicit Owners(const Documents& documents)
        : m_documents(documents)
    {
    }

    /// A document that the tables hold no more: what belonged to it is judged by it.
    void addGone(Kind kind, AnyDocument document);

    /// Empty: the whole platform. Not set: nobody's, or of an owner who is not known.
    std::optional<QString> of(Kind kind, const void* entity) const;
    /// Whom news of the document are for, of those who belong to a tenant. Empty: everybody. Not set: nobody.
    std::optional<QString> audienceOf(Kind kind, const void* entity) const;

private:
    template <typename E>
    static const E& as(const void* entity)
    {
        return *static_cast<const E*>(entity);
    }
    template <typename E>
    const E* find(const QString& id) const
    {
        const E* const found = m_documents.of<E>().at(id);
        return found ? found : static_cast<const E*>(m_gone.value({int(kindOf<E>()), id}).get());
    }
    template <typename E>
    std::optional<QString> owner(const QString& id) const
    {
        const E* const found = find<E>(id);
        return found ? std::optional(found->tenant) : std::nullopt;
    }
    std::optional<QString> user(const QString& username) const;
    std::optional<QString> operation(const QString& id) const;
    std::optional<QString> ofRest(Kind kind, const void* entity) const;

    const Documents& m_documents;
    QHash<std::pair<int, QString>, AnyDocument> m_gone; ///< users by name, others by id
};

} // namespace gatehouse::control
