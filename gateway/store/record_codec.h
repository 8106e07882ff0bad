// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "gateway/store/document.h"

#include <QByteArray>

namespace gatehouse::store {

/// A commit as JSON, the plain text of one journal record.
QByteArray encodeRecord(const CommitRecord& record);
/// Corrupt when it is not such a text.
Result<CommitRecord> decodeRecord(const QByteArray& json);

QJsonObject recordToJson(const CommitRecord& record);
Result<CommitRecord> recordFromJson(const QJsonObject& object);

} // namespace gatehouse::store
