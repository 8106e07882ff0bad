// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/two_line_delegate.h"

#include "console/widgets/tokens.h"

#include <QApplication>
#include <QPainter>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

int TwoLineDelegate::rowHeight()
{
    return QFontMetrics(tokens::font(tokens::TextRole::Body)).height() +
           QFontMetrics(tokens::font(tokens::TextRole::Caption)).height() + tokens::spaceS;
}

void TwoLineDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    QStyleOptionViewItem ground = option;
    initStyleOption(&ground, index);
    const QStringList lines = ground.text.split(QChar::LineSeparator);
    ground.text.clear();
    const QStyle* style = ground.widget ? ground.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &ground, painter, ground.widget);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QRect room =
        option.rect.adjusted(tokens::spaceS, tokens::spaceXs, -tokens::spaceS, -tokens::spaceXs);
    painter->save();
    const auto draw = [&](const QString& text, tokens::TextRole role, QPalette::ColorRole colour, int align) {
        const QFont font = tokens::font(role);
        painter->setFont(font);
        painter->setPen(option.palette.color(selected ? QPalette::HighlightedText : colour));
        painter->drawText(room, align | Qt::AlignLeading | Qt::TextSingleLine,
                          QFontMetrics(font).elidedText(text, Qt::ElideRight, room.width()));
    };
    draw(lines.first(), tokens::TextRole::Body, QPalette::Text, Qt::AlignTop);
    draw(lines.mid(1).join(u' '), tokens::TextRole::Caption, QPalette::PlaceholderText, Qt::AlignBottom);
    painter->restore();
}

} // namespace gatehouse::console
