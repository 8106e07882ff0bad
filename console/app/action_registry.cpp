// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/action_registry.h"

#include "console/settings/settings.h"
#include "console/widgets/icons.h"

#include <algorithm>

namespace gatehouse::console {

ActionRegistry::ActionRegistry(Settings& settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
{
}

QAction* ActionRegistry::add(const QString& id, const QString& category, const QString& text,
                             const QString& iconName, const QKeySequence& shortcut)
{
    Q_ASSERT(!find(id));
    auto* action = new QAction(text, this);
    action->setObjectName(id);
    if (!iconName.isEmpty())
        action->setIcon(icon(iconName));
    const QVariantMap saved = m_settings.value(Setting::Shortcuts).toMap();
    const auto own = saved.constFind(id);
    action->setShortcut(own == saved.constEnd() ? shortcut : QKeySequence(own->toString()));
    m_entries.append({id, category, action, shortcut});
    return action;
}

QAction* ActionRegistry::find(const QString& id) const
{
    const auto it =
        std::find_if(m_entries.begin(), m_entries.end(), [&id](const Entry& e) { return e.id == id; });
    return it == m_entries.end() ? nullptr : it->action;
}

bool ActionRegistry::setShortcut(const QString& id, const QKeySequence& sequence, QString* owner)
{
    QAction* action = find(id);
    if (!action)
        return false;
    for (const Entry& entry : std::as_const(m_entries)) {
        if (!sequence.isEmpty() && entry.action != action && entry.action->shortcut() == sequence) {
            if (owner)
                *owner = entry.action->text().remove(u'&');
            return false;
        }
    }
    action->setShortcut(sequence);
    save();
    return true;
}

void ActionRegistry::resetShortcuts()
{
    for (const Entry& entry : std::as_const(m_entries))
        entry.action->setShortcut(entry.shortcut);
    save();
}

QStringList ActionRegistry::conflicts() const
{
    QStringList found;
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        for (qsizetype j = i + 1; j < m_entries.size(); ++j) {
            const QKeySequence a = m_entries.at(i).action->shortcut();
            if (!a.isEmpty() && a == m_entries.at(j).action->shortcut())
                found.append(m_entries.at(i).id + u' ' + m_entries.at(j).id);
        }
    }
    return found;
}

void ActionRegistry::save()
{
    QVariantMap changed;
    for (const Entry& entry : std::as_const(m_entries)) {
        if (entry.action->shortcut() != entry.shortcut)
            changed.insert(entry.id, entry.action->shortcut().toString(QKeySequence::PortableText));
    }
    m_settings.setValue(Setting::Shortcuts, changed);
}

} // namespace gatehouse::console
