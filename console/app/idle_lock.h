// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

namespace gatehouse::console {

/// Notices that nobody has touched keyboard and mouse of this program for a while. While it is locked no
/// shortcut of the program works.
class IdleLock : public QObject {
    Q_OBJECT
public:
    explicit IdleLock(QObject* parent = nullptr);
    ~IdleLock() override;

    /// 0: never.
    void setMinutes(int minutes) { setPatience(qint64(minutes) * 60'000); }
    void setPatience(qint64 ms);
    void setLocked(bool locked);

Q_SIGNALS:
    void idle();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QTimer m_timer;
    bool m_locked = false;
};

} // namespace gatehouse::console
