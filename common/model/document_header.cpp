// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/document_header.h"

#include "common/core/ids.h"
#include "common/model/formats.h"

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

QJsonValue timeToJson(TimeMs time)
{
    return time.isSet() ? QJsonValue(isoTime(time.ms)) : QJsonValue(QJsonValue::Null);
}

TimeMs timeFromJson(const QJsonValue& value)
{
    return {parseTime(value.toString()).value_or(0)};
}

} // namespace

QJsonObject headerToJson(const DocumentHeader& header)
{
    QJsonObject labels;
    for (auto it = header.labels.cbegin(); it != header.labels.cend(); ++it)
        labels.insert(it.key(), it.value());
    return {{u"revision"_s, header.revision},
            {u"created_at"_s, timeToJson(header.createdAt)},
            {u"created_by"_s, header.createdBy.toString()},
            {u"updated_at"_s, timeToJson(header.updatedAt)},
            {u"updated_by"_s, header.updatedBy.toString()},
            {u"labels"_s, labels},
            {u"managed_by"_s, toWire(header.managedBy)}};
}

void headerFromJson(DocumentHeader& header, const QJsonObject& meta)
{
    if (meta.isEmpty())
        return;
    header.revision = meta.value(u"revision"_s).toInteger();
    header.createdAt = timeFromJson(meta.value(u"created_at"_s));
    header.createdBy = meta.value(u"created_by"_s).toString();
    header.updatedAt = timeFromJson(meta.value(u"updated_at"_s));
    header.updatedBy = meta.value(u"updated_by"_s).toString();
    if (header.updatedBy == header.createdBy)
        header.updatedBy = header.createdBy; // one copy for both
    header.managedBy = fromWire<ManagedBy>(meta.value(u"managed_by"_s).toString()).value_or(ManagedBy::Api);
    header.labels.clear();
    const QJsonObject labels = meta.value(u"labels"_s).toObject();
    for (auto it = labels.begin(); it != labels.end(); ++it)
        header.labels.insert(it.key(), it.value().toString());
}

} // namespace gatehouse
