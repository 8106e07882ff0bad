// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/page.h"

#include <QTreeWidget>

namespace gatehouse::console {

/// The tree at the left, made from the place registry: only places that exist.
class Navigation : public QTreeWidget {
    Q_OBJECT
public:
    explicit Navigation(const PlaceRegistry& places, QWidget* parent = nullptr);
    void setCurrentPlace(const QString& id);
    /// A number beside the name of a place; 0: none. `text` is what it means, for tooltip and screen readers.
    void setBadge(const QString& id, int count, bool urgent, const QString& text);

Q_SIGNALS:
    void placeChosen(const QString& id);
};

} // namespace gatehouse::console
