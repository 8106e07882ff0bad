// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/patch.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

bool mayBeEmptyText(const FieldDef& field)
{
    return field.type == FieldType::Text && field.min.value_or(0) <= 0 && field.format == TextFormat::Any;
}

} // namespace

QJsonObject patchBody(const EntityTable& table, const QJsonObject& changes)
{
    QJsonObject body;
    QJsonArray cleared;
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        const FieldDef* field = table.field(it.key());
        if (!it.value().isNull() || !field)
            body.insert(it.key(), it.value());
        else if (mayBeEmptyText(*field))
            body.insert(it.key(), QString());
        else if (field->type == FieldType::TextList || field->type == FieldType::List)
            body.insert(it.key(), QJsonArray());
        else
            cleared.append(it.key());
    }
    if (!cleared.isEmpty())
        body.insert(clearKey(), cleared);
    return body;
}

} // namespace gatehouse::console
