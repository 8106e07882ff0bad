// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/request_dialog.h"

#include "console/client/api_client.h"
#include "console/widgets/button_looks.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/field_form.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/tokens.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QShowEvent>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

RequestDialog::RequestDialog(PageContext& context, const Look& look, const EntityTable& table,
                             const QStringList& skip, CallId call, const QStringList& parameters,
                             QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_look(look)
    , m_call(call)
    , m_parameters(parameters)
    , m_messages(new MessageBar(this))
    , m_form(new FieldForm(table, FieldForm::Purpose::Create, skip, this))
{
    setObjectName(u"requestDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(look.title);
    resize(tokens::dialogWidth * 5 / 4, tokens::dialogWidth * 3 / 4);
    build();
}

void RequestDialog::build()
{
    auto* title = new QLabel(m_look.title, this);
    title->setFont(tokens::font(tokens::TextRole::Title));
    title->setWordWrap(true);
    auto* sentence = new QLabel(m_look.sentence, this);
    sentence->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_send = buttons->addButton(m_look.verb, QDialogButtonBox::ApplyRole);
    m_send->setObjectName(u"send"_s);
    markPrimary(m_send);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(tokens::spaceM);
    column->addWidget(title);
    column->addWidget(m_messages);
    column->addWidget(sentence);
    column->addWidget(m_form, 1);
    column->addWidget(buttons);
    m_form->focusFirst();
    m_send->setToolTip(tr("Ctrl+Return"));
    connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this), &QShortcut::activated, this,
            &RequestDialog::send);
    connect(m_send, &QPushButton::clicked, this, &RequestDialog::send);
    connect(buttons, &QDialogButtonBox::rejected, this, &RequestDialog::reject);
}

void RequestDialog::showEvent(QShowEvent* event)
{
    QDialog::showEvent(event);
    if (!event->spontaneous())
        m_begun = m_form->changes();
}

void RequestDialog::reject()
{
    if (!isVisible() || m_form->changes() == m_begun)
        QDialog::reject();
    else
        m_context.dialogs.unsavedChanges(this, m_look.title, [this] { QDialog::reject(); });
}

QJsonObject RequestDialog::body() const
{
    QJsonObject body = m_form->document();
    for (const QString& key : body.keys()) {
        if (body.value(key).isNull())
            body.remove(key);
    }
    return body;
}

bool RequestDialog::check()
{
    return m_form->check();
}

void RequestDialog::send()
{
    m_messages->clear();
    if (!m_send->isEnabled() || !check())
        return;
    m_send->setEnabled(false);
    ApiRequest request = ApiClient::requestFor(m_call, m_parameters, {}, body());
    request.headers += headers();
    m_context.client.send(request, this, [this](const Result<QJsonObject>& answer) {
        m_send->setEnabled(true);
        if (answer) {
            took(*answer);
            accept();
            return;
        }
        if (dealsWith(answer.error()))
            return;
        Error rest = answer.error();
        rest.faults = m_form->showFaults(answer.error().faults);
        showError(m_look.failure, rest);
    });
}

void RequestDialog::showError(const QString& what, const Error& error)
{
    m_messages->showError(what, error, false);
}

} // namespace gatehouse::console
