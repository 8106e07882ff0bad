// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/field.h"
#include "gateway/control/document_index.h"
#include "gateway/control/id_table.h"

#include <array>
#include <memory>
#include <span>
#include <vector>

namespace gatehouse::control {

/// Ways to find documents other than by id.
enum class By : std::uint8_t {
    NaturalKey, ///< the fields of EntityTable::naturalKey, joined by naturalKeyOf()
    Api,        ///< id of the API it belongs to; for subscriptions its "name/version"
    Principal,  ///< user name or consumer id it belongs to
    Tenant,
    Email, ///< lower case
    Hash,  ///< keyOfHash()
    Plan,  ///< id or slug, as it was referred to
    Tier,  ///< slug of a plan
    Role,  ///< name
    Upstream,
    Operation,
    CreditGroup,
    Name,  ///< of an API: tenant and name, see nameKey(); of a credential: its login
    Scope, ///< of a policy: scopeKeysOf()
    Path,  ///< of an API: PublishedPath::key()
    Count_
};

/// The documents of one kind, with their indexes. Control thread only.
class AnyTable {
public:
    using Keys = DocumentIndex::Keys;
    using KeysOf = DocumentIndex::KeysOf;

    using Clone = std::shared_ptr<void> (*)(const void* entity);

    AnyTable(Kind kind, Clone clone);

    Kind kind() const { return m_kind; }
    const EntityTable& schema() const { return *m_schema; }
    qsizetype size() const { return m_byId.size(); }

    /// Null when there is none.
    AnyDocument find(const QString& id) const
    {
        const AnyDocument* const found = m_byId.find(id);
        return found ? *found : nullptr;
    }
    /// The same without a share in it: valid until the next change.
    const void* at(const QString& id) const
    {
        const AnyDocument* const found = m_byId.find(id);
        return found ? found->get() : nullptr;
    }
    bool contains(const QString& id) const { return at(id) != nullptr; }
    /// Documents under a key of an index; the order means nothing. Valid until the next change.
    std::span<const void* const> with(By index, const QString& key) const;
    bool hasIndex(By index) const { return m_indexes[std::size_t(index)].isUsed(); }
    template <typename Visit>
    void forEach(Visit visit) const
    {
        m_byId.forEach(visit);
    }

    /// Adds or replaces; gives back what was there before.
    AnyDocument set(AnyDocument document);
    AnyDocument remove(const QString& id);
    /// Before the first document.
    void addIndex(By index, KeysOf keysOf);
    void reserve(qsizetype documents) { m_byId.reserve(documents); }
    /// A copy of an entity of this kind that may be changed until it goes into the table.
    std::shared_ptr<void> clone(const void* entity) const { return m_clone(entity); }

    const QString& idOf(const void* entity) const;
    /// What a person calls the document: its natural key, joined with a slash; else the id.
    QString nameOf(const void* entity) const;

private:
    void enter(const void* entity);
    void leave(const void* entity);

    Kind m_kind;
    const EntityTable* m_schema;
    Clone m_clone;
    IdTable m_byId;
    std::array<DocumentIndex, std::size_t(By::Count_)> m_indexes;
};

/// The text under which By::Hash files a key: half of its hash, which is unique enough to find it.
QString keyOfHash(const QByteArray& hexHash);

/// The header of an entity whose kind is not known here.
const DocumentHeader& headerOf(const EntityTable& schema, const void* entity);

/// The text under which By::NaturalKey files a document.
QString naturalKeyOf(const EntityTable& schema, const void* entity);
QString naturalKeyOf(const QStringList& values);

/// AnyTable as seen by someone who knows the kind.
template <typename E>
class Table {
public:
    using Pointer = std::shared_ptr<const E>;

    explicit Table(const AnyTable& table)
        : m_table(&table)
    {
    }

    qsizetype size() const { return m_table->size(); }
    Pointer find(const QString& id) const { return std::static_pointer_cast<const E>(m_table->find(id)); }
    /// As find(), for walks over thousands: without a share in the document. Valid until the next change.
    const E* at(const QString& id) const { return static_cast<const E*>(m_table->at(id)); }
    /// One document under the key, or null.
    const E* first(By index, const QString& key) const
    {
        const auto found = m_table->with(index, key);
        return found.empty() ? nullptr : static_cast<const E*>(found.front());
    }
    std::vector<const E*> with(By index, const QString& key) const
    {
        std::vector<const E*> result;
        const auto found = m_table->with(index, key);
        result.reserve(found.size());
        for (const void* entity : found)
            result.push_back(static_cast<const E*>(entity));
        return result;
    }
    qsizetype count(By index, const QString& key) const
    {
        return qsizetype(m_table->with(index, key).size());
    }
    template <typename Visit>
    void forEach(Visit visit) const
    {
        m_table->forEach([&](const AnyDocument& document) { visit(*static_cast<const E*>(document.get())); });
    }
    const AnyTable& any() const { return *m_table; }

private:
    const AnyTable* m_table;
};

} // namespace gatehouse::control
