// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

QT_BEGIN_NAMESPACE
class QSocketNotifier;
QT_END_NAMESPACE

namespace gatehouse::app {

/// Unix signals as Qt signals of the control thread. Blocks them for the whole process: make it before any
/// thread starts.
class Signals : public QObject {
    Q_OBJECT

public:
    explicit Signals(QObject* parent = nullptr);
    ~Signals() override;

Q_SIGNALS:
    void terminate(); ///< SIGTERM, SIGINT
    void hangUp();    ///< SIGHUP
    void user1();     ///< SIGUSR1
    void user2();     ///< SIGUSR2

private:
    void read();

    int m_fd = -1;
    QSocketNotifier* m_notifier = nullptr;
};

} // namespace gatehouse::app
