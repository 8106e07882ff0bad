// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;

namespace gatehouse::console {

class FigureCard;

/// Cards with figures beside each other, all of one width, at the top of a place.
class FigureRow : public QWidget {
    Q_OBJECT
public:
    explicit FigureRow(QWidget* parent = nullptr);
    /// A card that says that nothing has been read yet.
    FigureCard* add(const QString& caption, const QString& name);

private:
    QHBoxLayout* m_row;
};

} // namespace gatehouse::console
