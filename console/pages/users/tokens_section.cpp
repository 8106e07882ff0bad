// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/users/tokens_section.h"

#include "console/client/api_client.h"
#include "console/client/session.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/page.h"
#include "console/widgets/toast.h"
#include "console/widgets/tokens.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

TokensSection::TokensSection(PageContext& context, const QString& user, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_user(user)
    , m_state(new QLabel(u"…"_s, this))
    , m_switch(new QPushButton(this))
{
    setObjectName(u"tokensSection"_s);
    m_state->setWordWrap(true);
    m_state->setTextFormat(Qt::PlainText);
    m_switch->setObjectName(u"switchTokens"_s);
    m_switch->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(tokens::spaceS);
    column->addWidget(m_state);
    column->addWidget(m_switch);
    connect(m_switch, &QPushButton::clicked, this, &TokensSection::switchTokens);
    ask();
}

void TokensSection::ask()
{
    m_context.client.call(CallId::AuthUserStatus, {m_user}, this, [this](const Result<QJsonObject>& answer) {
        if (answer)
            show(answer->value(u"revoked"_s).toBool());
        else
            m_state->setText(tr("It could not be read: %1").arg(answer.error().message));
        m_switch->setVisible(answer.ok());
    });
}

void TokensSection::show(bool refused)
{
    QString why;
    m_refused = refused;
    m_state->setText(refused ? tr("Every token of the user is refused, new ones too.")
                             : tr("Tokens of the user are accepted."));
    m_switch->setText(refused ? tr("Accept tokens again") : tr("Refuse all tokens…"));
    m_switch->setEnabled(!m_context.mayWrite || m_context.mayWrite(&why));
    m_switch->setToolTip(why);
}

void TokensSection::switchTokens()
{
    if (m_refused) {
        send(CallId::AuthUnrevoke, tr("Tokens of %1 are accepted again.").arg(m_user));
        return;
    }
    Confirmation question;
    question.title = tr("Refuse all tokens of %1?").arg(m_user);
    question.effect =
        tr("Every session of the user ends with its next call, and logging in again does not help. It can be "
           "taken back here.");
    if (m_context.session.user() == m_user)
        question.effect += u"\n\n"_s + tr("This is your own account: it ends your session too.");
    question.verb = tr("Refuse tokens");
    m_context.dialogs.confirm(this, question, [alive = QPointer<TokensSection>(this)] {
        if (alive)
            alive->send(CallId::AuthRevoke, tr("Tokens of %1 are refused.").arg(alive->m_user));
    });
}

void TokensSection::send(CallId call, const QString& done)
{
    m_switch->setEnabled(false);
    // The list of users is read again after the change, and makes another section in the place of this one:
    // the news comes in any case.
    m_context.client.call(call, {m_user}, QJsonObject(), &m_context.toasts,
                          [toasts = &m_context.toasts, done,
                           alive = QPointer<TokensSection>(this)](const Result<QJsonObject>& answer) {
                              toasts->show(answer ? tokens::Tone::Good : tokens::Tone::Bad,
                                           answer ? done : answer.error().message);
                              if (alive)
                                  alive->ask();
                          });
}

} // namespace gatehouse::console
