// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/openapi_reader.h"

#include "gateway/control/openapi_schema.h"

#include <QJsonArray>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype mostOperations = 2000;
const QStringList methods{u"get"_s, u"put"_s, u"post"_s, u"delete"_s, u"patch"_s, u"head"_s, u"options"_s};

class DocumentReader {
public:
    explicit DocumentReader(const QJsonObject& document)
        : m_document(document)
        , m_schemas(document)
    {
    }
    Result<OpenApiDescription> read();

private:
    void fault(const QString& field, const QString& rule, const QString& message)
    {
        m_faults.append({field, rule, message});
    }
    QJsonObject resolved(const QJsonValue& value) const { return m_schemas.resolved(value); }
    void readPath(const QString& path, const QJsonObject& item);
    DescribedOperation readOperation(const QJsonObject& described, const QJsonArray& shared);
    QJsonArray readParameters(const QJsonArray& described, const QJsonArray& shared) const;
    std::optional<QJsonObject> readBody(const QJsonValue& described) const;
    QJsonObject bodySchema(const QJsonObject& described, const QJsonArray& shared) const;

    const QJsonObject& m_document;
    OpenApiSchemas m_schemas;
    OpenApiDescription m_result;
    Faults m_faults;
};

QJsonArray DocumentReader::readParameters(const QJsonArray& described, const QJsonArray& shared) const
{
    QJsonArray list;
    for (const QJsonArray& source : {shared, described}) {
        for (const QJsonValue value : source) {
            const QJsonObject parameter = resolved(value);
            const QString type = resolved(parameter.value(u"schema"_s)).value(u"type"_s).toString();
            list.append(
                QJsonObject{{u"name"_s, parameter.value(u"name"_s).toString()},
                            {u"in"_s, parameter.value(u"in"_s).toString()},
                            {u"required"_s, parameter.value(u"required"_s).toBool()},
                            {u"type"_s, type.isEmpty() ? parameter.value(u"type"_s).toString() : type}});
        }
    }
    return list;
}

std::optional<QJsonObject> DocumentReader::readBody(const QJsonValue& described) const
{
    const QJsonObject content = resolved(described).value(u"content"_s).toObject();
    if (content.isEmpty())
        return std::nullopt;
    const QString json = u"application/json"_s;
    const QString type = content.contains(json) ? json : content.begin().key();
    return QJsonObject{{u"content_type"_s, type},
                       {u"schema"_s, resolved(content.value(type).toObject().value(u"schema"_s))}};
}

/// Of a JSON body as the document writes it. In Swagger 2 the body is a parameter.
QJsonObject DocumentReader::bodySchema(const QJsonObject& described, const QJsonArray& shared) const
{
    const QJsonObject content = resolved(described.value(u"requestBody"_s)).value(u"content"_s).toObject();
    const QString json = u"application/json"_s;
    if (content.contains(json))
        return content.value(json).toObject().value(u"schema"_s).toObject();
    for (auto type = content.begin(); type != content.end(); ++type) {
        if (type.key().contains(u"json"_s))
            return type.value().toObject().value(u"schema"_s).toObject();
    }
    for (const QJsonArray& source : {described.value(u"parameters"_s).toArray(), shared}) {
        for (const QJsonValue value : source) {
            const QJsonObject parameter = resolved(value);
            if (parameter.value(u"in"_s) == u"body"_s)
                return parameter.value(u"schema"_s).toObject();
        }
    }
    return {};
}

DescribedOperation DocumentReader::readOperation(const QJsonObject& described, const QJsonArray& shared)
{
    DescribedOperation operation;
    operation.description = described.value(u"summary"_s).toString();
    if (operation.description.isEmpty())
        operation.description = described.value(u"description"_s).toString();
    operation.operationId = described.value(u"operationId"_s).toString();
    for (const QJsonValue tag : described.value(u"tags"_s).toArray())
        operation.tags.append(tag.toString());
    operation.parameters = readParameters(described.value(u"parameters"_s).toArray(), shared);
    operation.requestBody = readBody(described.value(u"requestBody"_s));
    if (const QJsonObject schema = bodySchema(described, shared); !schema.isEmpty()) {
        operation.requestSchema = m_schemas.standalone(schema);
        operation.schemaTooLarge = !operation.requestSchema;
    }
    const QJsonObject responses = described.value(u"responses"_s).toObject();
    for (auto at = responses.begin(); at != responses.end(); ++at)
        operation.responses.insert(
            at.key(),
            QJsonObject{{u"description"_s, resolved(at.value()).value(u"description"_s).toString()}});
    return operation;
}

void DocumentReader::readPath(const QString& path, const QJsonObject& item)
{
    if (!path.startsWith(u'/'))
        return fault(u"paths."_s + path, u"format"_s, u"must start with a slash"_s);
    ++m_result.paths;
    const QJsonArray shared = item.value(u"parameters"_s).toArray();
    for (const QString& method : methods) {
        const QJsonValue described = item.value(method);
        if (described.isUndefined())
            continue;
        if (!described.isObject()) {
            fault(u"paths.%1.%2"_s.arg(path, method), u"type"_s, u"must be an object"_s);
            continue;
        }
        DescribedOperation operation = readOperation(described.toObject(), shared);
        operation.uri = path;
        operation.method = method.toUpper();
        m_result.operations.append(std::move(operation));
    }
}

Result<OpenApiDescription> DocumentReader::read()
{
    const QString version =
        m_document.value(u"openapi"_s).toString(m_document.value(u"swagger"_s).toString());
    if (!version.startsWith(u"3."_s) && version != u"2.0"_s)
        fault(u"openapi"_s, u"required"_s, u"must be 3.x, or swagger 2.0"_s);
    const QJsonValue paths = m_document.value(u"paths"_s);
    if (!paths.isObject())
        fault(u"paths"_s, u"required"_s, u"must be an object"_s);
    const QJsonObject info = m_document.value(u"info"_s).toObject();
    m_result.title = info.value(u"title"_s).toString();
    m_result.version = info.value(u"version"_s).toString();
    const QJsonObject all = paths.toObject();
    for (auto at = all.begin(); at != all.end(); ++at)
        readPath(at.key(), resolved(at.value()));
    if (m_result.operations.size() > mostOperations)
        fault(u"paths"_s, u"items"_s, u"must hold at most %1 operations"_s.arg(mostOperations));
    if (!m_faults.isEmpty())
        return Error::invalid(m_faults);
    return std::move(m_result);
}

} // namespace

Result<OpenApiDescription> readOpenApi(const QJsonObject& document)
{
    return DocumentReader(document).read();
}

} // namespace gatehouse::control
