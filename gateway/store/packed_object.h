// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>

namespace gatehouse::store {

/// A JSON object for keeping: as CBOR (RFC 8949), which takes a fifth of the memory of a QJsonObject. Copies
/// share their bytes. Any thread.
class PackedObject {
public:
    PackedObject() = default;
    PackedObject(const QJsonObject& object); // NOLINT(google-explicit-constructor): the same value, packed
    QJsonObject unpack() const;

private:
    QByteArray m_cbor; ///< empty: of the empty object
};

} // namespace gatehouse::store
