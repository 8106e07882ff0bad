// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/navigation.h"

#include "console/widgets/icons.h"
#include "console/widgets/tokens.h"

#include <QHeaderView>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

Navigation::Navigation(const PlaceRegistry& places, QWidget* parent)
    : QTreeWidget(parent)
{
    setObjectName(u"navigation"_s);
    setAccessibleName(tr("Places"));
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setIndentation(0);
    setIconSize(QSize(tokens::iconSmall + 2, tokens::iconSmall + 2));
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

void Navigation::setCurrentPlace(const QString& id)
{
    const QSignalBlocker blocker(this);
    for (int i = 0; i < topLevelItemCount(); ++i) {
        if (topLevelItem(i)->data(0, Qt::UserRole).toString() == id)
            setCurrentItem(topLevelItem(i));
    }
}

} // namespace gatehouse::console
