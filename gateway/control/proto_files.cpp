// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/proto_files.h"

#include <QLoggingCategory>
#include <QRegularExpression>

#include <utility>
#include <vector>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

Q_LOGGING_CATEGORY(protoLog, "gateway.proto", QtInfoMsg)

const ProtoFile* currentOf(const std::vector<const ProtoFile*>& files)
{
    const ProtoFile* found = nullptr;
    for (const ProtoFile* file : files) {
        if (file->current && (!found || file->id > found->id))
            found = file;
    }
    return found;
}

const ProtoFile* protoFileOf(const Documents& documents, const Api& api)
{
    return currentOf(documents.of<ProtoFile>().with(By::Api, api.id));
}

std::vector<const ProtoFile*> waitingProtoFiles(const Documents& documents, const QString& apiName,
                                                const QString& apiVersion)
{
    auto files =
        documents.of<ProtoFile>().with(By::NaturalKey, naturalKeyOf(QStringList{apiName, apiVersion}));
    std::erase_if(files, [](const ProtoFile* file) { return !file->apiId.isEmpty(); });
    return files;
}

std::vector<const ProtoFile*> protoFilesAt(const Documents& documents, const QString& apiName,
                                           const QString& apiVersion)
{
    if (const Api* const api = documents.api(apiName, apiVersion))
        return documents.of<ProtoFile>().with(By::Api, api->id);
    return waitingProtoFiles(documents, apiName, apiVersion);
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

ProtoFile defaultProtoFile(const Api& api)
{
    ProtoFile file;
    file.apiName = api.name;
    file.apiVersion = api.version;
    file.apiId = api.id;
    file.package = ownPackageOf(api.name, api.version);
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

namespace {

constexpr QStringView ownName = u"api.proto";

/// Import lines name files with slashes, relative to a place that only the uploader knows.
bool isImportName(const QString& name)
{
    static const QRegularExpression form(
        QRegularExpression::anchoredPattern(u"(?:[A-Za-z0-9_.-]+/)*[A-Za-z0-9_.-]+\\.proto"_s));
    constexpr qsizetype longest = 255;
    const QStringList segments = name.split(u'/');
    return name.size() <= longest && form.match(name).hasMatch() && !segments.contains(u".."_s) &&
           !segments.contains(u"."_s) && !name.startsWith(u"google/protobuf/");
}

QStringList nameFaults(const ProtoFile& file)
{
    QStringList faults, names = file.imports.keys();
    if (!file.fileName.isEmpty() && !names.isEmpty()) // else nobody imports it
        names.prepend(file.fileName);
    for (const QString& name : std::as_const(names)) {
        if (!isImportName(name))
            faults.append(
                u"%1: a name is letters, digits, _ . - and slashes between folders, ends in .proto, "
                "and is not below google/protobuf"_s.arg(name));
    }
    for (auto at = file.imports.begin(); at != file.imports.end(); ++at) {
        if (!at.value().isString())
            faults.append(u"%1: must be the text of the file"_s.arg(at.key()));
    }
    return faults;
}

protocols::ProtoSchema::Compiled compile(const ProtoFile& file, const protocols::ProtoLimits& limits)
{
    if (file.imports.isEmpty()) // its faults need no name
        return protocols::ProtoSchema::compile(file.content.toStdString(), limits);
    std::vector<protocols::ProtoText> texts;
    const QString name = file.fileName.isEmpty() ? ownName.toString() : file.fileName;
    texts.push_back({name.toStdString(), file.content.toStdString()});
    for (auto at = file.imports.begin(); at != file.imports.end(); ++at)
        texts.push_back({at.key().toStdString(), at.value().toString().toStdString()});
    return protocols::ProtoSchema::compile(texts, limits);
}

QString textOf(const protocols::ProtoFault& fault)
{
    QStringList place;
    if (!fault.file.empty())
        place.append(QString::fromStdString(fault.file));
    if (fault.line > 0)
        place.append(u"line %1, column %2"_s.arg(fault.line).arg(fault.column));
    const QString text = QString::fromStdString(fault.text);
    return place.isEmpty() ? text : place.join(u", "_s) + u": "_s + text;
}

} // namespace

ProtoReading readProto(const ProtoFile& file, const protocols::ProtoLimits& limits)
{
    ProtoReading reading;
    reading.faults = nameFaults(file);
    if (!reading.faults.isEmpty())
        return reading;
    const protocols::ProtoSchema::Compiled compiled = compile(file, limits);
    for (const protocols::ProtoFault& fault : compiled.faults)
        reading.faults.append(textOf(fault));
    if (!compiled.schema)
        return reading;
    reading.package = QString::fromStdString(compiled.schema->package());
    for (const std::string& service : compiled.schema->services())
        reading.services.append(QString::fromStdString(service));
    for (const protocols::ProtoMethod& method : compiled.schema->methods())
        reading.methods.append(QString::fromStdString(method.path).section(u'/', 1));
    return reading;
}

std::shared_ptr<const protocols::ProtoSchema> ProtoSchemas::of(const ProtoFile* file,
                                                               const protocols::ProtoLimits& limits)
{
    if (!file)
        return nullptr;
    if (const auto known = m_known.constFind(file->id); known != m_known.cend()) {
        if (auto schema = known->schema.lock();
            schema && known->text == file->content && known->imports == file->imports)
            return schema;
    }
    m_known.removeIf([](const auto& entry) { return entry->schema.expired(); }); // of files that are gone
    protocols::ProtoSchema::Compiled compiled = compile(*file, limits);
    if (!compiled.schema)
        qCWarning(protoLog).noquote() << "the proto file of API" << file->apiName + u'/' + file->apiVersion
                                      << "cannot be used:" << textOf(compiled.faults.front());
    if (compiled.schema)
        m_known.insert(file->id, {file->content, file->imports, compiled.schema});
    return compiled.schema;
}

} // namespace gatehouse::control
