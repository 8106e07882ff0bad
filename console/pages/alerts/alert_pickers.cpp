// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/alerts/alert_pickers.h"

#include "common/model/api_address.h"
#include "console/client/api_client.h"
#include "console/widgets/tokens.h"

#include <QJsonArray>
#include <QListWidget>
#include <QSignalBlocker>
#include <QUrlQuery>
#include <QVBoxLayout>
#include <QVariant>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int shownLines = 4;

QString keyOf(const QJsonObject& api)
{
    return addressedName(api) + u'/' + api.value(u"api_version"_s).toString();
}

QListWidgetItem* itemOf(const QListWidget& list, const QString& id)
{
    for (int row = 0; row < list.count(); ++row) {
        if (list.item(row)->data(Qt::UserRole).toString() == id)
            return list.item(row);
    }
    return nullptr;
}

} // namespace

PickerSource apiKeySource()
{
    return {CallId::ApiList, {}, keyOf, keyOf, u"apis"_s};
}

PickerSource alertRuleSource()
{
    return {CallId::AlertRuleList,
            {},
            [](const QJsonObject& rule) { return rule.value(u"id"_s).toString(); },
            [](const QJsonObject& rule) { return rule.value(u"name"_s).toString(); }};
}

ChannelsEditor::ChannelsEditor(ApiClient& client, QWidget* parent)
    : FieldEditor(parent)
    , m_client(client)
    , m_list(new QListWidget(this))
{
    setFocusProxy(m_list);
    m_list->setObjectName(u"channels"_s);
    m_list->setFixedHeight(m_list->fontMetrics().lineSpacing() * shownLines + tokens::spaceM);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_list);
    connect(m_list, &QListWidget::itemChanged, this, &FieldEditor::edited);
    load();
}

void ChannelsEditor::show(const QString& id, const QString& text)
{
    QListWidgetItem* item = itemOf(*m_list, id);
    if (!item) {
        item = new QListWidgetItem(m_list);
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setData(Qt::UserRole, id);
        item->setCheckState(Qt::Unchecked);
    }
    item->setText(text);
}

void ChannelsEditor::load()
{
    QUrlQuery query;
    query.addQueryItem(u"page_size"_s, u"100"_s);
    m_client.call(CallId::AlertChannelList, {}, query, this, [this](const Result<QJsonObject>& answer) {
        if (!answer)
            return; // ids are shown instead
        const QSignalBlocker quiet(m_list);
        for (const QJsonValue channel : answer->value(u"items"_s).toArray())
            show(channel[u"id"_s].toString(), channel[u"name"_s].toString());
    });
}

void ChannelsEditor::setValue(const QJsonValue& value)
{
    const QSignalBlocker quiet(m_list);
    for (int row = 0; row < m_list->count(); ++row)
        m_list->item(row)->setCheckState(Qt::Unchecked);
    m_given = value.toVariant().toStringList();
    for (const QString& id : std::as_const(m_given)) {
        if (!itemOf(*m_list, id))
            show(id, id);
        itemOf(*m_list, id)->setCheckState(Qt::Checked);
    }
}

Result<QJsonValue> ChannelsEditor::value() const
{
    QStringList ids = m_given;
    for (int row = 0; row < m_list->count(); ++row) {
        const QString id = m_list->item(row)->data(Qt::UserRole).toString();
        const bool wanted = m_list->item(row)->checkState() == Qt::Checked;
        if (!wanted)
            ids.removeAll(id);
        else if (!ids.contains(id))
            ids.append(id);
    }
    return QJsonValue(QJsonArray::fromStringList(ids));
}

void ChannelsEditor::setReadOnly(bool readOnly)
{
    m_list->setEnabled(!readOnly);
}

void ChannelsEditor::setFieldName(const QString& name)
{
    m_list->setAccessibleName(name);
}

} // namespace gatehouse::console
