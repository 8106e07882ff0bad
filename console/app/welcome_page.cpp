// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/welcome_page.h"

#include "console/app/profile_form.h"
#include "console/widgets/icons.h"
#include "console/widgets/tokens.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

WelcomePage::WelcomePage(const QString& secretPlace, Dialogs& dialogs, QWidget* parent)
    : QScrollArea(parent)
    , m_form(new ProfileForm(secretPlace, dialogs, this))
{
    setObjectName(u"welcomePage"_s);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    auto* body = new QWidget(this);
    auto* outer = new QHBoxLayout(body);
    auto* column = new QVBoxLayout;
    column->setSpacing(tokens::spaceM);
    auto* picture = new QLabel(body);
    picture->setPixmap(appIcon().pixmap(QSize(tokens::iconLarge, tokens::iconLarge), devicePixelRatioF()));
    auto* title = new QLabel(tr("Connect to a gateway"), body);
    title->setFont(tokens::font(tokens::TextRole::Title));
    auto* text =
        new QLabel(tr("Enter the address of its admin listener and your user. The password is kept in %1.")
                       .arg(secretPlace),
                   body);
    text->setWordWrap(true);
    auto* go = new QPushButton(tr("Connect"), body);
    go->setObjectName(u"connectButton"_s);
    go->setProperty("primary", true);
    for (QWidget* widget : std::initializer_list<QWidget*>{picture, title, text, m_form})
        column->addWidget(widget);
    auto* local = new QPushButton(icon(u"play"_s), tr("Start a gateway on this machine…"), body);
    local->setObjectName(u"startLocalGateway"_s);
    local->setToolTip(tr("For a first look: needs nothing else, and nothing has to be filled in here"));
    auto* row = new QHBoxLayout;
    row->addWidget(local);
    row->addStretch(1);
    row->addWidget(go);
    column->addLayout(row);
    connect(local, &QPushButton::clicked, this, &WelcomePage::localRequested);
    column->addStretch(1);
    auto* frame = new QWidget(body);
    frame->setMaximumWidth(tokens::readableWidth + tokens::navigationWidth);
    frame->setLayout(column);
    outer->addStretch(1);
    outer->addWidget(frame, 4);
    outer->addStretch(1);
    setWidget(body);
    connect(go, &QPushButton::clicked, this, [this] {
        if (m_form->check())
            Q_EMIT connectRequested(m_form->profile(), m_form->password(), m_form->keepPassword());
    });
}

} // namespace gatehouse::console
