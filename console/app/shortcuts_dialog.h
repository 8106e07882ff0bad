// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace gatehouse::console {

class ActionRegistry;

/// The cheat sheet: exactly the registered actions that have a shortcut.
class ShortcutsDialog : public QDialog {
    Q_OBJECT
public:
    ShortcutsDialog(const ActionRegistry& actions, QWidget* parent);
};

} // namespace gatehouse::console
