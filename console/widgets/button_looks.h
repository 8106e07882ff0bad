// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QPushButton;

namespace gatehouse::console {

// Also for buttons that have got their looks already, as those of a QDialogButtonBox have when they come
// back.

/// The one next step of a window.
void markPrimary(QPushButton* button);
/// What cannot be taken back easily.
void markDanger(QPushButton* button);

} // namespace gatehouse::console
