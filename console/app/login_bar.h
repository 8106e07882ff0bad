// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"

#include <QFrame>

class QCheckBox;
class QLabel;
class QLineEdit;

namespace gatehouse::console {

/// Asks for the password above the page, so that the page and its drafts stay where they are.
class LoginBar : public QFrame {
    Q_OBJECT
public:
    explicit LoginBar(const QString& secretPlace, QWidget* parent = nullptr);
    void ask(const QString& user, const QString& gateway, const QString& why);

Q_SIGNALS:
    void passwordGiven(const gatehouse::Secret& password, bool keep);

private:
    void give();
    QLabel* m_text;
    QLineEdit* m_password;
    QCheckBox* m_keep;
};

} // namespace gatehouse::console
