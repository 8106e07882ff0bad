// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/signals.h"

#include <QSocketNotifier>

#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace gatehouse::app {

Signals::Signals(QObject* parent)
    : QObject(parent)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); // a full quota is an error of the write, not the end of the process
    sigset_t wanted;
    sigemptyset(&wanted);
    for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2})
        sigaddset(&wanted, number);
    pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
    m_fd = signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC);
    m_notifier = new QSocketNotifier(m_fd, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &Signals::read);
}

Signals::~Signals()
{
    m_notifier->setEnabled(false);
    close(m_fd);
}

void Signals::read()
{
    signalfd_siginfo info{};
    while (::read(m_fd, &info, sizeof info) == ssize_t(sizeof info)) {
        switch (info.ssi_signo) {
        case SIGTERM:
        case SIGINT:
            Q_EMIT terminate();
            break;
        case SIGHUP:
            Q_EMIT hangUp();
            break;
        case SIGUSR1:
            Q_EMIT user1();
            break;
        case SIGUSR2:
            Q_EMIT user2();
            break;
        default:
            break;
        }
    }
}

} // namespace gatehouse::app
