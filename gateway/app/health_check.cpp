// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/health_check.h"

#include <QTcpSocket>

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

namespace gatehouse::app {

namespace {
constexpr int timeoutMs = 5'000;

/// An address that can be connected to: "any" listens on loopback too.
QString reachable(const QString& host)
{
    if (host == u"0.0.0.0"_s || host.isEmpty())
        return u"127.0.0.1"_s;
    return host == u"::"_s ? u"::1"_s : host;
}
} // namespace

int healthCheck(const config::Settings& settings, QString* why)
{
    const QString host = reachable(settings.text(Setting::AdminHost));
    const auto port = quint16(settings.port(Setting::AdminPort));
    QTcpSocket socket;
    socket.connectToHost(host, port);
    if (!socket.waitForConnected(timeoutMs)) {
        *why = u"%1:%2: %3"_s.arg(host).arg(port).arg(socket.errorString());
        return 1;
    }
    socket.write("GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    QByteArray answer;
    while (socket.waitForReadyRead(timeoutMs))
        answer += socket.readAll();
    const QByteArray statusLine = answer.left(answer.indexOf("\r\n"));
    if (statusLine.startsWith("HTTP/1.1 200"))
        return 0;
    *why = statusLine.isEmpty() ? u"no answer"_s : QString::fromLatin1(statusLine);
    return 1;
}

} // namespace gatehouse::app
