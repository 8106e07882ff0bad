// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/navigation.h"

#include "console/widgets/icons.h"
#include "console/widgets/tokens.h"

#include <QPainter>
#include <QStyledItemDelegate>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int badgeRole = Qt::UserRole + 1;
constexpr int urgentRole = Qt::UserRole + 2;

/// Paints headings muted and places as rounded rows; the selection is a tint, so text and icon keep their
/// colour.
class PlaceDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const bool heading = index.data(Qt::UserRole).toString().isEmpty();
        const int height = qMax(tokens::tableRow, option.fontMetrics.height() + tokens::spaceM);
        return {tokens::navigationWidth, heading && index.row() > 0 ? height + tokens::spaceS : height};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const tokens::Colours& colours = tokens::of(option.palette);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        QRect row = option.rect.adjusted(tokens::spaceS, 1, -tokens::spaceS, -1);
        if (index.data(Qt::UserRole).toString().isEmpty()) {
            painter->setFont(index.data(Qt::FontRole).value<QFont>());
            painter->setPen(tokens::colour(colours.muted));
            painter->drawText(row.adjusted(tokens::spaceS, 0, 0, -tokens::spaceXs),
                              Qt::AlignBottom | Qt::AlignLeft, index.data().toString());
        } else {
            paintPlace(painter, option, index, row, colours);
        }
        painter->restore();
    }

private:
    static void paintPlace(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                           const QRect& row, const tokens::Colours& colours)
    {
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
            const bool focus = selected && option.state.testFlag(QStyle::State_HasFocus);
            painter->setPen(focus ? QPen(tokens::colour(colours.accent)) : QPen(Qt::NoPen));
            painter->setBrush(tokens::mix(colours.window, selected ? colours.accent : colours.text,
                                          selected ? 0.18 : 0.06));
            painter->drawRoundedRect(QRectF(row).adjusted(0.5, 0.5, -0.5, -0.5), tokens::radius,
                                     tokens::radius);
        }
        const int side = tokens::iconSmall;
        const QRect picture(row.left() + tokens::spaceS, row.center().y() - side / 2, side, side);
        index.data(Qt::DecorationRole).value<QIcon>().paint(painter, picture);
        QRect words = row.adjusted(side + 2 * tokens::spaceS, 0, -tokens::spaceXs, 0);
        words.setRight(words.right() - paintBadge(painter, index, row, colours));
        painter->setPen(tokens::colour(colours.text));
        painter->setFont(option.font);
        painter->drawText(
            words, Qt::AlignVCenter | Qt::AlignLeft,
            option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, words.width()));
    }

    /// The width that it took.
    static int paintBadge(QPainter* painter, const QModelIndex& index, const QRect& row,
                          const tokens::Colours& colours)
    {
        const int count = index.data(badgeRole).toInt();
        if (count == 0)
            return 0;
        const QString text = count > 99 ? u"99+"_s : QString::number(count);
        QFont font = tokens::font(tokens::TextRole::Caption);
        font.setWeight(QFont::DemiBold);
        const QFontMetrics metrics(font);
        const int height = metrics.height() + 2;
        const int width = qMax(height, metrics.horizontalAdvance(text) + tokens::spaceS);
        const QRect pill(row.right() - tokens::spaceS - width, row.center().y() - height / 2, width, height);
        const bool urgent = index.data(urgentRole).toBool();
        painter->setPen(Qt::NoPen);
        painter->setBrush(tokens::colour(urgent ? colours.bad : colours.warning));
        painter->drawRoundedRect(pill, height / 2.0, height / 2.0);
        painter->setPen(tokens::colour(colours.window));
        painter->setFont(font);
        painter->drawText(pill, Qt::AlignCenter, text);
        return width + tokens::spaceS;
    }
};

} // namespace

Navigation::Navigation(const PlaceRegistry& places, QWidget* parent)
    : QTreeWidget(parent)
{
    setObjectName(u"navigation"_s);
    setAccessibleName(tr("Places"));
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setIndentation(0);
    setItemDelegate(new PlaceDelegate(this));
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumWidth(tokens::navigationWidth * 3 / 4);
    setItemsExpandable(false);
    setFrameShape(QFrame::NoFrame);
    setTabKeyNavigation(false);
    QString group;
    for (const PlaceInfo& place : places.places()) {
        if (place.group != group) {
            group = place.group;
            auto* heading = new QTreeWidgetItem(this, {group});
            heading->setFlags(Qt::NoItemFlags);
            QFont font = tokens::font(tokens::TextRole::Caption);
            font.setWeight(QFont::DemiBold);
            heading->setFont(0, font);
        }
        auto* item = new QTreeWidgetItem(this, {place.title});
        item->setIcon(0, icon(place.icon));
        item->setData(0, Qt::UserRole, place.id);
    }
    connect(this, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
        const QString id = item ? item->data(0, Qt::UserRole).toString() : QString();
        if (!id.isEmpty())
            Q_EMIT placeChosen(id);
    });
}

void Navigation::setBadge(const QString& id, int count, bool urgent, const QString& text)
{
    for (int i = 0; i < topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = topLevelItem(i);
        if (item->data(0, Qt::UserRole).toString() != id)
            continue;
        item->setData(0, badgeRole, count);
        item->setData(0, urgentRole, urgent);
        item->setToolTip(0, count == 0 ? QString() : text);
        item->setData(0, Qt::AccessibleDescriptionRole, count == 0 ? QString() : text);
    }
}

void Navigation::setCurrentPlace(const QString& id)
{
    const QSignalBlocker blocker(this);
    for (int i = 0; i < topLevelItemCount(); ++i) {
        if (topLevelItem(i)->data(0, Qt::UserRole).toString() == id)
            setCurrentItem(topLevelItem(i));
    }
}

} // namespace gatehouse::console
