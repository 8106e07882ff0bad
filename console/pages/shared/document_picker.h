// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"
#include "console/widgets/field_editor.h"

#include <QJsonObject>
#include <QTimer>

class QComboBox;

namespace gatehouse::console {

class ApiClient;
class FieldForm;

/// Where a picker finds its documents: a list call with `search`, `page_size` and an array under "items".
struct PickerSource {
    CallId list;
    QStringList parameters = {};
    std::function<QString(const QJsonObject&)> id;   ///< the value of the field
    std::function<QString(const QJsonObject&)> text; ///< what people read
    QString itemsKey = QStringLiteral("items");
    QString filterName = {}, filterValue = {}; ///< a further parameter of the call
};

/// Chooses one document by typing a part of its name; the gateway searches, so any number of them will do.
/// The value is its id; empty is null.
class DocumentPicker : public FieldEditor {
    Q_OBJECT
public:
    DocumentPicker(ApiClient& client, PickerSource source, QWidget* parent = nullptr);
    void setValue(const QJsonValue& value) override;
    Result<QJsonValue> value() const override;
    void setReadOnly(bool readOnly) override;
    void setFieldName(const QString& name) override;
    /// Of what is chosen; empty when nothing is.
    QJsonObject chosen() const;

private:
    void search();
    void fill(const QList<QJsonObject>& documents);
    int typedIndex() const;
    ApiClient& m_client;
    PickerSource m_source;
    QComboBox* m_box;
    QTimer m_delay;
    QString m_id;            ///< chosen, or set from outside and not found in the list yet
    bool m_known = false;    ///< the box shows the text of m_id and not the id itself
    bool m_answered = false; ///< the gateway has been heard of once
    quint64 m_question = 0;
};

/// Plans that are offered to a tenant, by id. Operations of /v1 take the id; documents made elsewhere may
/// hold the short name, which is shown as it is.
PickerSource planSource(const QString& tenant);
/// Contracts and APIs of a tenant, by id.
PickerSource apiSource(const QString& tenant);
/// Consumers of a tenant, by id.
PickerSource consumerSource(const QString& tenant);

} // namespace gatehouse::console
