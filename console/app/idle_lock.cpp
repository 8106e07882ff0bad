// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/idle_lock.h"

#include <QCoreApplication>
#include <QEvent>

namespace gatehouse::console {

namespace {

bool isTouch(QEvent::Type type)
{
    switch (type) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::MouseMove:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
        return true;
    default:
        return false;
    }
}

} // namespace

IdleLock::IdleLock(QObject* parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &IdleLock::idle);
}

IdleLock::~IdleLock() = default;

/// Without a limit and unlocked no event is looked at.
void IdleLock::setPatience(qint64 ms)
{
    m_timer.setInterval(static_cast<int>(ms));
    if (ms > 0)
        m_timer.start();
    else
        m_timer.stop();
    setLocked(m_locked);
}

void IdleLock::setLocked(bool locked)
{
    m_locked = locked;
    if (locked || m_timer.interval() > 0)
        QCoreApplication::instance()->installEventFilter(this);
    else
        QCoreApplication::instance()->removeEventFilter(this);
    if (!locked && m_timer.interval() > 0)
        m_timer.start();
}

bool IdleLock::eventFilter(QObject* watched, QEvent* event)
{
    if (m_locked)
        return event->type() == QEvent::Shortcut || QObject::eventFilter(watched, event);
    if (isTouch(event->type()))
        m_timer.start();
    return QObject::eventFilter(watched, event);
}

} // namespace gatehouse::console
