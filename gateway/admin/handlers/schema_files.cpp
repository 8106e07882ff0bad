// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/handlers/schema_files.h"

#include <QCryptographicHash>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

const Api* describedApi(Services& services, const Call& call, const Done& done)
{
    const QString name = call->param(u"api_name"_s), version = call->param(u"api_version"_s);
    call->audit->target = name + u'/' + version;
    const Api* api = services.documents().api(name, version);
    if (!api)
        done(Reply::error(404, u"API001"_s, u"API not found"_s));
    return api;
}

const SchemaFile* keptSchema(Services& services, const Api& api, SchemaType type)
{
    for (const SchemaFile* file : services.documents().of<SchemaFile>().with(control::By::Api, api.id)) {
        if (file->type == type)
            return file;
    }
    return nullptr;
}

void keepSchema(Services& services, control::ChangeSet& changes, const Api& api, SchemaType type,
                const QByteArray& text, const QString& source)
{
    const SchemaFile* before = keptSchema(services, api, type);
    SchemaFile file = before ? *before : SchemaFile();
    file.apiName = api.name;
    file.apiVersion = api.version;
    file.apiId = api.id;
    file.type = type;
    file.content = QString::fromUtf8(text);
    file.source = source;
    file.fetchedAt.ms = services.clock.wallMs();
    file.sha256 = QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex();
    changes.put(std::move(file));
}

QSet<QString> endpointKeys(Services& services, const Api& api)
{
    QSet<QString> known;
    for (const Operation* operation : services.documents().of<Operation>().with(control::By::Api, api.id))
        known.insert(operation->method + operation->uri);
    return known;
}

Operation newEndpoint(const Api& api, const QString& method, const QString& uri, const QString& description)
{
    constexpr qsizetype longest = 127;
    Operation operation;
    operation.apiName = api.name;
    operation.apiVersion = api.version;
    operation.apiId = api.id;
    operation.method = method;
    operation.uri = uri;
    operation.description = description.left(longest);
    return operation;
}

} // namespace gatehouse::admin
