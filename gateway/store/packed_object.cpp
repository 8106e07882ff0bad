// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/packed_object.h"

#include <QCborMap>
#include <QCborValue>

namespace gatehouse::store {

PackedObject::PackedObject(const QJsonObject& object)
    : m_cbor(object.isEmpty() ? QByteArray() : QCborMap::fromJsonObject(object).toCborValue().toCbor())
{
    m_cbor.squeeze();
}

QJsonObject PackedObject::unpack() const
{
    return m_cbor.isEmpty() ? QJsonObject() : QCborValue::fromCbor(m_cbor).toMap().toJsonObject();
}

} // namespace gatehouse::store
