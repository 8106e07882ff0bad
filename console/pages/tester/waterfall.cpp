// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/tester/waterfall.h"

#include "console/models/json_table_model.h"
#include "console/widgets/tokens.h"

#include <QApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr double thinnestBar = 2;
constexpr double waitedShare = 0.45; ///< of the colour of work

double microseconds(const QJsonObject& row, const char* key)
{
    return std::max(0.0, row.value(QLatin1StringView(key)).toDouble());
}

} // namespace

WaterfallSpan waterfallSpan(const QJsonObject& row)
{
    const double total = microseconds(row, "total_us");
    if (total <= 0)
        return {};
    WaterfallSpan span;
    span.start = std::min(1.0, microseconds(row, "at_us") / total);
    span.worked = std::min(1.0 - span.start, microseconds(row, "took_us") / total);
    span.waited = std::min(1.0 - span.start - span.worked, microseconds(row, "waited_us") / total);
    return span;
}

QString waterfallText(const QJsonObject& row)
{
    const double at = microseconds(row, "at_us");
    const double end = at + microseconds(row, "took_us") + microseconds(row, "waited_us");
    const auto ms = [](double us) { return QLocale().toString(us / 1'000, 'f', 3); };
    return WaterfallDelegate::tr("%1 to %2").arg(ms(at), ms(end));
}

void WaterfallDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const
{
    QStyleOptionViewItem ground = option;
    initStyleOption(&ground, index);
    ground.text.clear();
    const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &ground, painter, option.widget);
    const auto* model = qobject_cast<const JsonTableModel*>(index.model());
    if (!model)
        return;
    const WaterfallSpan span = waterfallSpan(model->rowAt(index.row()));
    const tokens::Colours& colours = tokens::of(option.palette);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QColor work =
        selected ? option.palette.color(QPalette::HighlightedText) : tokens::colour(colours.accent);
    const QRectF room =
        QRectF(option.rect).adjusted(tokens::spaceS, tokens::spaceS, -tokens::spaceS, -tokens::spaceS);
    painter->save();
    const double x = room.left() + span.start * room.width();
    const double worked = std::max(thinnestBar, span.worked * room.width());
    painter->fillRect(QRectF(x, room.top(), worked, room.height()), work);
    painter->setOpacity(waitedShare);
    painter->fillRect(QRectF(x + worked, room.top(), span.waited * room.width(), room.height()), work);
    painter->restore();
}

QSize WaterfallDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    return {tokens::navigationWidth, QStyledItemDelegate::sizeHint(option, index).height()};
}

} // namespace gatehouse::console
