// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/consumers/onboarding_dialog.h"

#include "common/api/v1_requests.h"
#include "common/model/principal.h"
#include "console/client/api_client.h"
#include "console/models/json_row.h"
#include "console/pages/consumers/key_pane.h"
#include "console/pages/shared/document_picker.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/field_form.h"
#include "console/widgets/form_field.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/model_text.h"
#include "console/widgets/toast.h"
#include "console/widgets/tokens.h"

#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

/// Everything about a consumer but what one asks for at the first meeting.
QStringList laterFields()
{
    static const QStringList first{u"external_id"_s, u"name"_s,        u"email"_s,
                                   u"company"_s,     u"description"_s, u"groups"_s};
    QStringList later;
    for (const FieldDef& field : tableOf<Consumer>().fields) {
        if (!first.contains(field.name))
            later.append(field.name);
    }
    return later;
}

QJsonObject withoutNulls(QJsonObject document)
{
    for (const QString& key : document.keys()) {
        if (document.value(key).isNull())
            document.remove(key);
    }
    return document;
}

} // namespace

OnboardingDialog::OnboardingDialog(PageContext& context, const QString& tenant, Begin begin,
                                   const QJsonObject& consumer, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_tenant(tenant)
    , m_begin(begin)
    , m_consumer(consumer)
    , m_title(new QLabel(this))
    , m_messages(new MessageBar(this))
    , m_steps(new QStackedWidget(this))
{
    setObjectName(u"onboarding"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    resize(tokens::dialogWidth * 3 / 2, tokens::dialogWidth);
    build();
    show(begin == Begin::Consumer ? Who : What);
}

OnboardingDialog::~OnboardingDialog() = default;

void OnboardingDialog::build()
{
    m_title->setFont(tokens::font(tokens::TextRole::Title));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::spaceL, tokens::spaceM, tokens::spaceL, tokens::spaceM);
    column->setSpacing(tokens::spaceM);
    column->addWidget(m_title);
    column->addWidget(m_messages);
    column->addWidget(m_steps, 1);
    buildWho();
    buildWhat();
    m_key = new KeyPane(m_context, m_steps);
    m_steps->addWidget(m_key);
    column->addWidget(buildButtons());
}

void OnboardingDialog::buildWho()
{
    m_who = new FieldForm(tableOf<Consumer>(), FieldForm::Purpose::Create, laterFields(), m_steps);
    m_steps->addWidget(m_who);
}

void OnboardingDialog::buildWhat()
{
    auto* body = new QWidget(m_steps);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    m_for = new QLabel(body);
    m_for->setTextFormat(Qt::PlainText);
    m_for->setWordWrap(true);
    QStringList skip{u"tenant_id"_s};
    if (m_begin == Begin::Consumer || !m_consumer.isEmpty())
        skip.append(u"consumer_id"_s);
    m_what = new FieldForm(tableOf<KeySubscribeRequest>(), FieldForm::Purpose::Create, skip, body);
    ApiClient& client = m_context.client;
    m_what->replaceEditor(u"api_id"_s, new DocumentPicker(client, apiSource(m_tenant)));
    m_what->replaceEditor(u"plan_id"_s, new DocumentPicker(client, planSource(m_tenant)));
    m_what->replaceEditor(u"consumer_id"_s, new DocumentPicker(client, consumerSource(m_tenant)));
    connect(m_what, &FieldForm::edited, this, &OnboardingDialog::warnOfApi);
    column->addWidget(m_for);
    column->addWidget(m_what, 1);
    m_steps->addWidget(body);
}

QWidget* OnboardingDialog::buildButtons()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    const auto make = [&](const QString& text, const char* name) {
        auto* button = new QPushButton(text, bar);
        button->setObjectName(QLatin1StringView(name));
        button->setAutoDefault(false);
        row->addWidget(button);
        return button;
    };
    row->addStretch(1);
    m_close = make(tr("Cancel"), "close");
    m_only = make(tr("Without subscription"), "onlyConsumer");
    m_only->setToolTip(tr("Makes the consumer now; it can be subscribed later."));
    m_back = make(tr("Back"), "back");
    m_next = make(tr("Next"), "next");
    m_next->setProperty("primary", true);
    connect(m_close, &QPushButton::clicked, this, &OnboardingDialog::reject);
    connect(m_back, &QPushButton::clicked, this, &OnboardingDialog::back);
    connect(m_next, &QPushButton::clicked, this, &OnboardingDialog::next);
    connect(m_only, &QPushButton::clicked, this, [this] { commit(false); });
    return bar;
}

void OnboardingDialog::show(Step step)
{
    m_steps->setCurrentIndex(step);
    const bool whole = m_begin == Begin::Consumer;
    const QString name = textOf(m_consumer.isEmpty() ? m_who->document() : m_consumer, "name");
    const QStringList titles{tr("New consumer"),
                             whole ? tr("What may %1 call?").arg(name) : tr("New subscription"),
                             tr("The key")};
    const int number = whole ? step + 1 : step;
    const int all = whole ? 3 : 2;
    m_title->setText(tr("%1 (step %2 of %3)").arg(titles.at(step)).arg(number).arg(all));
    setWindowTitle(m_title->text());
    const QString mail = textOf(m_consumer.isEmpty() ? m_who->document() : m_consumer, "email");
    m_for->setText(tr("Consumer: %1 <%2>").arg(name, mail));
    m_for->setVisible(!name.isEmpty());
    m_back->setVisible(step == What && whole && m_consumer.isEmpty());
    m_only->setVisible(step == What && whole && m_consumer.isEmpty());
    m_next->setText(step == Who ? tr("Next") : tr("Create key"));
    m_next->setVisible(step != Key);
    m_close->setText(step == Key ? tr("Close") : tr("Cancel"));
    if (step == Who)
        m_who->formField(u"external_id"_s)->setFocus();
    if (step == What)
        m_what->formField(m_what->formField(u"consumer_id"_s) ? u"consumer_id"_s : u"api_id"_s)->setFocus();
}

