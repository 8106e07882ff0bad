// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/json_table_model.h"

namespace gatehouse::console {

/// Entries of GET /platform/certificates as people read them.
namespace certificates {

QString idOf(const QJsonObject& row);
/// The name it serves, else the common name of the subject, else the subject.
QString nameOf(const QJsonObject& row);
/// What it is for: "Shown to callers".
QString useText(const QJsonObject& row);
QString stateWord(const QJsonObject& row);
Tone stateTone(const QJsonObject& row);
QString staplingText(const QJsonObject& row);
/// "AA:BB:…", as other programs show fingerprints.
QString fingerprintText(const QJsonObject& row);
QString dateText(const QJsonObject& row, const char* key);
QList<Column> columns();
/// Place of days_left in columns().
constexpr int daysColumn = 3;

/// What should be renewed, one line each under a sentence that counts them; empty when nothing has to be.
QString warningText(const QJsonObject& answer);
/// Bad when one has ended already.
Tone warningTone(const QJsonObject& answer);

} // namespace certificates

} // namespace gatehouse::console
