// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QJsonObject>

namespace gatehouse::store {

/// The bytes of PackedObject. They mean something in this process alone, because names are numbers of its
/// dictionary. Any thread.
QByteArray packObject(const QJsonObject& object);
/// `bytes` of packObject(), whole.
QJsonObject unpackObject(QByteArrayView bytes);

} // namespace gatehouse::store
