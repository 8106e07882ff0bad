// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/request_dialog.h"

class QLineEdit;

namespace gatehouse::console {

class FormField;
class PasswordHints;

/// A new password for a user, written twice. What it still needs stands below it, what is wrong with it at
/// the field.
class PasswordDialog : public RequestDialog {
    Q_OBJECT
public:
    PasswordDialog(PageContext& context, const QString& user, QWidget* parent);

protected:
    /// `title` instead of "Password of ...".
    PasswordDialog(PageContext& context, const QString& user, const QString& title, QWidget* parent);
    QString newPassword() const;
    /// Stands in front of the others.
    void addFirst(QWidget* field);
    bool check() override;
    void took(const QJsonObject& answer) override;
    bool dealsWith(const Error& error) override;

private:
    QString m_user;
    QLineEdit* m_again;
    FormField* m_againField;
    PasswordHints* m_hints;
};

} // namespace gatehouse::console
