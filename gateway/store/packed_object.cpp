// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/packed_object.h"

#include "gateway/store/packed_form.h"

namespace gatehouse::store {

PackedObject::PackedObject(const QJsonObject& object)
    : m_packed(object.isEmpty() ? QByteArray() : packObject(object))
{
    m_packed.squeeze();
}

QJsonObject PackedObject::unpack() const
{
    return m_packed.isEmpty() ? QJsonObject() : unpackObject(m_packed);
}

} // namespace gatehouse::store
