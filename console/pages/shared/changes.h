// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/json_table_model.h"

#include <QDialog>

namespace gatehouse::console {

/// The gateway's list of changed documents ([{kind, id, name, change, fields, before, after}]) as rows, one
/// per field: {document, field, before, after, change}.
QList<QJsonObject> changeRows(const QJsonArray& documents);
QList<Column> changeColumns();
/// "API orders v1": the kind as people call it, and the name.
QString documentName(const QString& kind, const QString& name);
/// A field of a document as people call it; what is not known keeps its wire name.
QString changedField(const QString& kind, const QString& field);
/// One value on one line; a value that is not there is a dash.
QString shortValue(const QJsonValue& value);

/// What will change, before it does. Closes with accept() for Apply.
class ReviewDialog : public QDialog {
    Q_OBJECT
public:
    /// `verb` is the button: "Apply", "Roll back". Empty: nothing to decide, only Close.
    ReviewDialog(const QString& title, const QString& sentence, const QList<QJsonObject>& rows,
                 const QString& verb, QWidget* parent = nullptr);
};

} // namespace gatehouse::console
