// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/policies/bindings_editor.h"

#include "console/client/api_client.h"
#include "console/pages/shared/document_picker.h"
#include "console/widgets/tokens.h"

#include <QHBoxLayout>
#include <QJsonArray>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int shownLines = 5;

QString nameOf(const QJsonObject& api)
{
    return api.value(u"name"_s).toString() + u' ' + api.value(u"version"_s).toString();
}

PickerSource everyApi()
{
    return {CallId::ContractList,
            {},
            [](const QJsonObject& api) { return api.value(u"id"_s).toString(); },
            nameOf};
}

QJsonObject bindingOf(const QListWidgetItem& item)
{
    QJsonObject binding = item.data(Qt::UserRole).toJsonObject();
    binding.insert(u"enabled"_s, item.checkState() == Qt::Checked);
    return binding;
}

} // namespace

BindingsEditor::BindingsEditor(ApiClient& client, QWidget* parent)
    : FieldEditor(parent)
    , m_client(client)
    , m_list(new QListWidget(this))
    , m_picker(new DocumentPicker(client, everyApi(), this))
    , m_add(new QPushButton(tr("Add"), this))
    , m_remove(new QPushButton(tr("Remove"), this))
{
    setFocusProxy(m_list);
    m_list->setObjectName(u"bindings"_s);
    m_list->setFixedHeight(m_list->fontMetrics().lineSpacing() * shownLines + tokens::spaceM);
    m_picker->setObjectName(u"bindingPicker"_s);
    m_picker->setFieldName(tr("API to bind"));
    m_add->setObjectName(u"addBinding"_s);
    for (QPushButton* button : {m_add, m_remove})
        button->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->addWidget(m_picker, 1);
    row->addWidget(m_add);
    row->addWidget(m_remove);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(tokens::spaceXs);
    column->addWidget(m_list);
    column->addLayout(row);
    connect(m_add, &QPushButton::clicked, this, &BindingsEditor::addPicked);
    connect(m_remove, &QPushButton::clicked, this, &BindingsEditor::removeChosen);
    connect(m_list, &QListWidget::itemChanged, this, &FieldEditor::edited);
}

void BindingsEditor::setValue(const QJsonValue& value)
{
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    const QJsonArray bindings = value.toArray();
    for (const QJsonValue& each : bindings) {
        const QJsonObject binding = each.toObject();
        const QString api = binding.value(u"api_id"_s).toString();
        show(binding, api.isEmpty() ? tr("Tenant %1").arg(binding.value(u"tenant_id"_s).toString()) : api);
        if (!api.isEmpty())
            findName(api);
    }
}

Result<QJsonValue> BindingsEditor::value() const
{
    QJsonArray bindings;
    for (int row = 0; row < m_list->count(); ++row)
        bindings.append(bindingOf(*m_list->item(row)));
    return QJsonValue(bindings);
}

void BindingsEditor::setReadOnly(bool readOnly)
{
    m_list->setEnabled(!readOnly);
    m_picker->setReadOnly(readOnly);
    m_add->setEnabled(!readOnly);
    m_remove->setEnabled(!readOnly);
}

void BindingsEditor::setFieldName(const QString& name)
{
    m_list->setAccessibleName(name);
}

void BindingsEditor::show(const QJsonObject& binding, const QString& text)
{
    auto* item = new QListWidgetItem(text, m_list);
    item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
    item->setData(Qt::UserRole, binding);
    item->setCheckState(binding.value(u"enabled"_s).toBool(true) ? Qt::Checked : Qt::Unchecked);
}

void BindingsEditor::findName(const QString& apiId)
{
    m_client.call(CallId::ContractGet, {apiId}, this, [this, apiId](const Result<QJsonObject>& answer) {
        const QSignalBlocker quiet(m_list);
        for (int row = 0; answer && row < m_list->count(); ++row) {
            QListWidgetItem* item = m_list->item(row);
            if (item->data(Qt::UserRole).toJsonObject().value(u"api_id"_s) == apiId)
                item->setText(nameOf(*answer));
        }
    });
}

void BindingsEditor::addPicked()
{
    const QJsonObject api = m_picker->chosen();
    const QString id = api.value(u"id"_s).toString();
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(Qt::UserRole).toJsonObject().value(u"api_id"_s) == id)
            return;
    }
    if (id.isEmpty())
        return;
    {
        const QSignalBlocker quiet(m_list);
        show({{u"api_id"_s, id}, {u"enabled"_s, true}}, nameOf(api));
    }
    m_picker->setValue(QJsonValue::Null);
    Q_EMIT edited();
}

void BindingsEditor::removeChosen()
{
    delete m_list->currentItem();
    Q_EMIT edited();
}

} // namespace gatehouse::console
