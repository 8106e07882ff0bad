// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/apis/definition_file.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QXmlStreamReader>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console::definitions {

namespace {

using Kind = DefinitionFile::Kind;
using State = DefinitionFile::State;

constexpr qint64 largest = 16 * 1024 * 1024;

QString text(const char* english, int number = -1)
{
    return QCoreApplication::translate("Definitions", english, nullptr, number);
}

QString atLine(qsizetype line, qsizetype column, const QString& what)
{
    return text(QT_TRANSLATE_NOOP("Definitions", "Line %1, column %2: %3")).arg(line).arg(column).arg(what);
}

void refuse(DefinitionFile& file, const QString& why)
{
    file.state = State::Faulty;
    file.contents = {why};
    file.summary = why;
}

Kind kindOf(const DefinitionFile& file)
{
    const QByteArray start = file.content.trimmed().left(1);
    if (file.name.endsWith(u".proto"_s, Qt::CaseInsensitive))
        return Kind::Proto;
    if (start == "<")
        return Kind::Wsdl;
    return start == "{" ? Kind::OpenApi : Kind::Unknown;
}

void checkJson(DefinitionFile& file)
{
    QJsonParseError error;
    QJsonDocument::fromJson(file.content, &error);
    if (error.error == QJsonParseError::NoError)
        return;
    const QByteArray before = file.content.left(error.offset);
    refuse(file,
           atLine(before.count('\n') + 1, before.size() - before.lastIndexOf('\n'), error.errorString()));
}

void checkXml(DefinitionFile& file)
{
    QXmlStreamReader reader(file.content);
    while (!reader.atEnd())
        reader.readNext();
    if (reader.hasError())
        refuse(file, atLine(reader.lineNumber(), reader.columnNumber(), reader.errorString()));
}

QStringList faultsOf(const Error& error)
{
    QStringList lines;
    for (const Fault& fault : error.faults)
        lines.append(fault.field.isEmpty() ? fault.message : fault.field + u": "_s + fault.message);
    if (lines.isEmpty())
        lines.append(error.message);
    return lines;
}

void takeProto(DefinitionFile& file, const QJsonObject& answer)
{
    const QJsonArray services = answer.value(u"services"_s).toArray();
    int methods = 0;
    for (const QJsonValue& value : services) {
        const QString service = value.toObject().value(u"name"_s).toString();
        const QJsonArray names = value.toObject().value(u"methods"_s).toArray();
        for (const QJsonValue& name : names)
            file.contents.append(service + u'/' + name.toString());
        methods += static_cast<int>(names.size());
    }
    file.summary =
        text(QT_TRANSLATE_N_NOOP("Definitions", "%n service(s)"), static_cast<int>(services.size())) +
        u", "_s + text(QT_TRANSLATE_N_NOOP("Definitions", "%n method(s)"), methods);
}

void takeOpenApi(DefinitionFile& file, const QJsonObject& answer)
{
    const QJsonArray endpoints = answer.value(u"endpoints"_s).toArray();
    for (const QJsonValue& value : endpoints)
        file.contents.append(value.toObject().value(u"endpoint_method"_s).toString() + u' ' +
                             value.toObject().value(u"endpoint_uri"_s).toString());
    file.summary =
        answer.value(u"title"_s).toString() + u' ' + answer.value(u"version"_s).toString() + u", "_s +
        text(QT_TRANSLATE_N_NOOP("Definitions", "%n endpoint(s)"), static_cast<int>(endpoints.size()));
}

void takeWsdl(DefinitionFile& file, const QJsonObject& answer)
{
    const QJsonArray operations = answer.value(u"operations"_s).toArray();
    for (const QJsonValue& value : operations)
        file.contents.append(value.toObject().value(u"name"_s).toString());
    file.summary =
        answer.value(u"service_name"_s).toString() + u", "_s +
        text(QT_TRANSLATE_N_NOOP("Definitions", "%n operation(s)"), static_cast<int>(operations.size()));
}

QJsonObject protoBody(const DefinitionFile& file)
{
    return {{u"content"_s, QString::fromUtf8(file.content)}, {u"file_name"_s, file.name}};
}

ApiRequest withContent(ApiRequest request, const DefinitionFile& file)
{
    request.rawBody = file.content;
    request.contentType = file.kind == Kind::Wsdl ? "text/xml" : "application/json";
    return request;
}

} // namespace

