// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"
#include "console/pages/users/password_dialog.h"

namespace gatehouse::console {

/// One's own password: the current one is asked for and tried first, so that nobody changes it at a desk that
/// was left alone.
class OwnPasswordDialog : public PasswordDialog {
    Q_OBJECT
public:
    OwnPasswordDialog(PageContext& context, QWidget* parent);

Q_SIGNALS:
    void changed(const gatehouse::Secret& password);

protected:
    bool check() override;
    void took(const QJsonObject& answer) override;

private:
    void tryCurrent();
    QLineEdit* m_current;
    FormField* m_currentField;
    QString m_known; ///< a current password that the gateway took
    bool m_trying = false;
};

} // namespace gatehouse::console
