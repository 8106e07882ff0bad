// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/field.h"

#include <QDialog>
#include <QJsonObject>

namespace gatehouse::console {

/// One row per field that differs between what was opened, what the gateway has now and what the user wants:
/// {field, before, theirs, mine, both}. `both`: changed on both sides to different values.
QList<QJsonObject> conflictRows(const EntityTable& table, const QJsonObject& opened, const QJsonObject& now,
                                const QJsonObject& mine);

/// Somebody else has changed the document meanwhile: both versions side by side, and the choice. Closing it
/// changes nothing.
class ConflictDialog : public QDialog {
    Q_OBJECT
public:
    ConflictDialog(const QString& title, const QList<QJsonObject>& rows, QWidget* parent);

Q_SIGNALS:
    void theirsChosen();
    void mineChosen();
};

} // namespace gatehouse::console
