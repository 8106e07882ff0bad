// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/revision.h"

#include "common/core/ids.h"

#include <QJsonArray>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

QString toString(DocumentDiff::Change change)
{
    switch (change) {
    case DocumentDiff::Change::Created:
        return u"created"_s;
    case DocumentDiff::Change::Updated:
        return u"updated"_s;
    case DocumentDiff::Change::Removed:
        return u"removed"_s;
    }
    return {};
}

QJsonObject toJson(const DocumentDiff& diff)
{
    QJsonObject json{{u"kind"_s, toString(diff.kind)},
                     {u"id"_s, diff.id},
                     {u"name"_s, diff.name},
                     {u"change"_s, toString(diff.change)},
                     {u"fields"_s, QJsonArray::fromStringList(diff.fields)}};
    if (diff.change != DocumentDiff::Change::Created)
        json.insert(u"before"_s, diff.before);
    if (diff.change != DocumentDiff::Change::Removed)
        json.insert(u"after"_s, diff.after);
    return json;
}

QJsonObject toJson(const RevisionInfo& info)
{
    return {{u"revision"_s, qint64(info.number)}, {u"at"_s, isoTime(info.atMs)}, {u"actor"_s, info.actor},
            {u"source"_s, info.source},           {u"action"_s, info.action},    {u"created"_s, info.created},
            {u"updated"_s, info.updated},         {u"removed"_s, info.removed}};
}

QString Applied::created(Kind kind) const
{
    for (const DocumentDiff& diff : changes) {
        if (diff.kind == kind && diff.change == DocumentDiff::Change::Created)
            return diff.id;
    }
    return {};
}

} // namespace gatehouse::control
