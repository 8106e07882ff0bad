// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/document_picker.h"

#include "console/client/api_client.h"
#include "console/models/json_row.h"
#include "console/widgets/tokens.h"

#include <QComboBox>
#include <QCompleter>
#include <QJsonArray>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int shownDocuments = 50;

QString idOf(const QJsonObject& document)
{
    return textOf(document, "id");
}

} // namespace

DocumentPicker::DocumentPicker(ApiClient& client, PickerSource source, QWidget* parent)
    : FieldEditor(parent)
    , m_client(client)
    , m_source(std::move(source))
    , m_box(new QComboBox(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_box);
    setFocusProxy(m_box);
    m_box->setEditable(true);
    m_box->setInsertPolicy(QComboBox::NoInsert);
    m_box->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_box->completer()->setFilterMode(Qt::MatchContains);
    m_box->lineEdit()->setPlaceholderText(tr("Type to search"));
    m_box->lineEdit()->setClearButtonEnabled(true);
    m_delay.setSingleShot(true);
    m_delay.setInterval(tokens::filterDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &DocumentPicker::search);
    connect(m_box->lineEdit(), &QLineEdit::textEdited, this, [this] {
        m_id.clear();
        m_delay.start();
        Q_EMIT edited();
    });
    connect(m_box, &QComboBox::activated, this, [this](int index) {
        m_id = m_source.id(m_box->itemData(index).toJsonObject());
        m_known = true;
        Q_EMIT edited();
    });
    search();
}

void DocumentPicker::setValue(const QJsonValue& value)
{
    m_id = value.toString();
    m_known = m_id.isEmpty();
    const QSignalBlocker quiet(m_box);
    m_box->setCurrentIndex(-1);
    m_box->setEditText(m_answered ? m_id
                                  : QString()); // an id is nothing to read while its name is on the way
    for (int i = 0; i < m_box->count() && !m_known; ++i) {
        if (m_source.id(m_box->itemData(i).toJsonObject()) != m_id)
            continue;
        m_box->setCurrentIndex(i);
        m_known = true;
    }
}

int DocumentPicker::typedIndex() const
{
    return m_box->findText(m_box->currentText().trimmed(), Qt::MatchFixedString);
}

QJsonObject DocumentPicker::chosen() const
{
    const int index = typedIndex();
    return index < 0 ? QJsonObject() : m_box->itemData(index).toJsonObject();
}

Result<QJsonValue> DocumentPicker::value() const
{
    if (!m_id.isEmpty())
        return QJsonValue(m_id);
    if (m_box->currentText().trimmed().isEmpty())
        return QJsonValue(QJsonValue::Null);
    const int index = typedIndex();
    if (index >= 0)
        return QJsonValue(m_source.id(m_box->itemData(index).toJsonObject()));
    return Error::invalid({}, u"choice"_s, tr("choose one of the list"));
}

void DocumentPicker::setReadOnly(bool readOnly)
{
    m_box->setEnabled(!readOnly);
}

void DocumentPicker::setFieldName(const QString& name)
{
    m_box->setAccessibleName(name);
    m_box->lineEdit()->setAccessibleName(name);
}

void DocumentPicker::search()
{
    QUrlQuery query;
    query.addQueryItem(u"page_size"_s, QString::number(shownDocuments));
    if (!m_source.filterName.isEmpty())
        query.addQueryItem(m_source.filterName, m_source.filterValue);
    const QString text = m_id.isEmpty() ? m_box->currentText().trimmed() : QString();
    if (!text.isEmpty())
        query.addQueryItem(u"search"_s, QString::fromLatin1(QUrl::toPercentEncoding(text)));
    const quint64 question = ++m_question;
    m_client.call(
        m_source.list, m_source.parameters, query, this, [this, question](const Result<QJsonObject>& answer) {
            if (question != m_question)
                return;
            m_answered = true;
            QList<QJsonObject> documents;
            // Without an answer the value can still be checked by the gateway.
            const QJsonArray items = answer ? answer->value(m_source.itemsKey).toArray() : QJsonArray();
            for (const QJsonValue& item : items)
                documents.append(item.toObject());
            fill(documents);
        });
}

/// What is typed or chosen stays.
void DocumentPicker::fill(const QList<QJsonObject>& documents)
{
    const QSignalBlocker quiet(m_box);
    const QString typed = m_box->currentText();
    const int cursor = m_box->lineEdit()->cursorPosition();
    m_box->clear();
    for (const QJsonObject& document : documents)
        m_box->addItem(m_source.text(document), document);
    m_box->setCurrentIndex(-1);
    if (!m_id.isEmpty() && !m_known) {
        setValue(m_id);
        return;
    }
    m_box->setEditText(typed);
    m_box->lineEdit()->setCursorPosition(cursor);
    if (m_box->lineEdit()->hasFocus() && m_id.isEmpty() && !typed.isEmpty())
        m_box->completer()->complete();
}

PickerSource planSource(const QString& tenant)
{
    const auto text = [](const QJsonObject& plan) {
        return DocumentPicker::tr("%1 (%2)").arg(textOf(plan, "name"), textOf(plan, "slug"));
    };
    return {CallId::PlanV1List, {tenant}, idOf, text, u"items"_s, u"status"_s, u"active"_s};
}

PickerSource apiSource(const QString& tenant)
{
    const auto text = [](const QJsonObject& api) {
        return textOf(api, "name") + u' ' + textOf(api, "version");
    };
    return {CallId::ContractListIn, {tenant}, idOf, text};
}

PickerSource consumerSource(const QString& tenant)
{
    const auto text = [](const QJsonObject& consumer) {
        return DocumentPicker::tr("%1 <%2>").arg(textOf(consumer, "name"), textOf(consumer, "email"));
    };
    return {CallId::ConsumerList, {tenant}, idOf, text};
}

} // namespace gatehouse::console
