// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QString>

#include <span>

namespace gatehouse {

/// One thing that a row of the go-live checklist can say. The gateway sends the code, the values and the
/// English text; a console says it in the language of its user.
struct ChecklistSentence {
    const char* code;
    const char* text; ///< English; %1, %2, … stand for the values
};

/// All of them; codes are unique.
std::span<const ChecklistSentence> checklistSentences();

/// The English text of a code, its placeholders still in it; empty for an unknown code.
QString checklistText(const QString& code);

/// Puts the values where the placeholders are. A value that looks like a placeholder stays as it is.
QString fillIn(const QString& text, const QStringList& values);

} // namespace gatehouse
