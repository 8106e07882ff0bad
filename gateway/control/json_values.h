// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/json_tree.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonValue>

namespace gatehouse::control {

/// The same value as the data path keeps it.
inline filters::Json jsonOf(const QJsonValue& value)
{
    // A document holds objects and lists only.
    const QByteArray text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    auto list = filters::Json::parse({text.constData(), std::size_t(text.size())});
    return list && list->items().size() == 1 ? list->items().front() : filters::Json();
}

} // namespace gatehouse::control
