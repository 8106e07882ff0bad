// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/packed_object.h"

#include "gateway/store/packed_form.h"

namespace gatehouse::store {

PackedObject::PackedObject(const QJsonObject& object)
{
    if (object.isEmpty())
        return;
    const QByteArray bytes = packObject(object);
    m_packed = SharedBytes(std::string_view(bytes.constData(), std::size_t(bytes.size())));
}

QJsonObject PackedObject::unpack() const
{
    const std::string_view bytes = m_packed.view();
    return bytes.empty() ? QJsonObject() : unpackObject({bytes.data(), qsizetype(bytes.size())});
}

} // namespace gatehouse::store
