// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/field_editor.h"

class QLineEdit;

namespace gatehouse::console {

/// A moment, written in the time of this computer ("2026-01-31 12:00"); one with a zone, as JSON has it, is
/// taken too. Empty is null where the field may be null.
class TimeEditor final : public FieldEditor {
    Q_OBJECT
public:
    TimeEditor(const FieldDef& field, QWidget* parent);
    void setValue(const QJsonValue& value) override;
    Result<QJsonValue> value() const override;
    void setReadOnly(bool readOnly) override;
    void setFieldName(const QString& name) override;

private:
    const FieldDef& m_field;
    QLineEdit* m_line;
    QJsonValue m_stored; ///< goes back as it came while nobody has written anything else
    QString m_shown;
};

} // namespace gatehouse::console
