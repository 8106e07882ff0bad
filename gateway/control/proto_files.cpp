// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/proto_files.h"

#include <QLoggingCategory>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

Q_LOGGING_CATEGORY(protoLog, "gateway.proto", QtInfoMsg)

const ProtoFile* protoFileOf(const Documents& documents, const QString& apiName, const QString& apiVersion)
{
    const ProtoFile* found = nullptr;
    for (const ProtoFile* file :
         documents.of<ProtoFile>().with(By::NaturalKey, naturalKeyOf({apiName, apiVersion}))) {
        if (file->current && (!found || file->id > found->id))
            found = file;
    }
    return found;
}

QString ownPackageOf(const QString& apiName, const QString& apiVersion)
{
    QString package = apiName + u'_' + apiVersion;
    if (package.at(0).isDigit())
        package.prepend(u'_');
    for (QChar& c : package) {
        if (!((c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9')))
            c = u'_';
    }
    return package;
}

ProtoFile defaultProtoFile(const QString& apiName, const QString& apiVersion)
{
    ProtoFile file;
    file.apiName = apiName;
    file.apiVersion = apiVersion;
    file.package = ownPackageOf(apiName, apiVersion);
    file.isDefault = true;
    file.content = uR"(syntax = "proto3";

package %1;

service Resource {
  rpc Create (CreateRequest) returns (CreateReply);
  rpc Read (ReadRequest) returns (ReadReply);
  rpc Update (UpdateRequest) returns (UpdateReply);
  rpc Delete (DeleteRequest) returns (DeleteReply);
}

message CreateRequest { string name = 1; }
message CreateReply { string message = 1; }
message ReadRequest { int32 id = 1; }
message ReadReply { string message = 1; }
message UpdateRequest { int32 id = 1; string name = 2; }
message UpdateReply { string message = 1; }
message DeleteRequest { int32 id = 1; }
message DeleteReply { bool ok = 1; }
)"_s.arg(file.package);
    return file;
}

ProtoReading readProto(const QString& text, const protocols::ProtoLimits& limits)
{
    ProtoReading reading;
    const protocols::ProtoSchema::Compiled compiled =
        protocols::ProtoSchema::compile(text.toStdString(), limits);
    for (const protocols::ProtoFault& fault : compiled.faults) {
        const QString what = QString::fromStdString(fault.text);
        reading.faults.append(
            fault.line > 0 ? u"line %1, column %2: %3"_s.arg(fault.line).arg(fault.column).arg(what) : what);
    }
    if (!compiled.schema)
        return reading;
    reading.package = QString::fromStdString(compiled.schema->package());
    for (const protocols::ProtoMethod& method : compiled.schema->methods()) {
        const QString service = QString::fromStdString(method.path).section(u'/', 1, 1);
        if (!reading.services.contains(service))
            reading.services.append(service);
    }
    return reading;
}

std::shared_ptr<const protocols::ProtoSchema> ProtoSchemas::of(const ProtoFile* file,
                                                               const protocols::ProtoLimits& limits)
{
    if (!file)
        return nullptr;
    if (const auto known = m_known.constFind(file->id); known != m_known.cend()) {
        if (auto schema = known->schema.lock(); schema && known->text == file->content)
            return schema;
    }
    m_known.removeIf([](const auto& entry) { return entry->schema.expired(); }); // of files that are gone
    protocols::ProtoSchema::Compiled compiled =
        protocols::ProtoSchema::compile(file->content.toStdString(), limits);
    if (!compiled.schema)
        qCWarning(protoLog).noquote()
            << "the proto file of API" << file->apiName + u'/' + file->apiVersion
            << "cannot be used:" << QString::fromStdString(compiled.faults.front().text);
    if (compiled.schema)
        m_known.insert(file->id, {file->content, compiled.schema});
    return compiled.schema;
}

} // namespace gatehouse::control
