// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace gatehouse::console {

/// Cells of two lines, divided by a line break: what it is, and below it, smaller and muted, what there is to
/// know about it. Each line is elided on its own, so that a narrow list needs no scroll bar.
class TwoLineDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    /// Of a row; set it as the default section size of the view.
    static int rowHeight();
};

} // namespace gatehouse::console
