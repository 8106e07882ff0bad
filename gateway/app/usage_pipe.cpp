// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/usage_pipe.h"

#include <QDeadlineTimer>
#include <QSocketNotifier>

#include <array>
#include <cerrno>
#include <cstring>

#include <poll.h>
#include <sys/socket.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::app {

namespace {

constexpr char usageMessage = 'U';
constexpr quint32 mostUsageBytes = 1024 * 1024;
constexpr qsizetype usageHead = 1 + qsizetype(sizeof(quint32));

bool takesMore(const net::Fd& socket, const QDeadlineTimer& deadline)
{
    pollfd wait{socket.get(), POLLOUT, 0};
    return ::poll(&wait, 1, int(deadline.remainingTime())) > 0;
}

} // namespace

void UsageSender::add(const QByteArray& message)
{
    const auto size = quint32(message.size());
    m_waiting.append(usageMessage).append(reinterpret_cast<const char*>(&size), sizeof size).append(message);
}

Result<void> UsageSender::flush(int patienceMs)
{
    const QDeadlineTimer deadline(patienceMs);
    while (!isEmpty()) {
        const ssize_t sent = ::send(m_socket.get(), m_waiting.constData() + m_sent,
                                    std::size_t(m_waiting.size() - m_sent), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent >= 0)
            m_sent += sent;
        else if (errno == EAGAIN && !takesMore(m_socket, deadline))
            return {};
        else if (errno != EAGAIN && errno != EINTR)
            return Error::unavailable(QString::fromStdString(net::errnoText(errno)));
    }
    m_waiting.clear();
    m_sent = 0;
    return {};
}

UsageReceiver::UsageReceiver(net::Fd socket, QObject* parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_notifier(std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read))
{
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &UsageReceiver::read);
}

UsageReceiver::~UsageReceiver() = default;

void UsageReceiver::read()
{
    std::array<char, 64 * 1024> bytes;
    while (m_socket) {
        const ssize_t got = ::recv(m_socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && errno == EAGAIN)
            return;
        if (got <= 0)
            return end(m_buffer.isEmpty() ? QString() : u"its last message was cut off"_s);
        m_buffer.append(bytes.data(), qsizetype(got));
        if (!takeMessages())
            return end(u"it sent what this version does not know"_s);
    }
}

/// False when what is there is no message.
bool UsageReceiver::takeMessages()
{
    while (!m_buffer.isEmpty()) {
        quint32 size = 0;
        if (m_buffer.front() != usageMessage)
            return false;
        if (m_buffer.size() < usageHead)
            return true;
        std::memcpy(&size, m_buffer.constData() + 1, sizeof size);
        if (size > mostUsageBytes)
            return false;
        if (m_buffer.size() < usageHead + qsizetype(size))
            return true;
        const QByteArray message = m_buffer.mid(usageHead, qsizetype(size));
        m_buffer.remove(0, usageHead + qsizetype(size));
        Q_EMIT received(message);
    }
    return true;
}

void UsageReceiver::end(const QString& fault)
{
    m_notifier->setEnabled(false);
    m_socket.reset();
    Q_EMIT ended(fault);
}

} // namespace gatehouse::app
