// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QVBoxLayout;

namespace gatehouse::console {

class ActionRegistry;
class Settings;
struct SettingInfo;

/// The console's own settings, made from the settings table, and its shortcuts, made from the action
/// registry.
class PreferencesDialog : public QDialog {
    Q_OBJECT
public:
    PreferencesDialog(Settings& settings, ActionRegistry& actions, QWidget* parent);

private:
    QWidget* settingsTab();
    QWidget* placeEditor(const QString& current);
    QWidget* shortcutsTab();
    QWidget* editorFor(const SettingInfo& info);
    Settings& m_settings;
    ActionRegistry& m_actions;
};

/// What a person reads for a stored word ("auto" -> "Follow the desktop").
QString choiceTitle(const QString& word);

} // namespace gatehouse::console
