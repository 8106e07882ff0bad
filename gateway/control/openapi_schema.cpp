// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/openapi_schema.h"

#include <QJsonArray>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

QString referenceIn(const QJsonObject& object)
{
    const QString reference = object.value(u"$ref"_s).toString();
    return reference.startsWith(u"#/"_s) ? reference : QString();
}

} // namespace

QJsonValue OpenApiSchemas::target(const QString& reference) const
{
    QJsonValue target = m_document;
    for (QString step : reference.mid(2).split(u'/')) // RFC 6901
        target = target.toObject().value(step.replace(u"~1"_s, u"/"_s).replace(u"~0"_s, u"~"_s));
    return target;
}

QJsonObject OpenApiSchemas::resolved(const QJsonValue& value) const
{
    constexpr int longestChain = 16;
    QJsonObject object = value.toObject();
    for (int i = 0; i < longestChain && !referenceIn(object).isEmpty(); ++i)
        object = target(referenceIn(object)).toObject();
    return object;
}

std::optional<QJsonObject> OpenApiSchemas::standalone(const QJsonObject& schema)
{
    m_count = 0;
    const QJsonObject made = copied(schema).toObject();
    m_countOfAll += m_count;
    if (m_count > Most || m_countOfAll > MostOfAll)
        return std::nullopt;
    return made;
}

QJsonValue OpenApiSchemas::followed(const QString& reference)
{
    if (m_open.contains(reference))
        return QJsonObject();
    m_open.insert(reference);
    const QJsonValue made = copied(target(reference));
    m_open.remove(reference);
    return made.isUndefined() ? QJsonObject() : made;
}

QJsonValue OpenApiSchemas::copied(const QJsonValue& value)
{
    ++m_depth;
    const QJsonValue made = m_depth > Deepest ? refusal() : copiedHere(value);
    --m_depth;
    return made;
}

/// Ends the copying as beyond the bounds.
QJsonValue OpenApiSchemas::refusal()
{
    m_count = Most + 1;
    return QJsonObject();
}

QJsonValue OpenApiSchemas::copiedHere(const QJsonValue& value)
{
    if (++m_count > Most || m_countOfAll + m_count > MostOfAll)
        return QJsonObject();
    if (value.isArray()) {
        QJsonArray array;
        for (const QJsonValue element : value.toArray())
            array.append(copied(element));
        return array;
    }
    if (!value.isObject())
        return value;
    const QJsonObject object = value.toObject();
    if (const QString reference = referenceIn(object); !reference.isEmpty())
        return followed(reference);
    QJsonObject made;
    for (auto member = object.begin(); member != object.end(); ++member)
        made.insert(member.key(), copied(member.value()));
    return made;
}

} // namespace gatehouse::control