DefinitionFile read(const QString& path)
{
    DefinitionFile file;
    file.name = QFileInfo(path).fileName();
    QFile disk(path);
    if (!disk.open(QIODevice::ReadOnly)) {
        refuse(file, disk.errorString());
        return file;
    }
    if (disk.size() > largest) {
        refuse(file, text(QT_TRANSLATE_NOOP("Definitions", "The file is larger than 16 MiB.")));
        return file;
    }
    file.content = disk.readAll();
    file.kind = kindOf(file);
    if (file.kind == Kind::OpenApi)
        checkJson(file);
    else if (file.kind == Kind::Wsdl)
        checkXml(file);
    else if (file.kind == Kind::Unknown)
        refuse(file, text(QT_TRANSLATE_NOOP(
                         "Definitions", "Neither a .proto file nor OpenAPI as JSON nor a WSDL. Of OpenAPI in "
                                        "YAML give the JSON form.")));
    return file;
}

QString kindWord(Kind kind)
{
    switch (kind) {
    case Kind::Proto:
        return u"Proto"_s;
    case Kind::OpenApi:
        return u"OpenAPI"_s;
    case Kind::Wsdl:
        return u"WSDL"_s;
    case Kind::Unknown:
        break;
    }
    return text(QT_TRANSLATE_NOOP("Definitions", "Unknown"));
}

QString stateWord(const DefinitionFile& file)
{
    switch (file.state) {
    case State::Reading:
        return text(QT_TRANSLATE_NOOP("Definitions", "Is read"));
    case State::Readable:
        return text(QT_TRANSLATE_NOOP("Definitions", "Ready"));
    case State::Imported:
        return text(QT_TRANSLATE_NOOP("Definitions", "Imported"));
    case State::Faulty:
        break;
    }
    return text(QT_TRANSLATE_NOOP("Definitions", "Faulty"));
}

Tone stateTone(const DefinitionFile& file)
{
    switch (file.state) {
    case State::Reading:
        return Tone::Off;
    case State::Readable:
        return Tone::Info;
    case State::Imported:
        return Tone::Good;
    case State::Faulty:
        break;
    }
    return Tone::Bad;
}

ApiRequest parseRequest(const DefinitionFile& file)
{
    if (file.kind == Kind::Proto)
        return ApiClient::requestFor(CallId::ProtoParse, {}, {}, protoBody(file));
    const CallId call = file.kind == Kind::Wsdl ? CallId::WsdlParse : CallId::OpenApiParse;
    return withContent(ApiClient::requestFor(call), file);
}

ApiRequest importRequest(const DefinitionFile& file, const QStringList& api)
{
    if (file.kind == Kind::Proto)
        return ApiClient::requestFor(CallId::ProtoUpload, api, {}, protoBody(file));
    const CallId call = file.kind == Kind::Wsdl ? CallId::WsdlImport : CallId::OpenApiImport;
    return withContent(ApiClient::requestFor(call, api), file);
}

void takeParsed(DefinitionFile& file, const Result<QJsonObject>& answer)
{
    file.contents.clear();
    if (!answer) {
        refuse(file, answer.error().message);
        file.contents = faultsOf(answer.error());
        file.summary = file.contents.first();
        return;
    }
    file.state = State::Readable;
    if (file.kind == Kind::Proto)
        takeProto(file, *answer);
    else if (file.kind == Kind::OpenApi)
        takeOpenApi(file, *answer);
    else
        takeWsdl(file, *answer);
}

void takeImported(DefinitionFile& file, const Result<QJsonObject>& answer)
{
    if (!answer) {
        refuse(file, answer.error().message);
        file.contents = faultsOf(answer.error());
        return;
    }
    file.state = State::Imported;
    if (file.kind == Kind::Proto)
        return;
    const int made = answer->value(u"endpoints_imported"_s).toInt();
    const int known = answer->value(u"endpoints_skipped"_s).toInt();
    file.summary = text(QT_TRANSLATE_N_NOOP("Definitions", "%n new operation(s)"), made) + u", "_s +
                   text(QT_TRANSLATE_N_NOOP("Definitions", "%n known already"), known);
}

} // namespace gatehouse::console::definitions
