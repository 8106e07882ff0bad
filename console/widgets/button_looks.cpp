// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/button_looks.h"

#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace gatehouse::console {

namespace {

void mark(QPushButton* button, const char* property)
{
    button->setProperty(property, true);
    button->style()->unpolish(button);
    button->style()->polish(button);
}

} // namespace

void markPrimary(QPushButton* button)
{
    mark(button, "primary");
}

void markDanger(QPushButton* button)
{
    mark(button, "danger");
}

QToolButton* makeChip(const QString& text, QWidget* parent)
{
    auto* chip = new QToolButton(parent);
    chip->setText(text);
    chip->setCheckable(true);
    chip->setProperty("chip", true);
    chip->setFocusPolicy(Qt::StrongFocus);
    return chip;
}

} // namespace gatehouse::console
