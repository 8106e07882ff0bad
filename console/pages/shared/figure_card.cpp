// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/figure_card.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

FigureCard::FigureCard(const QString& caption, QWidget* parent)
    : QFrame(parent)
    , m_caption(new QLabel(caption, this))
    , m_figure(new QLabel(this))
    , m_note(new QLabel(this))
{
    setProperty("card", true);
    m_caption->setForegroundRole(QPalette::PlaceholderText);
    m_caption->setWordWrap(true); // else six of them are wider than a small screen
    m_figure->setFont(tokens::font(tokens::TextRole::Figure));
    m_note->setFont(tokens::font(tokens::TextRole::Caption));
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setWordWrap(true);
    m_note->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::spaceM, tokens::spaceS, tokens::spaceM, tokens::spaceS);
    column->setSpacing(0);
    column->addWidget(m_caption);
    column->addWidget(m_figure);
    column->addWidget(m_note, 1);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setMissing({});
}

void FigureCard::setFigure(const QString& text, const QString& exact, const QString& note, tokens::Tone tone)
{
    m_figure->setText(text);
    m_note->setText(note);
    setToolTip(exact);
    setAccessibleName(m_caption->text() + u": "_s + text);
    setAccessibleDescription(note);
    if (tone != m_tone) {
        m_tone = tone;
        tint();
    }
}

void FigureCard::setMissing(const QString& reason)
{
    setFigure(u"–"_s, reason, reason);
}

QString FigureCard::figure() const
{
    return m_figure->text();
}

QString FigureCard::note() const
{
    return m_note->text();
}

void FigureCard::tint()
{
    QPalette colours;
    if (m_tone != tokens::Tone::Neutral)
        colours.setColor(QPalette::WindowText, tokens::colour(tokens::of(palette()).of(m_tone)));
    m_figure->setPalette(colours);
}

void FigureCard::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        tint();
    QFrame::changeEvent(event);
}

} // namespace gatehouse::console
