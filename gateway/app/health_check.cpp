// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/health_check.h"

#include "gateway/app/tls_settings.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QSslSocket>

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

struct Place {
    QString host;
    quint16 port;
    bool tls;
};

/// Of a port that the system chose only the running gateway knows (run/ports.json).
quint16 portOf(const config::Settings& settings, Setting port, const QString& name)
{
    if (settings.port(port) != 0)
        return quint16(settings.port(port));
    QFile file(QDir(settings.path(Setting::DataDir)).filePath(u"run/ports.json"_s));
    return file.open(QIODevice::ReadOnly) ? quint16(QJsonDocument::fromJson(file.readAll())[name].toInt())
                                          : 0;
}

/// The admin listener, unless it demands a certificate, which this check has not.
Place placeToAsk(const config::Settings& settings)
{
    const QString mode = servesTls(settings) ? settings.text(Setting::AdminTls) : u"off"_s;
    if (mode == u"mutual"_s)
        return {reachable(settings.text(Setting::Host)), portOf(settings, Setting::Port, u"public"_s), true};
    return {reachable(settings.text(Setting::AdminHost)), portOf(settings, Setting::AdminPort, u"admin"_s),
            mode == u"on"_s};
}

bool connectTo(QSslSocket& socket, const Place& place)
{
    if (!place.tls) {
        socket.connectToHost(place.host, place.port);
        return socket.waitForConnected(timeoutMs);
    }
    // It asks itself, by address: there is no name to verify, and nobody in between.
    socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket.connectToHostEncrypted(place.host, place.port);
    return socket.waitForEncrypted(timeoutMs);
}
} // namespace

int healthCheck(const config::Settings& settings, QString* why)
{
    const Place place = placeToAsk(settings);
    QSslSocket socket;
    if (!connectTo(socket, place)) {
        *why = u"%1:%2: %3"_s.arg(place.host).arg(place.port).arg(socket.errorString());
        return 1;
    }
    socket.write("GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    QByteArray answer;
    const QDeadlineTimer end(timeoutMs);
    while (socket.waitForReadyRead(int(end.remainingTime())))
        answer += socket.readAll();
    const QByteArray statusLine = answer.left(answer.indexOf("\r\n"));
    if (statusLine.startsWith("HTTP/1.1 200"))
        return 0;
    *why = statusLine.isEmpty() ? u"no answer"_s : QString::fromLatin1(statusLine);
    return 1;
}

} // namespace gatehouse::app