void OnboardingDialog::back()
{
    m_messages->clear();
    show(Who);
}

void OnboardingDialog::next()
{
    m_messages->clear();
    if (m_busy)
        return;
    if (m_steps->currentIndex() == Who) {
        if (m_who->check())
            show(What);
        return;
    }
    if (m_what->check())
        commit(true);
}

void OnboardingDialog::commit(bool withSubscription)
{
    if (m_busy)
        return;
    m_messages->clear();
    if (m_begin == Begin::Consumer && m_consumer.isEmpty())
        makeConsumer(withSubscription);
    else
        subscribe();
}

void OnboardingDialog::makeConsumer(bool withSubscription)
{
    setBusy(true);
    m_context.client.call(CallId::ConsumerCreate, {m_tenant}, withoutNulls(m_who->document()), this,
                          [this, withSubscription](const Result<QJsonObject>& answer) {
                              setBusy(false);
                              if (!answer) {
                                  show(Who);
                                  refuse(m_who, tr("The consumer was not created."), answer.error());
                                  return;
                              }
                              m_stored = true;
                              m_consumer = *answer;
                              Q_EMIT consumerMade(textOf(m_consumer, "id"));
                              if (withSubscription) {
                                  subscribe();
                                  return;
                              }
                              m_context.toasts.show(tokens::Tone::Good,
                                                    tr("%1 was created.").arg(textOf(m_consumer, "name")));
                              accept();
                          });
}

void OnboardingDialog::subscribe()
{
    QJsonObject body = withoutNulls(m_what->document());
    body.insert(u"tenant_id"_s, m_tenant);
    if (!m_consumer.isEmpty())
        body.insert(u"consumer_id"_s, m_consumer.value(u"id"_s));
    setBusy(true);
    m_context.client.call(
        CallId::SubscriptionV1Create, {}, body, this, [this](const Result<QJsonObject>& answer) {
            setBusy(false);
            if (answer) {
                tookKey(*answer);
                return;
            }
            show(What);
            refuse(m_what,
                   m_stored ? tr("The consumer is stored, but the subscription was not made.")
                            : tr("The subscription was not made."),
                   answer.error());
        });
}

QJsonObject OnboardingDialog::chosenApi() const
{
    const FormField* field = m_what->formField(u"api_id"_s);
    const auto* picker = field ? field->findChild<DocumentPicker*>() : nullptr;
    return picker ? picker->chosen() : QJsonObject();
}

/// Why a key would be refused by the chosen API; empty: it is taken.
QString OnboardingDialog::refusalOfApi() const
{
    const QJsonObject api = chosenApi();
    const QString type = api.value(u"auth"_s)[u"type"_s].toString(u"api_key"_s);
    return type == u"api_key"_s || type == u"none"_s
               ? QString()
               : tr("%1 takes no API keys: its authentication is \"%2\". Edit the API to change that.")
                     .arg(textOf(api, "name"), choiceText(type));
}

void OnboardingDialog::warnOfApi()
{
    const QString refusal = refusalOfApi();
    if (!refusal.isEmpty())
        m_messages->showMessage(tokens::Tone::Warning, refusal);
    else if (m_warned)
        m_messages->clear();
    m_warned = !refusal.isEmpty();
}

void OnboardingDialog::tookKey(const QJsonObject& subscription)
{
    m_stored = true;
    const bool waits = textOf(subscription, "status") == u"pending"_s;
    const QString refusal = refusalOfApi();
    const QString note =
        !refusal.isEmpty() ? refusal
        : waits ? tr("The plan needs approval: the key works once somebody has approved the subscription.")
                : tr("The key works now. Send it in the header X-API-Key.");
    m_key->show(textOf(subscription, "api_key"), textOf(chosenApi(), "gateway_path"), note);
    show(Key);
    Q_EMIT subscribed(textOf(subscription, "subscription_id"));
}

void OnboardingDialog::refuse(FieldForm* form, const QString& what, const Error& error)
{
    Error rest = error;
    rest.faults = form->showFaults(error.faults);
    if (!error.faults.isEmpty() && rest.faults.isEmpty())
        m_messages->showMessage(tokens::Tone::Bad, what + u' ' + tr("See the marked fields."));
    else
        m_messages->showError(what, rest, false);
}

void OnboardingDialog::setBusy(bool busy)
{
    m_busy = busy;
    for (QPushButton* button : {m_back, m_only, m_next})
        button->setEnabled(!busy);
}

bool OnboardingDialog::isDirty() const
{
    const bool atKey = m_steps->currentIndex() == Key;
    return isVisible() &&
           (atKey ? !m_key->wasTaken()
                  : m_what->changeCount() > 0 || (m_consumer.isEmpty() && m_who->changeCount() > 0));
}

void OnboardingDialog::reject()
{
    if (!isDirty())
        QDialog::reject();
    else if (m_steps->currentIndex() == Key)
        askBeforeLosing(m_context, this, *m_key, [this] { QDialog::reject(); });
    else
        m_context.dialogs.unsavedChanges(this, m_title->text(), [this] { QDialog::reject(); });
}

} // namespace gatehouse::console
