// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/service_manager.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

namespace gatehouse::app {

namespace {

QByteArray statusLine(const QString& text)
{
    QByteArray line = text.toUtf8();
    std::replace(line.begin(), line.end(), '\n', ' ');
    return "STATUS=" + line;
}

qint64 monotonicMicroseconds()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return qint64(now.tv_sec) * 1'000'000 + now.tv_nsec / 1000;
}

} // namespace

ServiceManager::ServiceManager(QObject* parent)
    : QObject(parent)
    , m_address(qgetenv("NOTIFY_SOCKET"))
{
    // WATCHDOG_PID names the first process of the service; after an upgrade another one is the service, and
    // its parent has taken the variable away.
    const QByteArray process = qgetenv("WATCHDOG_PID");
    const qint64 everyUs = qgetenv("WATCHDOG_USEC").toLongLong();
    const bool meant = process.isEmpty() || process.toLongLong() == ::getpid();
    if (isThere() && meant && everyUs > 0)
        m_watchdog.setInterval(int(std::clamp<qint64>(everyUs / 2000, 1, 3'600'000)));
    connect(&m_watchdog, &QTimer::timeout, this, &ServiceManager::feed);
}

void ServiceManager::ready(const QString& status, std::function<bool()> alive)
{
    send("READY=1\n" + statusLine(status));
    m_alive = std::move(alive);
    if (m_watchdog.interval() > 0)
        m_watchdog.start();
}

void ServiceManager::feed()
{
    if (m_alive())
        send("WATCHDOG=1");
}

void ServiceManager::reloading()
{
    send("RELOADING=1\nMONOTONIC_USEC=" + QByteArray::number(monotonicMicroseconds()));
}

void ServiceManager::reloaded(const QString& text)
{
    send("READY=1\n" + statusLine(text));
}

void ServiceManager::stopping()
{
    send("STOPPING=1\n" + statusLine(QStringLiteral("finishing requests under way")));
}

void ServiceManager::status(const QString& text)
{
    send(statusLine(text));
}

void ServiceManager::handOver(pid_t process)
{
    m_watchdog.stop();
    send("READY=1\nMAINPID=" + QByteArray::number(qint64(process)));
}

void ServiceManager::send(const QByteArray& lines) const
{
    sockaddr_un to{};
    if (m_address.isEmpty() || std::size_t(m_address.size()) >= sizeof to.sun_path)
        return;
    to.sun_family = AF_UNIX;
    std::memcpy(to.sun_path, m_address.constData(), std::size_t(m_address.size()));
    if (to.sun_path[0] == '@')
        to.sun_path[0] = '\0'; // abstract
    const auto length = socklen_t(offsetof(sockaddr_un, sun_path) + std::size_t(m_address.size()));
    const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return;
    // The interface takes the generic type for all address families.
    (void)!::sendto(fd, lines.constData(), std::size_t(lines.size()), MSG_NOSIGNAL,
                    reinterpret_cast<const sockaddr*>(&to), length);
    ::close(fd);
}

} // namespace gatehouse::app
