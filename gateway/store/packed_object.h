// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/shared_bytes.h"

#include <QJsonObject>

namespace gatehouse::store {

/// A JSON object for keeping, in the form of packed_form.h, which takes a tenth of the memory of a
/// QJsonObject. Copies share their bytes. Any thread.
class PackedObject {
public:
    PackedObject() = default;
    PackedObject(const QJsonObject& object); // NOLINT(google-explicit-constructor): the same value, packed
    QJsonObject unpack() const;

private:
    SharedBytes m_packed; ///< null: of the empty object
};

} // namespace gatehouse::store
