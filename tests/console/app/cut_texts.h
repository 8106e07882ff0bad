// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/console/app/accessibility.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyle>
#include <QStyleOptionComboBox>
#include <QTableView>

namespace gatehouse::console {

namespace cut {

inline QString note(const QWidget* widget, const QString& text, int has, int needs)
{
    return QStringLiteral("“%1” has %2 of %3: %4").arg(text).arg(has).arg(needs).arg(describe(widget));
}

inline QString ofLabel(const QLabel& label)
{
    if (label.text().isEmpty())
        return {};
    if (!label.wordWrap())
        return label.sizeHint().width() > label.width()
                   ? note(&label, label.text(), label.width(), label.sizeHint().width())
                   : QString();
    const int needs = label.heightForWidth(label.width());
    return needs > label.height() ? note(&label, label.text(), label.height(), needs) : QString();
}

inline QString ofButton(const QAbstractButton& button)
{
    const int needs = button.minimumSizeHint().width() > 0 ? button.minimumSizeHint().width() : 0;
    return !button.text().isEmpty() && needs > button.width()
               ? note(&button, button.text(), button.width(), needs)
               : QString();
}

inline QString ofCombo(const QComboBox& box)
{
    QStyleOptionComboBox option;
    option.initFrom(&box);
    option.editable = box.isEditable();
    const int has =
        box.style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, &box).width();
    const int needs = box.fontMetrics().horizontalAdvance(box.currentText());
    return needs > has ? note(&box, box.currentText(), has, needs) : QString();
}

/// What a field asks for while it is empty; what is written in it can be scrolled.
inline QString ofLine(const QLineEdit& line)
{
    const int needs = line.fontMetrics().horizontalAdvance(line.placeholderText());
    return line.text().isEmpty() && needs > line.width()
               ? note(&line, line.placeholderText(), line.width(), needs)
               : QString();
}

inline QStringList ofHeader(const QTableView& table)
{
    QStringList faults;
    const QHeaderView* header = table.horizontalHeader();
    for (int column = 0; header->isVisible() && column < header->count(); ++column) {
        const QVariant tip = table.model()->headerData(column, Qt::Horizontal, Qt::ToolTipRole);
        if (!header->isSectionHidden(column) &&
            header->sectionSizeHint(column) > header->sectionSize(column) && tip.toString().isEmpty())
            faults.append(note(&table, table.model()->headerData(column, Qt::Horizontal).toString(),
                               header->sectionSize(column), header->sectionSizeHint(column)));
    }
    return faults;
}

} // namespace cut

/// Texts that cannot be read in full and have no tooltip that tells the rest, and areas that have to be
/// scrolled sideways.
inline QStringList cutTexts(const QWidget& window)
{
    QStringList faults;
    const QList<QWidget*> widgets = window.findChildren<QWidget*>();
    for (const QWidget* widget : widgets) {
        if (!widget->isVisible() || isInternal(widget))
            continue;
        QString fault;
        if (const auto* label = qobject_cast<const QLabel*>(widget))
            fault = cut::ofLabel(*label);
        else if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
            fault = cut::ofButton(*button);
        else if (const auto* box = qobject_cast<const QComboBox*>(widget))
            fault = cut::ofCombo(*box);
        else if (const auto* line = qobject_cast<const QLineEdit*>(widget))
            fault = cut::ofLine(*line);
        if (!fault.isEmpty() && widget->toolTip().isEmpty())
            faults.append(fault);
        if (const auto* table = qobject_cast<const QTableView*>(widget); table && table->model())
            faults += cut::ofHeader(*table);
        const auto* pane = qobject_cast<const QScrollArea*>(widget);
        if (pane && pane->widget() && pane->widget()->minimumSizeHint().width() > pane->width() &&
            pane->horizontalScrollBarPolicy() == Qt::ScrollBarAlwaysOff)
            faults.append(QStringLiteral("is cut at the side: ") + describe(widget));
        const auto* area = qobject_cast<const QAbstractScrollArea*>(widget);
        if (area && area->horizontalScrollBarPolicy() != Qt::ScrollBarAlwaysOff &&
            area->horizontalScrollBar()->maximum() > 0)
            faults.append(QStringLiteral("has to be scrolled sideways: ") + describe(widget));
    }
    return faults;
}

} // namespace gatehouse::console
