// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/api.h"
#include "common/model/stored_files.h"
#include "gateway/control/documents.h"
#include "gateway/protocols/proto_schema.h"

#include <QHash>

#include <memory>
#include <vector>

namespace gatehouse::control {

/// The proto file of an API that counts; null when none was uploaded.
const ProtoFile* protoFileOf(const Documents& documents, const Api& api);

/// Files that were uploaded for an API that is still to come; its name as calls say it (addressedName()).
std::vector<const ProtoFile*> waitingProtoFiles(const Documents& documents, const QString& apiName,
                                                const QString& apiVersion);

/// Every upload under a name and version, whether the API is there or still to come.
std::vector<const ProtoFile*> protoFilesAt(const Documents& documents, const QString& apiName,
                                           const QString& apiVersion);
/// The one of them that counts; null when there is none.
const ProtoFile* currentOf(const std::vector<const ProtoFile*>& files);

/// "name_version" with everything that no package may have as "_" (data-plane 14).
QString ownPackageOf(const QString& apiName, const QString& apiVersion);

/// The file of an API whose callers use POST /grpc before anybody has uploaded one: package name_version,
/// service Resource with Create, Read, Update and Delete.
ProtoFile defaultProtoFile(const Api& api);

/// What can be read from a .proto text.
struct ProtoReading {
    QStringList faults; ///< each with its place: "types.proto, line 3, column 7: ..."; empty: it can be used
    QString package;
    QStringList services; ///< full names
    QStringList methods;  ///< "package.Service/Method"
};
ProtoReading readProto(const ProtoFile& file, const protocols::ProtoLimits& limits = {});

/// Compiled proto files, so that each text is compiled once however often its API is. Control thread.
class ProtoSchemas {
public:
    /// Null without a file, or when it cannot be compiled (which is logged).
    std::shared_ptr<const protocols::ProtoSchema> of(const ProtoFile* file,
                                                     const protocols::ProtoLimits& limits);

private:
    struct Known {
        QString text;
        QJsonObject imports;
        std::weak_ptr<const protocols::ProtoSchema> schema;
    };
    QHash<QString, Known> m_known; ///< by document id
};

} // namespace gatehouse::control
