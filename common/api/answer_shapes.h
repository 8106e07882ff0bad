// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"

#include <QJsonObject>
#include <QString>

namespace gatehouse {

/// A document as /v1 shows it, by its word in the shapes of the table of calls ("contract"): the fields of
/// its table without the secrets, id, times and authors, and what the handlers add. A reference to a schema
/// that is put among `schemas`; empty for a word that is none.
QJsonObject v1DocumentSchema(const QString& word, QJsonObject& schemas);

/// The shape of a call where that of the table of calls, which is for people, says too little: what a list
/// holds, or that a key is not what it is elsewhere. Empty: that of the table says it all. A word behind a
/// colon is a document, or one of text, int, number, bool, object, any.
QString preciseShape(CallId id);

/// The schema of such a plain word; empty for others.
QJsonObject wordSchema(const QString& word);

} // namespace gatehouse
