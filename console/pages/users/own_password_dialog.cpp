// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/users/own_password_dialog.h"

#include "console/client/api_client.h"
#include "console/client/session.h"
#include "console/widgets/form_field.h"
#include "console/widgets/tokens.h"

#include <QLineEdit>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

OwnPasswordDialog::OwnPasswordDialog(PageContext& context, QWidget* parent)
    : PasswordDialog(context, context.session.user(), tr("My password"), parent)
    , m_current(new QLineEdit(this))
    , m_currentField(new FormField(tr("Current password"), m_current, {}, FormField::Side::Left, this))
{
    setObjectName(u"ownPasswordDialog"_s);
    m_current->setObjectName(u"current"_s);
    m_current->setEchoMode(QLineEdit::Password);
    m_currentField->setContentsMargins(0, 0, tokens::spaceM, 0);
    addFirst(m_currentField);
    m_current->setFocus();
    connect(m_current, &QLineEdit::textEdited, m_currentField, &FormField::clearError);
}

/// The first time the current password is tried, and the request is sent again when it fits.
bool OwnPasswordDialog::check()
{
    m_currentField->clearError();
    if (m_current->text().isEmpty()) {
        m_currentField->setError(tr("is needed"));
        m_current->setFocus();
        return false;
    }
    if (!PasswordDialog::check())
        return false;
    if (m_known == m_current->text())
        return true;
    tryCurrent();
    return false;
}

void OwnPasswordDialog::tryCurrent()
{
    if (std::exchange(m_trying, true))
        return;
    const QString tried = m_current->text();
    const QJsonObject body{{u"email"_s, context().client.profile().user}, {u"password"_s, tried}};
    context().client.call(CallId::AuthLogin, {}, body, this,
                          [this, tried](const Result<QJsonObject>& answer) {
                              m_trying = false;
                              if (!answer) {
                                  m_currentField->setError(answer.error().text());
                                  m_current->setFocus();
                                  return;
                              }
                              m_known = tried;
                              send();
                          });
}

void OwnPasswordDialog::took(const QJsonObject& answer)
{
    PasswordDialog::took(answer);
    Q_EMIT changed(Secret(newPassword().toUtf8()));
}

} // namespace gatehouse::console
