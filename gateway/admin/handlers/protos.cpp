// SPDX-License-Identifier: GPL-3.0-or-later
// The .proto files of gRPC APIs (platform-routes section 24).
#include "common/model/api.h"
#include "common/model/stored_files.h"
#include "gateway/admin/handlers/document_calls.h"
#include "gateway/control/proto_files.h"
#include "gateway/http/multipart.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace protos_calls {

using control::ChangeSet;

constexpr qsizetype keptUploads = 10; // earlier ones of an API, as history

/// Names become names of nothing, but clients know that such ones are refused.
std::optional<Reply> nameRefusal(const Call& call)
{
    static const QRegularExpression drive(u"^[A-Za-z]:"_s);
    constexpr qsizetype longest = 255;
    for (const QString& key : {u"api_name"_s, u"api_version"_s}) {
        const QString name = call->param(key);
        const bool bad = name.isEmpty() || name.size() > longest || name.contains(u".."_s) ||
                         name.startsWith(u'/') || name.startsWith(u'\\') || drive.match(name).hasMatch();
        if (bad)
            return Reply::error(400, u"GTW013"_s,
                                u"Path validation error: %1 is no name of an API"_s.arg(key));
    }
    return std::nullopt;
}

/// What the call is about. The API may still be to come: scripts upload first.
struct Place {
    QString name, version;
    const Api* api = nullptr;
    std::vector<const ProtoFile*> files; ///< with the earlier ones

    const ProtoFile* current() const { return control::currentOf(files); }
};

Place placeOf(const Services& services, const Call& call)
{
    Place place{call->param(u"api_name"_s), call->param(u"api_version"_s), nullptr, {}};
    call->audit->target = place.name + u'/' + place.version;
    place.api = services.documents().api(place.name, place.version);
    place.files = control::protoFilesAt(services.documents(), place.name, place.version);
    return place;
}

Reply invalid(const QString& why)
{
    return Reply::error(400, u"REQ003"_s, u"Invalid proto file: %1"_s.arg(why));
}

protocols::ProtoLimits limitsOf(const Services& services)
{
    return {.maxBytes = std::size_t(services.settings.bytes(config::Setting::MaxProto))};
}

/// What was uploaded, or the answer to an upload that cannot be used.
struct Upload {
    ProtoFile file;
    std::optional<Reply> refusal;
};

Upload refused(const QString& why)
{
    return {{}, invalid(why)};
}

Upload checked(const Services& services, ProtoFile file)
{
    QStringList names = file.imports.keys();
    names.prepend(file.fileName);
    if (!std::all_of(names.begin(), names.end(),
                     [](const QString& name) { return name.endsWith(u".proto"_s); }))
        return {{}, Reply::error(400, u"REQ003"_s, u"Only .proto files are allowed"_s)};
    const control::ProtoReading reading = control::readProto(file, limitsOf(services));
    if (!reading.faults.isEmpty())
        return refused(reading.faults.join(u"; "_s));
    file.package = reading.package;
    return {std::move(file), {}};
}

/// {"content": text, "file_name"?: name, "imports"?: {name: text}}, for clients that have no use for forms.
Upload jsonUploadOf(const Services& services, const Call& call)
{
    const Result<QJsonObject> body = call->json();
    if (!body)
        return {{}, Reply::from(body.error())};
    if (!body->value(u"content"_s).isString())
        return refused(u"content must be the text of the file"_s);
    const QJsonValue imports = body->value(u"imports"_s);
    if (!imports.isObject() && !imports.isNull() && !imports.isUndefined())
        return refused(u"imports must be an object: name of a file -> its text"_s);
    ProtoFile file;
    file.content = body->value(u"content"_s).toString();
    file.fileName = body->value(u"file_name"_s).toString(u"api.proto"_s);
    file.imports = imports.toObject();
    return checked(services, std::move(file));
}

/// The file in the part named `name` of a form, and those it imports in parts named "import", whose file
/// names are those of the import lines.
Upload formUploadOf(const Services& services, const Call& call, std::string_view name)
{
    const QByteArray type = call->header("content-type");
    const std::string_view body(call->body.constData(), std::size_t(call->body.size()));
    std::string why;
    const auto parts = http::parseForm({type.constData(), std::size_t(type.size())}, body, why);
    if (!parts)
        return refused(QString::fromStdString(why));
    ProtoFile file;
    bool found = false;
    for (const http::FormPart& part : *parts) {
        const bool main = part.name == name && !found;
        if (!main && part.name != "import")
            continue;
        const QString fileName = QString::fromStdString(part.fileName);
        const QByteArrayView content(part.content.data(), qsizetype(part.content.size()));
        const QString text = QString::fromUtf8(content);
        if (text.toUtf8() != content)
            return refused(main ? u"is not UTF-8"_s : u"%1 is not UTF-8"_s.arg(fileName));
        if (!main && file.imports.contains(fileName))
            return refused(u"%1: there are two files of this name"_s.arg(fileName));
        if (main) {
            file.content = text;
            file.fileName = fileName;
            found = true;
        } else {
            file.imports.insert(fileName, text);
        }
    }
    return found ? checked(services, std::move(file))
                 : refused(u"the upload has no part %1"_s.arg(QString::fromStdString(std::string(name))));
}

