// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace gatehouse::console {

struct PageContext;

/// Whether the tokens of a user are accepted, and the switch for it. What it says is read again after every
/// change.
class TokensSection : public QWidget {
    Q_OBJECT
public:
    TokensSection(PageContext& context, const QString& user, QWidget* parent = nullptr);

private:
    void ask();
    void show(bool refused);
    void switchTokens();
    void send(CallId call, const QString& done);
    PageContext& m_context;
    QString m_user;
    QLabel* m_state;
    QPushButton* m_switch;
    bool m_refused = false;
};

} // namespace gatehouse::console
