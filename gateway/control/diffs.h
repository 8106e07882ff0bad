// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/control/revision.h"
#include "gateway/control/stage.h"
#include "gateway/store/document.h"

namespace gatehouse::control {

QList<DocumentDiff> diffsOf(const Documents& documents, const QList<StagedChange>& changes);

/// How two stored bodies of a document differ; either may be empty.
DocumentDiff diffOf(Kind kind, const QString& id, const QJsonObject& before, const QJsonObject& after);

/// The changes of one commit; kinds that this version does not know are left out.
QList<DocumentDiff> diffsOf(const store::CommitRecord& record);

RevisionInfo infoOf(const store::CommitRecord& record);

} // namespace gatehouse::control
