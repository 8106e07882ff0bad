// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/json_table_model.h"
#include "console/widgets/page.h"

namespace gatehouse::console {

// One row of GET /v1/checklist: {id, title, state, evidence, action}.
QString checkId(const QJsonObject& check);
/// Its title in the language of the console; a check that the console does not know keeps the gateway's.
QString checkTitle(const QJsonObject& check);
/// What was found, and what to do about it (empty: nothing), in the language of the console.
QString checkEvidence(const QJsonObject& check);
QString checkAction(const QJsonObject& check);
QString checkWord(const QJsonObject& check);
Tone checkTone(const QJsonObject& check);
/// Where something can be done about it; empty when that is not in this program.
PlaceLink checkPlace(const QJsonObject& check);
QList<Column> checkColumns();

} // namespace gatehouse::console
