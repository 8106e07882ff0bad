// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/shared/request_dialog.h"

class QLineEdit;

namespace gatehouse::console {

class FormField;

/// A new password for a user, written twice. What is wrong with it stands at the field.
class PasswordDialog : public RequestDialog {
    Q_OBJECT
public:
    PasswordDialog(PageContext& context, const QString& user, QWidget* parent);

protected:
    bool check() override;
    void took(const QJsonObject& answer) override;
    bool dealsWith(const Error& error) override;

private:
    QString m_user;
    QLineEdit* m_again;
    FormField* m_againField;
};

} // namespace gatehouse::console
