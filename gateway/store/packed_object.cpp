// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/packed_object.h"

#include "gateway/store/packed_form.h"

namespace gatehouse::store {

PackedObject::PackedObject(const QJsonObject& object)
    : m_cbor(object.isEmpty() ? QByteArray() : packObject(object))
{
    m_cbor.squeeze();
}

QJsonObject PackedObject::unpack() const
{
    return m_cbor.isEmpty() ? QJsonObject() : unpackObject(m_cbor);
}

} // namespace gatehouse::store
