// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/compact_text.h"
#include "common/model/time_ms.h"
#include "common/model/wire_enum.h"

#include <QJsonObject>
#include <QMap>
#include <QString>

namespace gatehouse {

/// Who may edit a document: what a file declares is read-only elsewhere.
enum class ManagedBy : std::uint8_t { Console, Api, File, System };
constexpr auto wireNames(ManagedBy)
{
    return std::array{"console", "api", "file", "system"};
}

/// What every document has beside its own fields. Written as `_id` and `_meta`; clients see it only when they
/// ask.
struct DocumentHeader {
    QString id;          ///< UUID; stable for the life of the document
    qint64 revision = 0; ///< revision of the configuration that changed it last
    TimeMs createdAt;
    CompactText createdBy;
    TimeMs updatedAt;
    CompactText updatedBy;
    QMap<QString, QString> labels;
    ManagedBy managedBy = ManagedBy::Api;
    QJsonObject extra; ///< fields this version does not know; written back unchanged
};

QJsonObject headerToJson(const DocumentHeader& header);
void headerFromJson(DocumentHeader& header, const QJsonObject& meta);

} // namespace gatehouse
