// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/lock_page.h"

#include "console/widgets/icons.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/tokens.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

LockPage::LockPage(QWidget* parent)
    : QWidget(parent)
    , m_text(new QLabel(this))
    , m_messages(new MessageBar(this))
    , m_password(new QLineEdit(this))
    , m_unlock(new QPushButton(tr("Unlock"), this))
{
    setObjectName(u"lockPage"_s);
    auto* title = new QLabel(tr("The console is locked"), this);
    title->setFont(tokens::font(tokens::TextRole::Title));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_messages->setClosable(false);
    m_password->setObjectName(u"unlockPassword"_s);
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setPlaceholderText(tr("Password"));
    m_password->setAccessibleName(tr("Password"));
    m_unlock->setObjectName(u"unlock"_s);
    m_unlock->setProperty("primary", true);
    auto* row = new QHBoxLayout;
    row->addWidget(m_password, 1);
    row->addWidget(m_unlock);
    auto* frame = new QWidget(this);
    frame->setMaximumWidth(tokens::readableWidth);
    auto* column = new QVBoxLayout(frame);
    column->setSpacing(tokens::spaceM);
    for (QWidget* widget : std::initializer_list<QWidget*>{title, m_text, m_messages})
        column->addWidget(widget);
    column->addLayout(row);
    auto* outer = new QVBoxLayout(this);
    auto* middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(frame, 4);
    middle->addStretch(1);
    outer->addStretch(1);
    outer->addLayout(middle);
    outer->addStretch(2);
    connect(m_unlock, &QPushButton::clicked, this, &LockPage::give);
    connect(m_password, &QLineEdit::returnPressed, this, &LockPage::give);
}

void LockPage::ask(const QString& user, const QString& gateway)
{
    m_text->setText(
        tr("%1 at %2. What was open is still there, also what has not been saved.").arg(user, gateway));
    m_messages->clear();
    setBusy(false);
}

void LockPage::setBusy(bool busy)
{
    m_unlock->setEnabled(!busy);
    m_password->setEnabled(!busy);
    if (!busy)
        m_password->setFocus();
}

void LockPage::refuse(const QString& why)
{
    m_messages->showMessage(tokens::Tone::Bad, why);
    setBusy(false);
}

void LockPage::give()
{
    if (m_password->text().isEmpty())
        return;
    const Secret password(m_password->text().toUtf8());
    m_password->clear();
    m_messages->clear();
    setBusy(true);
    Q_EMIT passwordGiven(password);
}

} // namespace gatehouse::console
