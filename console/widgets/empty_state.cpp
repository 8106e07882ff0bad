// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/empty_state.h"

#include "console/widgets/icons.h"
#include "console/widgets/tokens.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::console {

EmptyState::EmptyState(const QString& iconName, const QString& sentence, const QString& buttonText,
                       QWidget* parent)
    : QWidget(parent)
    , m_iconName(iconName)
    , m_icon(new QLabel(this))
    , m_sentence(new QLabel(sentence, this))
    , m_button(new QPushButton(buttonText, this))
{
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignHCenter);
    m_sentence->setMaximumWidth(tokens::readableWidth);
    m_sentence->setMinimumWidth(tokens::detailWidth);
    m_button->setProperty("primary", true);
    m_button->setVisible(!buttonText.isEmpty());
    auto* column = new QVBoxLayout(this);
    column->setSpacing(tokens::spaceL);
    column->addStretch(2);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    // In a row of its own, not aligned: an aligned label gets the height of one line only.
    auto* line = new QHBoxLayout;
    line->addStretch(1);
    line->addWidget(m_sentence, 100);
    line->addStretch(1);
    column->addLayout(line);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_button, &QPushButton::clicked, this, &EmptyState::actionRequested);
    tint();
}

void EmptyState::setSentence(const QString& sentence)
{
    m_sentence->setText(sentence);
}

void EmptyState::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        tint();
    QWidget::changeEvent(event);
}

void EmptyState::tint()
{
    m_icon->setPixmap(iconPixmap(m_iconName, tokens::colour(tokens::of(palette()).muted), tokens::iconLarge,
                                 devicePixelRatioF()));
}

} // namespace gatehouse::console
