// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QStyledItemDelegate>

namespace gatehouse::console {

/// The part of a call that one step of it takes, as shares of the whole call: 0 at its beginning, 1 at its
/// end.
struct WaterfallSpan {
    double start = 0;
    double worked = 0;
    double waited = 0; ///< behind `worked`
};

/// From `at_us`, `took_us`, `waited_us` and `total_us` of a row; never outside of 0..1.
WaterfallSpan waterfallSpan(const QJsonObject& row);
/// The same in words, in milliseconds: "0.010 to 1.204".
QString waterfallText(const QJsonObject& row);

/// Draws the steps of a call as bars below each other, so that the one that took the time is seen at once.
/// For a column of a JsonTableModel, whose text says the same.
class WaterfallDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace gatehouse::console