Upload uploadOf(const Services& services, const Call& call, std::string_view name)
{
    if (call->body.size() > services.settings.bytes(config::Setting::MaxMultipart))
        return {{}, Reply::error(413, u"REQ002"_s, u"Uploaded file too large"_s)};
    return call->header("content-type").startsWith("application/json") ? jsonUploadOf(services, call)
                                                                       : formUploadOf(services, call, name);
}

/// Earlier uploads, the oldest first.
QList<const ProtoFile*> historyOf(const Place& place)
{
    QList<const ProtoFile*> files;
    for (const ProtoFile* file : place.files) {
        if (!file->current)
            files.append(file);
    }
    std::sort(files.begin(), files.end(), [](const ProtoFile* a, const ProtoFile* b) {
        return std::pair(a->createdAt.ms, a->id) < std::pair(b->createdAt.ms, b->id);
    });
    return files;
}

ProtoFile fileOf(const Place& place, const Upload& upload)
{
    ProtoFile file = upload.file;
    file.apiName = place.api ? place.api->name : place.name;
    file.apiVersion = place.version;
    file.apiId = place.api ? place.api->id : QString();
    return file;
}

/// What is in a file that is given as JSON; nothing is kept.
void parse(Services& services, const Call& call, const Done& done)
{
    if (call->body.size() > services.settings.bytes(config::Setting::MaxMultipart))
        return done(Reply::error(413, u"REQ002"_s, u"Uploaded file too large"_s));
    const Upload given = jsonUploadOf(services, call);
    if (given.refusal)
        return done(*given.refusal);
    const control::ProtoReading reading = control::readProto(given.file, limitsOf(services));
    QJsonArray found;
    for (const QString& service : reading.services) {
        QJsonArray methods;
        for (const QString& method : reading.methods) {
            if (method.section(u'/', 0, 0) == service)
                methods.append(method.section(u'/', 1));
        }
        found.append(QJsonObject{{u"name"_s, service}, {u"methods"_s, methods}});
    }
    done(Reply::object(200, {{u"package"_s, reading.package}, {u"services"_s, found}}));
}

void upload(Services& services, const Call& call, const Done& done)
{
    if (const auto refused = nameRefusal(call))
        return done(*refused);
    const Place place = placeOf(services, call);
    const Upload upload = uploadOf(services, call, "file");
    if (upload.refusal)
        return done(*upload.refusal);
    ChangeSet changes(u"proto.upload"_s);
    if (const ProtoFile* const before = place.current()) {
        ProtoFile old = *before;
        old.current = false;
        changes.put(std::move(old));
        QList<const ProtoFile*> history = historyOf(place);
        for (; history.size() >= keptUploads; history.removeFirst())
            changes.remove(Kind::ProtoFile, history.first()->id);
    }
    changes.put(fileOf(place, upload));
    applyAndReply(services, call, changes, done, [](const auto&) {
        return Reply::message(200, u"Proto file uploaded and gRPC code generated successfully"_s);
    });
}

void replace(Services& services, const Call& call, const Done& done)
{
    if (const auto refused = nameRefusal(call))
        return done(*refused);
    const Place place = placeOf(services, call);
    const Upload upload = uploadOf(services, call, "proto_file");
    if (upload.refusal)
        return done(*upload.refusal);
    ProtoFile file = fileOf(place, upload);
    if (const ProtoFile* const before = place.current())
        file.id = before->id;
    ChangeSet changes(u"proto.update"_s);
    changes.put(std::move(file));
    applyAndReply(services, call, changes, done,
                  [](const auto&) { return Reply::message(200, u"Proto file updated successfully"_s); });
}

void read(Services& services, const Call& call, const Done& done)
{
    if (const auto refused = nameRefusal(call))
        return done(*refused);
    const Place place = placeOf(services, call);
    const ProtoFile* const file = place.current();
    if (!file)
        return done(Reply::error(404, u"API002"_s,
                                 u"Proto file not found for API %1/%2"_s.arg(place.name, place.version)));
    QJsonObject shown{{u"content"_s, file->content}};
    if (!file->imports.isEmpty()) {
        shown.insert(u"file_name"_s, file->fileName);
        shown.insert(u"imports"_s, file->imports);
    }
    done(Reply::object(200, shown));
}

void remove(Services& services, const Call& call, const Done& done)
{
    if (const auto refused = nameRefusal(call))
        return done(*refused);
    const Reply deleted = Reply::message(200, u"Proto file and generated files deleted successfully"_s);
    ChangeSet changes(u"proto.delete"_s);
    for (const ProtoFile* file : placeOf(services, call).files)
        changes.remove(Kind::ProtoFile, file->id);
    if (changes.isEmpty())
        return done(deleted);
    applyAndReply(services, call, changes, done, deleted);
}

} // namespace protos_calls
} // namespace

void registerProtos(Registry& registry, Services& services)
{
    using namespace protos_calls;
    on(registry, services, CallId::ProtoUpload, upload);
    on(registry, services, CallId::ProtoUpdate, replace);
    on(registry, services, CallId::ProtoParse, parse);
    on(registry, services, CallId::ProtoGet, read);
    on(registry, services, CallId::ProtoDelete, remove);
}

} // namespace gatehouse::admin
