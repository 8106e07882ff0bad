// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QPushButton;
class QToolButton;
class QWidget;

namespace gatehouse::console {

// Also for buttons that have got their looks already, as those of a QDialogButtonBox have when they come
// back.

/// The one next step of a window.
void markPrimary(QPushButton* button);
/// What cannot be taken back easily.
void markDanger(QPushButton* button);

/// A small switch among others in a row, such as one of several filters or ranges of time. Owned by `parent`.
QToolButton* makeChip(const QString& text, QWidget* parent);

} // namespace gatehouse::console
