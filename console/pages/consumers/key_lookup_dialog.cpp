// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/consumers/key_lookup_dialog.h"

#include "console/client/api_client.h"
#include "console/models/json_row.h"
#include "console/models/json_table_model.h"
#include "console/pages/consumers/desk_words.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/table_view.h"
#include "console/widgets/tokens.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr qsizetype shortestKey = 20; // less is the beginning of one
constexpr qsizetype prefixLength = 12;

QString keyWord(const QJsonObject& key)
{
    if (textOf(key, "status") == u"revoked"_s)
        return KeyLookupDialog::tr("Revoked");
    return key.value(u"previous"_s).toBool() ? KeyLookupDialog::tr("Rotated out")
                                             : KeyLookupDialog::tr("Current");
}

Tone keyTone(const QJsonObject& key)
{
    if (textOf(key, "status") == u"revoked"_s)
        return Tone::Bad;
    return key.value(u"previous"_s).toBool() ? Tone::Warning : Tone::Good;
}

QList<Column> keyColumns()
{
    return {{u"api_key_prefix"_s, KeyLookupDialog::tr("Begins with"), {}, {}, {}, false},
            {u"status"_s, KeyLookupDialog::tr("Key"), keyWord, keyTone, {}, false},
            {u"consumer"_s, KeyLookupDialog::tr("Consumer"), {}, {}, {}, false},
            {u"email"_s, KeyLookupDialog::tr("E-mail"), {}, {}, {}, false},
            {u"api"_s, KeyLookupDialog::tr("API"), {}, {}, {}, false},
            {u"subscription_status"_s,
             KeyLookupDialog::tr("Subscription"),
             [](const QJsonObject& key) {
                 return subscriptionStateWord({{u"status"_s, key.value(u"subscription_status"_s)}});
             },
             {},
             {},
             false},
            timeColumn(u"expires_at"_s, KeyLookupDialog::tr("Expires"), false),
            timeColumn(u"last_used_at"_s, KeyLookupDialog::tr("Last used"), false)};
}

} // namespace

KeyLookupDialog::KeyLookupDialog(PageContext& context, const QString& tenant, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_tenant(tenant)
    , m_messages(new MessageBar(this))
    , m_text(new QLineEdit(this))
    , m_verdict(new StatusPill(this))
    , m_table(new TableView({}, nullptr, this))
    , m_model(new JsonTableModel(
          keyColumns(), [](const QJsonObject& key) { return textOf(key, "id"); }, this))
{
    setObjectName(u"keyLookup"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Whose key is this?"));
    resize(tokens::dialogWidth * 7 / 4, tokens::dialogWidth * 3 / 4);
    build();
}

void KeyLookupDialog::build()
{
    auto* title = new QLabel(windowTitle(), this);
    title->setFont(tokens::font(tokens::TextRole::Title));
    auto* label = new QLabel(tr("A key, the beginning of a key, or an e-mail address"), this);
    m_text->setObjectName(u"lookupText"_s);
    m_text->setClearButtonEnabled(true);
    label->setBuddy(m_text);
    auto* find = new QPushButton(tr("Find"), this);
    find->setObjectName(u"find"_s);
    find->setProperty("primary", true);
    find->setDefault(true);
    auto* row = new QHBoxLayout;
    row->addWidget(m_text, 1);
    row->addWidget(find);
    m_verdict->setObjectName(u"verdict"_s);
    m_verdict->hide();
    m_table->setObjectName(u"foundKeys"_s);
    m_table->setAccessibleName(tr("Keys"));
    m_table->setModel(m_model);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(tokens::spaceM);
    column->addWidget(title);
    column->addWidget(m_messages);
    column->addWidget(label);
    column->addLayout(row);
    column->addWidget(m_verdict);
    column->addWidget(m_table, 1);
    column->addWidget(buttons);
    connect(find, &QPushButton::clicked, this, &KeyLookupDialog::find);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_table, &TableView::openRequested, this, [this](const QModelIndex& index) {
        Q_EMIT subscriptionChosen(textOf(m_model->rowAt(index.row()), "api_key_prefix"));
        accept();
    });
    m_text->setFocus();
}

void KeyLookupDialog::find()
{
    m_messages->clear();
    m_verdict->hide();
    const QString text = m_text->text().trimmed();
    if (text.isEmpty())
        return;
    if (text.contains(u'@'))
        findKeys(u"email"_s, text);
    else if (text.size() < shortestKey)
        findKeys(u"prefix"_s, text.left(prefixLength));
    else
        findKey(text);
}

void KeyLookupDialog::findKey(const QString& key)
{
    m_text->clear(); // a key is not left standing on a screen
    m_context.client.call(
        CallId::SubscriptionV1Validate, {}, QJsonObject{{u"api_key"_s, key}}, this,
        [this](const Result<QJsonObject>& answer) {
            if (!answer) {
                m_messages->showError(tr("The key could not be looked up."), answer.error(), false);
                return;
            }
            const bool valid = answer->value(u"valid"_s).toBool();
            const bool known = answer->contains(u"id"_s);
            m_verdict->setState(valid ? Tone::Good : Tone::Bad,
                                valid   ? tr("This key is accepted")
                                : known ? tr("This key is refused: %1").arg(textOf(*answer, "reason"))
                                        : tr("No such key is known"));
            m_verdict->show();
            show(known ? QList<QJsonObject>{*answer} : QList<QJsonObject>());
        });
}

void KeyLookupDialog::findKeys(const QString& filter, const QString& value)
{
    QUrlQuery query;
    query.addQueryItem(filter, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    query.addQueryItem(u"page_size"_s, u"100"_s);
    m_context.client.call(
        CallId::KeyList, {m_tenant}, query, this, [this](const Result<QJsonObject>& answer) {
            if (!answer) {
                m_messages->showError(tr("The keys could not be read."), answer.error(), false);
                return;
            }
            QList<QJsonObject> keys;
            const QJsonArray items = answer->value(u"items"_s).toArray();
            for (const QJsonValue& item : items)
                keys.append(item.toObject());
            m_table->setEmptyText(tr("No key fits."));
            show(keys);
        });
}

void KeyLookupDialog::show(const QList<QJsonObject>& keys)
{
    m_model->setRows(keys);
    m_table->resizeColumnsToContents();
}

} // namespace gatehouse::console
