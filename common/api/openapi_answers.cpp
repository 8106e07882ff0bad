// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/openapi_answers.h"

#include "common/api/answer_shapes.h"
#include "common/api/openapi.h"
#include "common/model/codec.h"
#include "common/model/kinds.h"
#include "common/model/plan.h"

#include <QJsonArray>

#include <algorithm>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

QJsonObject typed(const QString& type)
{
    return {{u"type"_s, type}};
}

QJsonObject listOf(const QJsonObject& items)
{
    return {{u"type"_s, u"array"_s}, {u"items"_s, items}};
}

/// Keys that mean the same wherever they are; everything else may be anything.
const QHash<QString, QString>& knownTypes()
{
    static const QHash<QString, QString> types = [] {
        QHash<QString, QString> made;
        const auto add = [&made](const QString& type, const QString& names) {
            for (const QString& name : names.split(u' '))
                made.insert(name, type);
        };
        add(u"integer"_s,
            u"page page_size total total_pages skip limit count revision bytes answers stored evicted "
            "purged refreshes failed_refreshes imported removed types_count endpoints_count endpoints_found "
            "endpoints_imported "
            "endpoints_skipped operations_found total_endpoints total_apis total_users "
            "deleted_count disabled_count enabled_count total_rules enabled_rules disabled_rules "
            "rotation_count expires_in active_connections"_s);
        add(u"boolean"_s, u"has_next has_more has_subscriptions cached complete valid active revoked enabled "
                          "available reflection_enabled ready deleted delivered"_s);
        add(u"string"_s,
            u"message access_token token_type refresh_token version username api_key new_api_key "
            "content filename format wsdl id api_name service_name target_namespace title product "
            "request_id consumer_id subscription_id user_id rule_id tenant_id reload_command "
            "path created_at secret login collection"_s);
        add(u"array"_s, u"items events logs log_files changes faults revisions points series data_points "
                        "top_endpoints top_apis top_users capabilities unavailable collections rows "
                        "reloadable_keys entries"_s);
        return made;
    }();
    return types;
}

/// A document of that name on the platform surface; what /v1 shows of one has a form of its own.
QJsonObject documentSchema(const QString& name, bool platform, QJsonObject& schemas)
{
    if (!platform)
        return v1DocumentSchema(name, schemas);
    if (name == u"limits")
        return jsonSchemaReference(tableOf<PlanLimits>(), schemas);
    const auto one = kindFromString(name);
    const auto many = kindOfCollection(name);
    if (one)
        return jsonSchemaReference(tableOf(*one), schemas);
    return many ? listOf(jsonSchemaReference(tableOf(*many), schemas)) : QJsonObject();
}

/// Null beside what the schema allows.
QJsonObject orNull(QJsonObject schema)
{
    const QJsonValue type = schema.value(u"type"_s);
    if (type.isString()) {
        schema.insert(u"type"_s, QJsonArray{type, u"null"_s});
        return schema;
    }
    return {{u"oneOf"_s, QJsonArray{schema, typed(u"null"_s)}}};
}

/// Reads the language of shapes (answer_shapes.h).
class ShapeReader {
public:
    ShapeReader(const QString& shape, bool platform, QJsonObject& schemas)
        : m_rest(shape)
        , m_platform(platform)
        , m_schemas(schemas)
    {
    }

