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

AnyTable::AnyTable(Kind kind, Clone clone)
    : m_kind(kind)
    , m_schema(&tableOf(kind))
    , m_clone(clone)
    , m_byId(
          [schema = m_schema](const void* entity) -> const QString& { return headerOf(*schema, entity).id; })
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
    return m_indexes[std::size_t(index)].with(key);
}

AnyDocument AnyTable::set(AnyDocument document)
{
    const void* const entity = document.get();
    AnyDocument before = m_byId.set(std::move(document));
    if (before)
        leave(before.get());
    enter(entity);
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
    m_indexes[std::size_t(index)].setKeysOf(std::move(keysOf));
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
    for (DocumentIndex& index : m_indexes) {
        if (index.isUsed())
            index.enter(entity);
    }
}

void AnyTable::leave(const void* entity)
{
    for (DocumentIndex& index : m_indexes) {
        if (index.isUsed())
            index.leave(entity);
    }
}

} // namespace gatehouse::control
