// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/document_picker.h"

class QListWidget;

namespace gatehouse::console {

/// APIs of either surface, by "name/version".
PickerSource apiKeySource();
/// Alert rules, by id.
PickerSource alertRuleSource();

/// The channels that a rule tells, with check marks; none means every one. The value is a list of ids; those
/// that the gateway does not know any more are kept until they are unchecked.
class ChannelsEditor : public FieldEditor {
    Q_OBJECT
public:
    ChannelsEditor(ApiClient& client, QWidget* parent = nullptr);
    void setValue(const QJsonValue& value) override;
    Result<QJsonValue> value() const override;
    void setReadOnly(bool readOnly) override;
    void setFieldName(const QString& name) override;

private:
    void load();
    void show(const QString& id, const QString& text);
    ApiClient& m_client;
    QListWidget* m_list;
    QStringList m_given; ///< as set, in that order, so that an untouched list stays as it was
};

} // namespace gatehouse::console
