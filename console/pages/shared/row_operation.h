// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"

#include <QJsonObject>
#include <QString>

#include <functional>

namespace gatehouse::console {

/// What an operation does to a row, in words: "Active" becomes "Suspended".
struct RowChange {
    QString now, then;
};

/// The change of one field, told by the word for the state of a row.
inline std::function<RowChange(const QJsonObject&)> becomes(QString (*word)(const QJsonObject& row),
                                                            const QString& field, const QJsonValue& value)
{
    return [=](const QJsonObject& row) {
        QJsonObject changed = row;
        changed.insert(field, value);
        return RowChange{word(row), word(changed)};
    };
}

/// One thing that one call of the gateway does with a row, or with each of many.
struct RowOperation {
    QString text; ///< "Suspend": action and button
    QString icon;
    CallId call;
    /// Rows it can be done with; it is hidden for others. Not set: every row.
    std::function<bool(const QJsonObject& row)> applies = {};
    QString ask = {};    ///< "Suspend %1?"; empty: done at once
    QString effect = {}; ///< what it means, in the question
    /// What it means for this row in particular; said after `effect`.
    std::function<QString(const QJsonObject& row)> warning = {};
    QString done;        ///< "%1 is suspended."
    QString undone = {}; ///< set: the news offers to take it back with the call `undo`
    CallId undo = {};
    enum class Reason { None, Optional, Required } reason = Reason::None; ///< sent as `reason`
    bool danger = false;
    QJsonObject body = {}, undoBody = {};
    QString verb = {};   ///< of the question; empty: `text`
    QString failed = {}; ///< "%1 was not deleted."; empty: "%1 was not changed."

    /// For many rows at once. Not set: it is done with one row at a time only.
    std::function<RowChange(const QJsonObject& row)> change = {};
    /// Why a row it does not apply to stays as it is. Not set: its present state is named.
    std::function<QString(const QJsonObject& row)> whyNot = {};
    /// Many rows are lost for good: the user types how many.
    bool typed = false;
    /// What the body (and that of the undo) says about the row itself, where the path does not.
    std::function<QJsonObject(const QJsonObject& row)> rowBody = {};
};

/// The body of the call, or of the call that takes it back, for a row; `more` is what the user was asked for.
inline QJsonObject bodyFor(const RowOperation& operation, const QJsonObject& row, bool back,
                           const QJsonObject& more = {})
{
    QJsonObject body = back ? operation.undoBody : operation.body;
    for (const QJsonObject& part : {operation.rowBody ? operation.rowBody(row) : QJsonObject(), more}) {
        for (auto it = part.begin(); it != part.end(); ++it)
            body.insert(it.key(), it.value());
    }
    return body;
}

inline bool appliesTo(const RowOperation& operation, const QJsonObject& row)
{
    return !operation.applies || operation.applies(row);
}

} // namespace gatehouse::console
