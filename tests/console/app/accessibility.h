// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemView>
#include <QAccessible>
#include <QSet>
#include <QWidget>

namespace gatehouse::console {

/// "QLineEdit#name < FormField < ...", to find a widget again.
inline QString describe(const QWidget* widget)
{
    QStringList parts;
    for (const QWidget* w = widget; w && parts.size() < 5; w = w->parentWidget())
        parts.append(QLatin1StringView(w->metaObject()->className()) +
                     (w->objectName().isEmpty() ? QString() : QChar(u'#') + w->objectName()));
    return parts.join(QStringLiteral(" < "));
}

/// Parts that Qt makes itself and that take no tab stop of their own.
inline bool isInternal(const QWidget* widget)
{
    return widget->objectName().startsWith(QStringLiteral("qt_")) ||
           qobject_cast<const QAbstractItemView*>(widget->parentWidget());
}

/// Every enabled, visible widget that takes the focus has a name and is on the way of the Tab key.
inline QStringList accessibilityFaults(QWidget& window)
{
    QStringList faults;
    QSet<const QWidget*> onTheWay;
    const QWidget* at = &window;
    do {
        onTheWay.insert(at);
        at = at->nextInFocusChain();
    } while (at != &window);
    const QList<QWidget*> widgets = window.findChildren<QWidget*>();
    for (QWidget* widget : widgets) {
        if (!widget->isVisible() || !widget->isEnabled() || isInternal(widget))
            continue;
        if (!(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy())
            continue;
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
        if (!face || face->text(QAccessible::Name).trimmed().isEmpty())
            faults.append(QStringLiteral("no name: ") + describe(widget));
        if (!onTheWay.contains(widget))
            faults.append(QStringLiteral("not reached by Tab: ") + describe(widget));
    }
    return faults;
}

} // namespace gatehouse::console
