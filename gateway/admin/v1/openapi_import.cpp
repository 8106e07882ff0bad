// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/v1/openapi_import.h"

#include "common/core/ids.h"
#include "common/model/api.h"
#include "common/model/codec.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {

const QStringList methods{u"get"_s, u"put"_s, u"post"_s, u"delete"_s, u"patch"_s, u"head"_s, u"options"_s};
constexpr int deepestReference = 16;
constexpr int mostOperations = 2000;

class Reader {
public:
    Reader(const control::Documents& documents, const Api& api, const QJsonObject& document)
        : m_api(api)
        , m_document(document)
    {
        for (const Operation* operation : documents.of<Operation>().with(control::By::Api, api.id))
            m_present.insert(operation->method + u' ' + operation->uri, *operation);
    }

    Result<OperationChanges> read();

private:
    void readPath(const QString& path, const QJsonObject& item);
    void readOperation(const QString& path, const QString& method, const QJsonObject& described);
    std::optional<QJsonObject> bodySchema(const QJsonObject& operation) const;
    QJsonValue resolved(const QJsonValue& value, int depth) const;

    const Api& m_api;
    const QJsonObject& m_document;
    QHash<QString, Operation> m_present;
    OperationChanges m_changes;
    Faults m_faults;
};

/// Follows "#/components/..." so that the kept schema stands alone. A reference that leads back to itself
/// ends as "anything".
QJsonValue Reader::resolved(const QJsonValue& value, int depth) const
{
    if (depth > deepestReference)
        return QJsonObject();
    if (value.isArray()) {
        QJsonArray array;
        for (const QJsonValue& element : value.toArray())
            array.append(resolved(element, depth + 1));
        return array;
    }
    if (!value.isObject())
        return value;
    const QJsonObject object = value.toObject();
    const QString reference = object.value(u"$ref"_s).toString();
    if (reference.startsWith(u"#/"_s)) {
        QJsonValue target = m_document;
        for (QString step : reference.mid(2).split(u'/'))
            target = target.toObject().value(step.replace(u"~1"_s, u"/"_s).replace(u"~0"_s, u"~"_s));
        return resolved(target, depth + 1);
    }
    QJsonObject result;
    for (auto it = object.begin(); it != object.end(); ++it)
        result.insert(it.key(), resolved(it.value(), depth + 1));
    return result;
}

/// What people read about the operation; all of it is optional in a description.
QString descriptionIn(const QJsonObject& operation, const QString& fallback)
{
    constexpr qsizetype longest = 255;
    for (const QString& name : {u"summary"_s, u"description"_s, u"operationId"_s}) {
        const QString text = operation.value(name).toString().simplified();
        if (!text.isEmpty())
            return text.left(longest);
    }
    return fallback.left(longest);
}

std::optional<QJsonObject> Reader::bodySchema(const QJsonObject& operation) const
{
    const QJsonObject body = resolved(operation.value(u"requestBody"_s), 0).toObject();
    const QJsonObject content = body.value(u"content"_s).toObject();
    for (auto it = content.begin(); it != content.end(); ++it) {
        const QJsonObject schema = it.value().toObject().value(u"schema"_s).toObject();
        if (it.key().contains(u"json"_s) && !schema.isEmpty())
            return schema;
    }
    return std::nullopt;
}

void Reader::readOperation(const QString& path, const QString& method, const QJsonObject& described)
{
    const QString verb = method.toUpper();
    const auto present = m_present.constFind(verb + u' ' + path);
    Operation operation = present == m_present.cend() ? Operation() : *present;
    if (present == m_present.cend()) {
        operation.id = newId();
        ++m_changes.added;
    }
    operation.apiName = m_api.name;
    operation.apiVersion = m_api.version;
    operation.apiId = m_api.id;
    operation.method = verb;
    operation.uri = path;
    operation.operationId = described.value(u"operationId"_s).toString();
    operation.description = descriptionIn(described, verb + u' ' + path);
    operation.tags.clear();
    for (const QJsonValue& tag : described.value(u"tags"_s).toArray())
        operation.tags.append(tag.toString());
    operation.requestSchema = bodySchema(described);
    for (const Fault& fault : validate(operation))
        m_faults.append({u"paths.%1.%2.%3"_s.arg(path, method, fault.field), fault.rule, fault.message});
    m_present.remove(verb + u' ' + path);
    m_changes.put.append(std::move(operation));
}

void Reader::readPath(const QString& path, const QJsonObject& item)
{
    if (!path.startsWith(u'/')) {
        m_faults.append({u"paths.%1"_s.arg(path), u"format"_s, u"must start with a slash"_s});
        return;
    }
    for (const QString& method : methods) {
        const QJsonValue described = item.value(method);
        if (described.isObject())
            readOperation(path, method, described.toObject());
        else if (!described.isUndefined())
            m_faults.append({u"paths.%1.%2"_s.arg(path, method), u"type"_s, u"must be an object"_s});
    }
}

Result<OperationChanges> Reader::read()
{
    const QString version =
        m_document.value(u"openapi"_s).toString(m_document.value(u"swagger"_s).toString());
    if (!version.startsWith(u"3."_s) && version != u"2.0"_s)
        m_faults.append({u"openapi"_s, u"required"_s, u"must be 3.x (or swagger 2.0)"_s});
    const QJsonValue paths = m_document.value(u"paths"_s);
    if (!paths.isObject())
        m_faults.append({u"paths"_s, u"required"_s, u"must be an object"_s});
    const QJsonObject all = paths.toObject();
    for (auto it = all.begin(); it != all.end(); ++it)
        readPath(it.key(), it.value().toObject());
    if (m_changes.put.size() > mostOperations)
        m_faults.append({u"paths"_s, u"items"_s, u"must hold at most %1 operations"_s.arg(mostOperations)});
    if (!m_faults.isEmpty())
        return Error::invalid(m_faults);
    for (const Operation& gone : std::as_const(m_present))
        m_changes.removed.append(gone.id);
    return std::move(m_changes);
}

} // namespace

Result<OperationChanges> operationChanges(const control::Documents& documents, const Api& api,
                                          const QJsonObject& document)
{
    return Reader(documents, api, document).read();
}

} // namespace gatehouse::admin::v1
