// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/detail_pane.h"

#include "console/widgets/icons.h"
#include "console/widgets/indicators.h"
#include "console/widgets/tokens.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

DetailPane::DetailPane(QWidget* parent)
    : QFrame(parent)
    , m_title(new QLabel(this))
    , m_pill(new StatusPill(this))
    , m_scroll(new QScrollArea(this))
    , m_actions(new QVBoxLayout)
{
    setProperty("card", true);
    setMinimumWidth(tokens::detailWidth - tokens::groupGap);
    m_title->setFont(tokens::font(tokens::TextRole::Section));
    m_title->setWordWrap(true);
    auto* close = new QToolButton(this);
    close->setIcon(icon(u"close"_s));
    close->setAutoRaise(true);
    close->setFocusPolicy(Qt::StrongFocus);
    close->setAccessibleName(tr("Close the detail pane"));
    close->setToolTip(tr("Close (Esc)"));
    connect(close, &QToolButton::clicked, this, &DetailPane::close);
    auto* header = new QHBoxLayout;
    header->addWidget(m_title, 1);
    header->addWidget(m_pill);
    header->addWidget(close);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::spaceL, tokens::spaceM, tokens::spaceM, tokens::spaceM);
    column->setSpacing(tokens::spaceM);
    column->addLayout(header);
    column->addWidget(m_scroll, 1);
    column->addLayout(m_actions);
    begin({});
}

void DetailPane::setTitle(const QString& title)
{
    m_title->setText(title);
}

void DetailPane::begin(const QString& title)
{
    m_title->setText(title);
    m_pill->hide();
    m_body = new QWidget;
    m_facts = new QVBoxLayout(m_body);
    m_facts->setContentsMargins(0, 0, tokens::spaceS, 0);
    m_facts->setSpacing(tokens::spaceXs);
    m_facts->addStretch(1);
    m_scroll->setWidget(m_body); // deletes the old one
    m_scroll->viewport()->setAutoFillBackground(false);
    m_body->setAutoFillBackground(false);
    while (QLayoutItem* item = m_actions->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide(); // before its end, or the old and the new ones stand together for a moment
            item->widget()->deleteLater();
        }
        delete item;
    }
}

void DetailPane::addSection(const QString& heading)
{
    auto* label = new QLabel(heading, m_body);
    label->setFont(tokens::font(tokens::TextRole::Section));
    label->setContentsMargins(0, tokens::spaceM, 0, 0);
    m_facts->insertWidget(m_facts->count() - 1, label);
}

QLabel* DetailPane::addFact(const QString& label, const QString& value, bool mono)
{
    auto* name = new QLabel(label, m_body);
    name->setFont(tokens::font(tokens::TextRole::Caption));
    name->setForegroundRole(QPalette::PlaceholderText);
    auto* text = new QLabel(value.isEmpty() ? u"–"_s : value, m_body);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (mono)
        text->setFont(tokens::font(tokens::TextRole::Mono));
    m_facts->insertWidget(m_facts->count() - 1, name);
    m_facts->insertWidget(m_facts->count() - 1, text);
    m_facts->insertSpacing(m_facts->count() - 1, tokens::spaceXs);
    return text;
}

void DetailPane::addWidget(QWidget* widget)
{
    m_facts->insertWidget(m_facts->count() - 1, widget);
}

void DetailPane::addAction(QWidget* button)
{
    m_actions->addWidget(button);
}

void DetailPane::open()
{
    show();
}

void DetailPane::close()
{
    if (isHidden())
        return;
    hide();
    Q_EMIT closed();
}

void DetailPane::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    QFrame::keyPressEvent(event);
}

} // namespace gatehouse::console
