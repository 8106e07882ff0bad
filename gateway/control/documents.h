// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/compact_text.h"
#include "gateway/control/table.h"

#include <QHash>

#include <array>

namespace gatehouse {
struct Api;
struct User;
struct Credential;
} // namespace gatehouse

namespace gatehouse::control {

/// All documents, typed and indexed. Control thread only; plain pointers from a look-up are valid until the
/// next change, shared ones as long as they are held.
class Documents {
public:
    Documents();
    Documents(const Documents&) = delete;
    Documents& operator=(const Documents&) = delete;

    const AnyTable& table(Kind kind) const { return *m_tables[std::size_t(kind)]; }
    AnyTable& table(Kind kind) { return *m_tables[std::size_t(kind)]; }

    /// As new.
    void clear();

    /// documents.of<Api>().find(id)
    template <typename E>
    Table<E> of() const
    {
        return Table<E>(table(kindOf<E>()));
    }

    // The look-ups that are asked for again and again. Null when there is none.
    /// "tenant:name" is that tenant's. A name alone is the default tenant's API; when that has none, the one
    /// of the tenant that comes first in the alphabet.
    const Api* api(const QString& name, const QString& version) const;
    const Api* apiIn(const QString& tenant, const QString& name, const QString& version) const;
    /// By "name/version" or "tenant:name/version".
    const Api* apiAt(const QString& address) const;
    /// What apiAt() finds the API under: "name/version", with the tenant where that would be another one's.
    QString addressOf(const Api& api) const;
    const User* user(const QString& username) const;
    const User* userByEmail(const QString& email) const;
    /// By the SHA-256 of a key, in hex.
    const Credential* credentialByHash(const CompactText& hash) const;

    /// Lets equal texts of an entity share their memory with those of the tables: ids of other documents and
    /// names of actors. With 40,000 keys this is a quarter of the memory.
    void shareTexts(Kind kind, void* entity);

private:
    template <typename E>
    AnyTable& add();
    void addAccessKinds();
    void addApiKinds();
    void addPrincipalKinds();
    void addOtherKinds();

    std::array<std::unique_ptr<AnyTable>, 40> m_tables;
    QHash<QString, CompactText> m_actors;
};

/// The text under which By::Name files an API.
QString nameKey(const QString& tenant, const QString& name);

} // namespace gatehouse::control
