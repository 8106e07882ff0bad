// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/harness/file_watch.h"
#include "tests/integration/harness/http_client.h"

#include <QJsonDocument>

namespace gatehouse::harness {

/// A stream of server-sent events, read one after the other. Blocking; closed at the end.
class EventStream {
public:
    EventStream(quint16 port, const QByteArray& target, const QByteArray& lines)
        : m_socket(RawSocket::connectTo({*net::IpAddress::parse("127.0.0.1"), port}))
    {
        const QByteArray request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n";
        m_socket.send(request.toStdString());
        m_head = upTo("\r\n\r\n");
    }

    int status() const { return m_head.mid(9, 3).toInt(); }
    QByteArray contentType() const
    {
        const QByteArray head = m_head.toLower();
        const qsizetype at = head.indexOf("\r\ncontent-type:");
        const QByteArray line =
            at < 0 ? QByteArray() : head.mid(at + 15, head.indexOf("\r\n", at + 2) - at - 15);
        return line.split(';').first().trimmed();
    }

    /// The data of the next event of that name, which may be there or to come; empty when there comes none.
    QJsonObject next(const QByteArray& name)
    {
        upTo("event: " + name + "\ndata: ");
        const QByteArray data = upTo("\n");
        return QJsonDocument::fromJson(data).object();
    }

private:
    /// Takes everything up to the end of that text.
    QByteArray upTo(const QByteArray& text)
    {
        while (!m_read.contains(text)) {
            const std::string more = m_socket.readSome(ProgramPatienceMs);
            if (more.empty())
                return {};
            m_read += QByteArray::fromStdString(more);
        }
        const qsizetype end = m_read.indexOf(text) + text.size();
        const QByteArray taken = m_read.left(end);
        m_read.remove(0, end);
        return taken;
    }

    RawSocket m_socket;
    QByteArray m_read, m_head;
};

} // namespace gatehouse::harness
