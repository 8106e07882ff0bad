// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"

#include <QJsonObject>

namespace gatehouse {

/// The JSON schema of what a call answers when all went well, read from the shape in the table of calls:
/// "{users,page}" is an object with these keys, "{items:[{id,state}]}" nests, "[tier]" is a list, a word
/// alone is a document of that kind or an object. Schemas of documents are collected in `schemas`.
QJsonObject answerSchema(const CallInfo& call, QJsonObject& schemas);
/// That of an error answer: of the platform, or of /v1.
QJsonObject errorSchema(const CallInfo& call, QJsonObject& schemas);

} // namespace gatehouse