    QJsonObject read()
    {
        QJsonObject schema = one();
        if (m_rest.startsWith(u'|')) {
            QJsonArray forms{schema};
            while (take(u'|'))
                forms.append(one());
            schema = QJsonObject{{u"oneOf"_s, forms}};
        }
        return take(u'?') ? orNull(schema) : schema;
    }

private:
    QJsonObject one()
    {
        if (take(u'{'))
            return object();
        if (take(u'['))
            return listOf(until(u']'));
        if (take(u'<'))
            return {{u"type"_s, u"object"_s}, {u"additionalProperties"_s, until(u'>')}};
        const QString name = word();
        if (name == u"any")
            return {};
        if (name == u"free")
            return {{u"type"_s, u"object"_s}, {u"additionalProperties"_s, true}};
        const QJsonObject plain = wordSchema(name);
        QJsonObject document = plain.isEmpty() ? documentSchema(name, m_platform, m_schemas) : plain;
        if (!document.isEmpty() && take(u'{')) // what is shown beside the fields of the document
            document.insert(u"properties"_s, object().value(u"properties"_s));
        return document.isEmpty() ? typed(u"object"_s) : document;
    }
    QJsonObject until(QChar end)
    {
        const QJsonObject inner = read();
        take(end);
        return inner;
    }
    bool take(QChar c)
    {
        if (!m_rest.startsWith(c))
            return false;
        m_rest = m_rest.sliced(1);
        return true;
    }
    QString word()
    {
        const auto end = std::find_if(m_rest.begin(), m_rest.end(),
                                      [](QChar c) { return QStringView(u",:{}[]<>|?").contains(c); });
        const QString name = m_rest.first(end - m_rest.begin()).toString();
        m_rest = m_rest.sliced(name.size());
        return name.trimmed();
    }
    QJsonObject object()
    {
        QJsonObject properties;
        while (!m_rest.isEmpty() && !take(u'}')) {
            const QString name = word();
            properties.insert(name, take(u':') ? read() : valueOf(name));
            take(u',');
        }
        return {{u"type"_s, u"object"_s}, {u"properties"_s, properties}};
    }
    QJsonObject valueOf(const QString& name)
    {
        // On /v1 a bare key is a name or a number of the document, not the document.
        const QJsonObject document = m_platform ? documentSchema(name, true, m_schemas) : QJsonObject();
        if (!document.isEmpty())
            return document;
        const QString type = knownTypes().value(name);
        return type.isEmpty() ? QJsonObject() : typed(type);
    }

    QStringView m_rest;
    bool m_platform;
    QJsonObject& m_schemas;
};

} // namespace

QJsonObject answerSchema(const CallInfo& call, QJsonObject& schemas)
{
    if (call.reply == ReplyKind::Message)
        return {{u"type"_s, u"object"_s}, {u"properties"_s, QJsonObject{{u"message"_s, typed(u"string"_s)}}}};
    const QString own = preciseShape(call.id);
    const QString shape = own.isEmpty() ? QString::fromUtf8(call.shape) : own;
    if (shape.isEmpty())
        return typed(u"object"_s);
    return ShapeReader(shape, call.surface == Surface::Platform, schemas).read();
}

QJsonObject errorSchema(const CallInfo& call, QJsonObject& schemas)
{
    const bool platform = call.surface == Surface::Platform;
    const QString name = platform ? u"Error"_s : u"ErrorDetail"_s;
    if (!schemas.contains(name)) {
        const QJsonObject text = typed(u"string"_s);
        const QJsonObject fault{
            {u"type"_s, u"object"_s},
            {u"properties"_s,
             platform ? QJsonObject{{u"field"_s, text}, {u"rule"_s, text}, {u"message"_s, text}}
                      : QJsonObject{{u"loc"_s, listOf({})}, {u"msg"_s, text}, {u"type"_s, text}}}};
        const QJsonObject properties =
            platform ? QJsonObject{{u"error_code"_s, text},
                                   {u"error_message"_s, text},
                                   {u"faults"_s, listOf(fault)},
                                   {u"detail"_s, text}}
                     : QJsonObject{{u"code"_s, text},
                                   {u"detail"_s, QJsonObject{{u"oneOf"_s, QJsonArray{text, listOf(fault)}}}}};
        schemas.insert(name, QJsonObject{{u"type"_s, u"object"_s}, {u"properties"_s, properties}});
    }
    return {{u"$ref"_s, u"#/components/schemas/"_s + name}};
}

} // namespace gatehouse
