// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/login_bar.h"

#include "console/widgets/tokens.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

LoginBar::LoginBar(const QString& secretPlace, QWidget* parent)
    : QFrame(parent)
    , m_text(new QLabel(this))
    , m_password(new QLineEdit(this))
    , m_keep(new QCheckBox(tr("Keep it in %1").arg(secretPlace), this))
{
    setObjectName(u"loginBar"_s);
    setProperty("card", true);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setPlaceholderText(tr("Password"));
    m_password->setAccessibleName(tr("Password"));
    m_password->setMaximumWidth(tokens::navigationWidth);
    auto* button = new QPushButton(tr("Log in"), this);
    button->setProperty("primary", true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(tokens::spaceM, tokens::spaceS, tokens::spaceM, tokens::spaceS);
    row->addWidget(m_text, 1);
    row->addWidget(m_password);
    row->addWidget(m_keep);
    row->addWidget(button);
    connect(button, &QPushButton::clicked, this, &LoginBar::give);
    connect(m_password, &QLineEdit::returnPressed, this, &LoginBar::give);
    hide();
}

void LoginBar::ask(const QString& user, const QString& gateway, const QString& why)
{
    const QString question = tr("Log in to %1 as %2.").arg(gateway, user);
    m_text->setText(why.isEmpty() ? question : why + u' ' + question);
    show();
    m_password->selectAll();
    m_password->setFocus();
}

void LoginBar::give()
{
    if (m_password->text().isEmpty())
        return;
    const Secret password(m_password->text().toUtf8());
    m_password->clear();
    hide();
    Q_EMIT passwordGiven(password, m_keep->isChecked());
}

} // namespace gatehouse::console
