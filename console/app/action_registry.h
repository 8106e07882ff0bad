// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QHash>
#include <QKeySequence>
#include <QList>
#include <QObject>

namespace gatehouse::console {

class Settings;

/// Every action of the shell, once. Menus, tool tips, the command palette, the list of shortcuts and the
/// shortcut settings are made from it, so none can name an action that does not exist.
class ActionRegistry : public QObject {
    Q_OBJECT
public:
    struct Entry {
        QString id;       ///< stable: "view.refresh"
        QString category; ///< translated heading
        QAction* action = nullptr;
        QKeySequence shortcut; ///< as shipped
    };
    explicit ActionRegistry(Settings& settings, QObject* parent = nullptr);

    /// Registers; the saved shortcut of the user wins over `shortcut`. `id` must be new.
    QAction* add(const QString& id, const QString& category, const QString& text,
                 const QString& iconName = {}, const QKeySequence& shortcut = {});
    QAction* find(const QString& id) const;
    const QList<Entry>& entries() const { return m_entries; }
    /// False when another action has the sequence; `owner` says which.
    bool setShortcut(const QString& id, const QKeySequence& sequence, QString* owner = nullptr);
    void resetShortcuts();
    /// Ids that share a sequence; empty is right.
    QStringList conflicts() const;

private:
    void save();
    Settings& m_settings;
    QList<Entry> m_entries;
};

} // namespace gatehouse::console
