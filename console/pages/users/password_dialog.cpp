// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/users/password_dialog.h"

#include "common/api/requests.h"
#include "console/pages/users/password_hints.h"
#include "console/widgets/field_form.h"
#include "console/widgets/form_field.h"
#include "console/widgets/toast.h"
#include "console/widgets/tokens.h"

#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr auto passwordKey = "new_password"_L1;

} // namespace

PasswordDialog::PasswordDialog(PageContext& context, const QString& user, QWidget* parent)
    : PasswordDialog(context, user, tr("Password of %1").arg(user), parent)
{
}

PasswordDialog::PasswordDialog(PageContext& context, const QString& user, const QString& title,
                               QWidget* parent)
    : RequestDialog(context,
                    {title, tr("The old password stops working at once; sessions that are open go on."),
                     tr("Set password"), tr("The password was not changed.")},
                    tableOf<PasswordRequest>(), {}, CallId::UserPassword, {user}, parent)
    , m_user(user)
    , m_again(new QLineEdit(this))
    , m_againField(new FormField(tr("The same again"), m_again, {}, FormField::Side::Left, this))
    , m_hints(new PasswordHints(this))
{
    m_again->setObjectName(u"again"_s);
    m_again->setEchoMode(QLineEdit::Password);
    auto* column = static_cast<QVBoxLayout*>(layout());
    const int place = column->indexOf(form());
    column->setStretch(place, 0);
    form()->setMaximumHeight(tokens::dialogWidth / 4); // one field and its fault
    m_againField->setContentsMargins(0, 0, tokens::spaceM, 0);
    column->insertWidget(place + 1, m_againField);
    column->insertWidget(place + 2, m_hints);
    column->insertStretch(place + 3, 1);
    resize(width(), tokens::dialogWidth * 3 / 4);
    auto* line = form()->formField(passwordKey)->findChild<QLineEdit*>();
    setTabOrder(line, m_again);
    connect(line, &QLineEdit::textChanged, m_hints, &PasswordHints::judge);
    connect(m_again, &QLineEdit::textEdited, m_againField, &FormField::clearError);
}

QString PasswordDialog::newPassword() const
{
    return form()->document().value(passwordKey).toString();
}

void PasswordDialog::addFirst(QWidget* field)
{
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->insertWidget(column->indexOf(form()), field);
    setTabOrder(field, form());
}

bool PasswordDialog::check()
{
    form()->clearFaults();
    m_againField->clearError();
    if (!form()->check())
        return false;
    if (newPassword() == m_again->text())
        return true;
    m_againField->setError(tr("is not the same as above"));
    m_again->setFocus();
    return false;
}

/// The gateway tells refusals of the password itself without naming the field.
bool PasswordDialog::dealsWith(const Error& error)
{
    if (error.code == "USR022"_L1) {
        form()->showFaults({{passwordKey, u"fixed"_s,
                             tr("the password of admin is set where the gateway is started "
                                "(DOORMAN_ADMIN_PASSWORD) and cannot be changed here")}});
        return true;
    }
    if (error.code != "USR005"_L1)
        return false;
    form()->showFaults({{passwordKey, u"weak"_s, error.message}});
    return true;
}

void PasswordDialog::took(const QJsonObject&)
{
    context().toasts.show(tokens::Tone::Good, tr("%1 has a new password.").arg(m_user));
}

} // namespace gatehouse::console
