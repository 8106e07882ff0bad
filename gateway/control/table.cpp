// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/table.h"

#include "common/model/document_header.h"

#include <algorithm>
#include <cstring>

namespace gatehouse::control {

namespace {

QStringList naturalValues(const EntityTable& schema, const void* entity)
{
    QStringList values;
    for (const QString& name : schema.naturalKey) {
        if (const FieldDef* field = schema.field(name))
            values.append(field->get(entity, View::Stored).toVariant().toString());
    }
    return values;
}

bool hasSecret(const EntityTable& schema, const QStringList& fields)
{
    return std::any_of(fields.begin(), fields.end(), [&](const QString& name) {
        const FieldDef* field = schema.field(name);
        return field && field->secret;
    });
}

} // namespace

const DocumentHeader& headerOf(const EntityTable& schema, const void* entity)
{
    return *schema.header(const_cast<void*>(entity)); // only read
}

QString keyOfHash(const QByteArray& hexHash)
{
    const QByteArray half = hexHash.first(std::min<qsizetype>(hexHash.size(), 32));
    const QByteArray bytes = QByteArray::fromHex(half);
    if (bytes.size() != 16)
        return QString::fromLatin1(half);
    // Two bytes in each character: a quarter of the digits' memory.
    QString key(bytes.size() / qsizetype(sizeof(QChar)), Qt::Uninitialized);
    std::memcpy(key.data(), bytes.constData(), std::size_t(bytes.size()));
    return key;
}

QString naturalKeyOf(const QStringList& values)
{
    // A separator that no field of a natural key may contain.
    return values.join(QChar(u'\n'));
}

QString naturalKeyOf(const EntityTable& schema, const void* entity)
{
    return naturalKeyOf(naturalValues(schema, entity));
}

void Bucket::add(const void* entity)
{
    if (isEmpty()) {
        m_one = entity;
        return;
    }
    if (!m_many)
        m_many = std::make_shared<std::vector<const void*>>(1, std::exchange(m_one, nullptr));
    m_many->push_back(entity);
}

void Bucket::remove(const void* entity)
{
    if (m_one == entity)
        m_one = nullptr;
    if (!m_many)
        return;
    // Order means nothing, so the last one takes the place.
    const auto found = std::find(m_many->begin(), m_many->end(), entity);
    if (found != m_many->end()) {
        *found = m_many->back();
        m_many->pop_back();
    }
    if (m_many->empty())
        m_many.reset();
}

AnyTable::AnyTable(Kind kind, Clone clone)
    : m_kind(kind)
    , m_schema(&tableOf(kind))
    , m_clone(clone)
{
    // The id needs no second index, and keys by a secret have one of their own.
    const QStringList& key = m_schema->naturalKey;
    if (key.isEmpty() || key == QStringList{QStringLiteral("id")} || hasSecret(*m_schema, key))
        return;
    addIndex(By::NaturalKey, [schema = m_schema](const void* entity, Keys& keys) {
        keys.append(naturalKeyOf(*schema, entity));
    });
}

std::span<const void* const> AnyTable::with(By index, const QString& key) const
{
    const auto& buckets = m_indexes[std::size_t(index)].buckets;
    const auto at = buckets.constFind(key);
    return at == buckets.cend() ? std::span<const void* const>() : at->all();
}

AnyDocument AnyTable::set(AnyDocument document)
{
    const QString& id = idOf(document.get());
    AnyDocument& slot = m_byId[id];
    AnyDocument before = std::move(slot);
    if (before)
        leave(before.get());
    enter(document.get());
    slot = std::move(document);
    return before;
}

AnyDocument AnyTable::remove(const QString& id)
{
    AnyDocument before = m_byId.take(id);
    if (before)
        leave(before.get());
    return before;
}

void AnyTable::addIndex(By index, KeysOf keysOf)
{
    m_indexes[std::size_t(index)].keysOf = std::move(keysOf);
}

const QString& AnyTable::idOf(const void* entity) const
{
    return headerOf(*m_schema, entity).id;
}

QString AnyTable::nameOf(const void* entity) const
{
    if (hasSecret(*m_schema, m_schema->naturalKey))
        return idOf(entity);
    QStringList values = naturalValues(*m_schema, entity);
    values.removeAll(QString());
    return values.isEmpty() ? idOf(entity) : values.join(u'/');
}

void AnyTable::enter(const void* entity)
{
    Keys keys;
    for (Index& index : m_indexes) {
        if (!index.keysOf)
            continue;
        keys.clear();
        index.keysOf(entity, keys);
        for (const QString& key : std::as_const(keys))
            index.buckets[key].add(entity);
    }
}

void AnyTable::leave(const void* entity)
{
    Keys keys;
    for (Index& index : m_indexes) {
        if (!index.keysOf)
            continue;
        keys.clear();
        index.keysOf(entity, keys);
        for (const QString& key : std::as_const(keys)) {
            const auto at = index.buckets.find(key);
            if (at == index.buckets.end())
                continue;
            at->remove(entity);
            if (at->isEmpty())
                index.buckets.erase(at);
        }
    }
}

} // namespace gatehouse::control
