// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "console/client/api_client.h"
#include "console/models/tone.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace gatehouse::console {

/// A description of an API in a file: what it is, what came out of reading it, and what was done with it.
struct DefinitionFile {
    enum class Kind { Unknown, Proto, OpenApi, Wsdl };
    enum class State { Reading, Readable, Faulty, Imported };

    QString name; ///< without folder
    Kind kind = Kind::Unknown;
    State state = State::Reading;
    QByteArray content;
    QString summary;      ///< "2 services, 7 methods"
    QStringList contents; ///< its methods and endpoints, or what is wrong with it, with the line
};

// What can be done with such a file; no widgets.
namespace definitions {

/// Reads a file of the disk, tells its kind by name and content, and checks that it is well formed; a fault
/// of the form is told with its line. The rest is the gateway's business.
DefinitionFile read(const QString& path);
QString kindWord(DefinitionFile::Kind kind);
QString stateWord(const DefinitionFile& file);
Tone stateTone(const DefinitionFile& file);

/// The call that reads the file without keeping anything.
ApiRequest parseRequest(const DefinitionFile& file);
/// The call that takes it over for the API {name, version}.
ApiRequest importRequest(const DefinitionFile& file, const QStringList& api);

/// What the gateway found in it.
void takeParsed(DefinitionFile& file, const Result<QJsonObject>& answer);
/// What the gateway made of it.
void takeImported(DefinitionFile& file, const Result<QJsonObject>& answer);

} // namespace definitions

} // namespace gatehouse::console
