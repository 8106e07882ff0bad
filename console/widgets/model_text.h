// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/field.h"

#include <QString>
#include <QStringList>

namespace gatehouse::console {

/// Labels, help and units of the model in the language of the console. The texts stand in the tables of
/// common/model; translations/model-texts.h repeats them for the translators and a test keeps it complete.
QString modelText(const QString& english);
/// A word of FieldDef::choices for people: "allow_all" is "Allow all". Names of algorithms, methods and the
/// like stay as they are.
QString choiceText(const QString& word);
/// The help of a field, in which words of choices (in backticks) are those that the form shows.
QString fieldHelp(const EntityTable& table, const FieldDef& field);
/// Label with unit: "Read timeout (s)".
QString fieldLabel(const FieldDef& field);
/// What is wrong with a value, in the language of the console; made from the rule and the field, because the
/// model and the gateway speak English. `field` may be null. A rule that is not known keeps its message.
QString faultText(const FieldDef* field, const Fault& fault);
/// The same field by its path: "api_servers[1]", "api_retry.attempts".
const FieldDef* fieldAt(const EntityTable& table, const QString& path);

/// Where below the field itself a fault is: "entry 2", "First delay"; empty for the field itself.
QString faultPlace(const EntityTable& table, const QString& path);

/// Every text of a table, its parts included, that a person may read; for the test of the translations.
QStringList readableTexts(const EntityTable& table);

} // namespace gatehouse::console
