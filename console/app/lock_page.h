// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace gatehouse::console {

class MessageBar;

/// What a locked window shows: whose session it was, and where its password is asked for.
class LockPage : public QWidget {
    Q_OBJECT
public:
    explicit LockPage(QWidget* parent = nullptr);
    void ask(const QString& user, const QString& gateway);
    /// The password is being tried.
    void setBusy(bool busy);
    /// Why it stays locked; the field waits for another try.
    void refuse(const QString& why);

Q_SIGNALS:
    void passwordGiven(const gatehouse::Secret& password);

private:
    void give();
    QLabel* m_text;
    MessageBar* m_messages;
    QLineEdit* m_password;
    QPushButton* m_unlock;
};

} // namespace gatehouse::console
