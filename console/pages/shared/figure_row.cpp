// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/figure_row.h"

#include "console/pages/shared/figure_card.h"

#include <QHBoxLayout>

namespace gatehouse::console {

FigureRow::FigureRow(QWidget* parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this))
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(tokens::spaceM);
}

FigureCard* FigureRow::add(const QString& caption, const QString& name)
{
    auto* card = new FigureCard(caption, this);
    card->setObjectName(name);
    card->setMissing(tr("not read yet"));
    m_row->addWidget(card, 1);
    return card;
}

} // namespace gatehouse::console
