// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/field_editor.h"

#include <QJsonObject>

class QListWidget;
class QPushButton;

namespace gatehouse::console {

class ApiClient;
class DocumentPicker;

/// The APIs that a policy is bound to: a list with check marks (off: kept, but not applied), and a picker to
/// add one. Bindings to tenants are shown and kept.
class BindingsEditor : public FieldEditor {
    Q_OBJECT
public:
    BindingsEditor(ApiClient& client, QWidget* parent = nullptr);
    void setValue(const QJsonValue& value) override;
    Result<QJsonValue> value() const override;
    void setReadOnly(bool readOnly) override;
    void setFieldName(const QString& name) override;

private:
    void addPicked();
    void removeChosen();
    void show(const QJsonObject& binding, const QString& text);
    /// Asks for the name of the API, until then its id is shown.
    void findName(const QString& apiId);
    ApiClient& m_client;
    QListWidget* m_list;
    DocumentPicker* m_picker;
    QPushButton* m_add;
    QPushButton* m_remove;
};

} // namespace gatehouse::console
