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

/// The shape of a call where that of the table of calls, which is for people, says too little. Empty: that
/// of the table says it all.
///
///     {a:text,b:[role],c}   members; c is what it is everywhere (openapi_answers.cpp)
///     [x]   <x>             a list, and an object of any keys, of x
///     x?   x|y              x or null; x or y
///     role{d:int}           a document, and d beside its fields
///
/// Words are documents, or one of text, int, number, bool, time, object, free (anybody's object), any.
QString preciseShape(CallId id);

/// The schema of such a plain word; empty for others.
QJsonObject wordSchema(const QString& word);

} // namespace gatehouse
