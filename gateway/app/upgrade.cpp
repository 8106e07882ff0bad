// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/upgrade.h"

#include "gateway/app/spawn.h"

#include <QSocketNotifier>

#include <cerrno>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::app {

namespace {

constexpr const char* variable = "GATEHOUSE_UPGRADE_FD";
constexpr int patienceMs = 60'000;

constexpr quint32 mostKeyBytes = 64 * 1024; // fits into the socket at once

enum Message : char { MayLoad = 'L', TicketKeys = 'K', StoreFree = 'G', Ready = 'R' };

void say(const net::Fd& socket, Message message)
{
    const char byte = message;
    (void)!::send(socket.get(), &byte, 1, MSG_NOSIGNAL);
}

/// What recv() says, once there is something or the other end is gone. -1 also when neither happens in time.
ssize_t receive(const net::Fd& socket, void* to, std::size_t size)
{
    pollfd wait{socket.get(), POLLIN, 0};
    int events = 0;
    do {
        events = ::poll(&wait, 1, patienceMs);
    } while (events < 0 && errno == EINTR);
    return events > 0 ? ::recv(socket.get(), to, size, 0) : -1;
}

/// All of it or nothing.
bool receiveAll(const net::Fd& socket, char* to, std::size_t size)
{
    while (size > 0) {
        const ssize_t got = receive(socket, to, size);
        if (got <= 0)
            return false;
        to += got;
        size -= std::size_t(got);
    }
    return true;
}

/// "exit status 2", "signal 11".
QString describe(int status)
{
    return WIFSIGNALED(status) ? u"signal %1"_s.arg(WTERMSIG(status))
                               : u"exit status %1"_s.arg(WEXITSTATUS(status));
}

} // namespace

UpgradeParent::UpgradeParent(QObject* parent)
    : QObject(parent)
{
    m_deadline.setSingleShot(true);
    m_deadline.setInterval(patienceMs);
    connect(&m_deadline, &QTimer::timeout, this,
            [this] { fail(u"the new process was not ready within %1 s"_s.arg(patienceMs / 1000)); });
}

UpgradeParent::~UpgradeParent()
{
    abandon();
}

Result<void> UpgradeParent::canHandOver()
{
    if (::getpid() != 1)
        return {};
    return Error::conflict(
        u"process 1 of a container cannot hand over to a new one; restart the container"_s);
}

Result<void> UpgradeParent::start(const QString& program, const QStringList& arguments,
                                  const std::vector<NamedSocket>& sockets)
{
    if (const Result<void> possible = canHandOver(); !possible)
        return possible;
    if (isRunning())
        return Error::conflict(u"an upgrade is under way already (process %1)"_s.arg(m_process));
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
        return Error::unavailable(QString::fromStdString(net::errnoText(errno)));
    m_socket = net::Fd(ends[0]);
    const net::Fd childEnd(ends[1]);
    Spawn spawn{program, arguments, {}, {}, {"LISTEN_PID", "WATCHDOG_PID"}};
    QStringList names;
    for (const NamedSocket& socket : sockets) {
        spawn.descriptors.push_back(socket.fd);
        names.append(socket.name);
    }
    spawn.descriptors.push_back(childEnd.get());
    spawn.set = {{"LISTEN_FDS", QByteArray::number(qint64(sockets.size()))},
                 {"LISTEN_FDNAMES", names.join(u':').toUtf8()},
                 {variable, QByteArray::number(firstSpawnDescriptor + qint64(sockets.size()))}};
    const Result<pid_t> process = spawn.run();
    if (!process) {
        m_socket.reset();
        return process.error();
    }
    m_process = *process;
    m_notifier = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &UpgradeParent::read);
    m_deadline.start();
    return {};
}

void UpgradeParent::read()
{
    char message = 0;
    const ssize_t got = ::recv(m_socket.get(), &message, 1, 0);
    if (got < 0 && errno == EAGAIN)
        return;
    if (got == 1 && message == MayLoad) {
        Q_EMIT storeWanted();
    } else if (got == 1 && message == Ready) {
        m_deadline.stop();
        m_notifier->setEnabled(false);
        // It is the service now, and nobody's to end.
        Q_EMIT ready(std::exchange(m_process, 0));
    } else {
        fail(u"the new process ended before it was ready"_s);
    }
}

void UpgradeParent::storeIsFree(const Secret& ticketKeys)
{
    const auto size = quint32(ticketKeys.size());
    if (size > 0 && size <= mostKeyBytes) {
        QByteArray bytes;
        bytes.reserve(qsizetype(1 + sizeof size + size)); // growing would leave copies behind
        bytes.append(char(TicketKeys)).append(reinterpret_cast<const char*>(&size), sizeof size);
        bytes.append(ticketKeys.reveal());
        const Secret wiped(std::move(bytes));
        (void)!::send(m_socket.get(), wiped.reveal().constData(), std::size_t(wiped.size()), MSG_NOSIGNAL);
    }
    say(m_socket, StoreFree);
}

net::Fd UpgradeParent::takeSocket()
{
    return std::move(m_socket);
}

void UpgradeParent::fail(const QString& why)
{
    const pid_t process = m_process;
    m_deadline.stop();
    m_notifier->setEnabled(false);
    m_process = 0;
    ::kill(process, SIGKILL); // whoever got this far without being ready must not serve
    int status = 0;
    ::waitpid(process, &status, 0);
    Q_EMIT failed(u"%1 (%2)"_s.arg(why, describe(status)));
}

void UpgradeParent::abandon()
{
    if (!isRunning())
        return;
    const QSignalBlocker quiet(this);
    fail({});
}

std::optional<UpgradeChild> UpgradeChild::fromEnvironment()
{
    bool number = false;
    const int fd = qEnvironmentVariableIntValue(variable, &number);
    qunsetenv(variable);
    if (!number || fd < firstSpawnDescriptor || ::fcntl(fd, F_SETFD, FD_CLOEXEC) != 0)
        return std::nullopt;
    return UpgradeChild(net::Fd(fd));
}

Result<void> UpgradeChild::takeStore()
{
    say(m_socket, MayLoad);
    char message = 0;
    if (receive(m_socket, &message, 1) < 0) {
        Error error = Error::unavailable(
            u"the process before this one did not let go of the store within %1 s"_s.arg(patienceMs / 1000));
        error.type = ErrorType::Timeout;
        return error;
    }
    if (message == TicketKeys) {
        m_ticketKeys = receiveKeys();
        (void)!receive(m_socket, &message, 1);
    }
    return {}; // at its end the other one is gone, and its lock with it
}

/// None is no fault: clients then begin new sessions.
Secret UpgradeChild::receiveKeys() const
{
    quint32 size = 0;
    if (!receiveAll(m_socket, reinterpret_cast<char*>(&size), sizeof size) || size > mostKeyBytes)
        return {};
    QByteArray bytes(qsizetype(size), '\0');
    const bool whole = receiveAll(m_socket, bytes.data(), size);
    Secret keys(std::move(bytes));
    return whole ? keys : Secret();
}

net::Fd UpgradeChild::tellReady()
{
    say(m_socket, Ready);
    return std::move(m_socket);
}

} // namespace gatehouse::app
