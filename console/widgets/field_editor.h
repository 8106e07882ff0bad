// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/model/field.h"

#include <QJsonValue>
#include <QWidget>

namespace gatehouse::console {

/// Edits one JSON value. FieldForm makes the fitting one for each field; a page can put its own in.
class FieldEditor : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    virtual void setValue(const QJsonValue& value) = 0;
    /// An error when what was typed is no value of this type ("not a number").
    virtual Result<QJsonValue> value() const = 0;
    virtual void setReadOnly(bool readOnly) = 0;
    /// Name for screen readers, on the widget that takes the focus.
    virtual void setFieldName(const QString& name) = 0;
    /// Marks the parts that are faulty ("credit_tiers[1].credits"); gives back what it has no place for.
    virtual Faults showFaults(const Faults& faults) { return faults; }
    virtual void clearFaults() {}

Q_SIGNALS:
    void edited();
};

/// The editor for a field by its type: line, check box, choice, list with one item per line, table, JSON.
FieldEditor* makeFieldEditor(const FieldDef& field, QWidget* parent);

} // namespace gatehouse::console
