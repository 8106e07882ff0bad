// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/single_instance.h"

#include <QCryptographicHash>
#include <QLocalSocket>
#include <QStandardPaths>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int raiseWaitMs = 500;
constexpr qint64 longestPlace = 64;
constexpr char raisedWord[] = "raised\n";

} // namespace

SingleInstance::SingleInstance(const QString& what, QObject* parent)
    : QObject(parent)
{
    const QByteArray id =
        QCryptographicHash::hash(what.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    m_name = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) + u"/gatehouse-console-"_s +
             QString::fromLatin1(id);
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::hear);
}

bool SingleInstance::claim(const QString& place)
{
    if (tell(place))
        return false;
    if (m_server.listen(m_name))
        return true;
    // Left over by one that was killed; another one that starts at this moment must not lose its own.
    if (tell(place))
        return false;
    QLocalServer::removeServer(m_name);
    m_server.listen(m_name); // without it there are two windows, which is no reason not to start
    return true;
}

/// True when somebody answered: one that hangs must not keep the user out.
bool SingleInstance::tell(const QString& place) const
{
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (!socket.waitForConnected(raiseWaitMs))
        return false;
    socket.write(place.toUtf8() + '\n');
    return socket.waitForReadyRead(raiseWaitMs) && socket.readAll() == raisedWord;
}

void SingleInstance::hear()
{
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        const auto read = [this, socket] {
            if (!socket->canReadLine() && socket->bytesAvailable() <= longestPlace)
                return;
            const QByteArray line = socket->readLine(longestPlace).trimmed();
            socket->disconnect(this);
            socket->write(raisedWord);
            socket->flush();
            socket->disconnectFromServer();
            Q_EMIT raiseRequested(QString::fromUtf8(line));
        };
        connect(socket, &QLocalSocket::readyRead, this, read);
        read();
    }
}

} // namespace gatehouse::console
