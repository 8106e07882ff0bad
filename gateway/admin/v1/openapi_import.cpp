// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/v1/openapi_import.h"

#include "common/core/ids.h"
#include "common/model/api.h"
#include "common/model/codec.h"
#include "gateway/control/openapi_reader.h"

#include <QHash>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace openapi_import_calls {

/// What people read about the operation; all of it is optional in a description.
QString descriptionOf(const control::DescribedOperation& described)
{
    constexpr qsizetype longest = 255;
    for (const QString& text : {described.description, described.operationId}) {
        if (const QString line = text.simplified(); !line.isEmpty())
            return line.left(longest);
    }
    return (described.method + u' ' + described.uri).left(longest);
}

void describe(Operation& operation, const control::DescribedOperation& described, const Api& api)
{
    operation.apiName = api.name;
    operation.apiVersion = api.version;
    operation.apiId = api.id;
    operation.method = described.method;
    operation.uri = described.uri;
    operation.operationId = described.operationId;
    operation.description = descriptionOf(described);
    operation.tags = described.tags;
    operation.requestSchema = described.requestSchema;
}

} // namespace openapi_import_calls
} // namespace

Result<OperationChanges> operationChanges(const control::Documents& documents, const Api& api,
                                          const QJsonObject& document)
{
    using namespace openapi_import_calls;
    const Result<control::OpenApiDescription> read = control::readOpenApi(document);
    if (!read)
        return read.error();
    QHash<QString, Operation> present;
    for (const Operation* operation : documents.of<Operation>().with(control::By::Api, api.id))
        present.insert(operation->method + u' ' + operation->uri, *operation);
    OperationChanges changes;
    Faults faults;
    for (const control::DescribedOperation& described : read->operations) {
        const auto known = present.constFind(described.method + u' ' + described.uri);
        Operation operation = known == present.cend() ? Operation() : *known;
        if (known == present.cend()) {
            operation.id = newId();
            ++changes.added;
        }
        describe(operation, described, api);
        for (const Fault& fault : validate(operation))
            faults.append({u"paths.%1.%2.%3"_s.arg(described.uri, described.method.toLower(), fault.field),
                           fault.rule, fault.message});
        present.remove(described.method + u' ' + described.uri);
        changes.put.append(std::move(operation));
    }
    if (!faults.isEmpty())
        return Error::invalid(faults);
    for (const Operation& gone : std::as_const(present))
        changes.removed.append(gone.id);
    return changes;
}

} // namespace gatehouse::admin::v1
