// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/inherited_sockets.h"

#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::app {

namespace {
constexpr int firstDescriptor = 3; // SD_LISTEN_FDS_START
constexpr int most = 1024;
constexpr auto unitMark = "@unit"_L1; // behind the name of a socket of systemd that is handed on
} // namespace

QString toString(ListenerName name)
{
    switch (name) {
    case ListenerName::Public:
        return u"public"_s;
    case ListenerName::Admin:
        return u"admin"_s;
    case ListenerName::Redirect:
        break;
    }
    return u"redirect"_s;
}

Result<InheritedSockets> InheritedSockets::take(bool fromUpgrade)
{
    InheritedSockets inherited;
    const bool meant = fromUpgrade || qgetenv("LISTEN_PID").toLongLong() == ::getpid();
    const int count = qEnvironmentVariableIntValue("LISTEN_FDS");
    const QStringList names = qEnvironmentVariable("LISTEN_FDNAMES").split(u':');
    for (const char* variable : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"})
        qunsetenv(variable);
    if (!meant)
        return inherited;
    Faults faults;
    for (int i = 0; i < count && i < most; ++i) {
        Result<net::Fd> socket = net::adoptListener(firstDescriptor + i);
        QString name = names.value(i);
        const bool marked = fromUpgrade && name.endsWith(unitMark);
        if (marked)
            name.chop(unitMark.size());
        if (socket)
            inherited.m_sockets.push_back({name, std::move(socket).value(), marked || !fromUpgrade});
        else
            faults += socket.error().faults.isEmpty()
                          ? Faults{{u"LISTEN_FDS"_s, u"type"_s, socket.error().message}}
                          : socket.error().faults;
    }
    if (!faults.isEmpty())
        return Error::invalid(faults);
    return inherited;
}

std::vector<net::Fd> InheritedSockets::of(ListenerName name, const net::SocketAddress& configured)
{
    const auto fits = [&](const Socket& socket) {
        const net::SocketAddress address = net::localAddress(socket.fd.get());
        const bool samePort = configured.port == 0 || configured.port == address.port;
        if (!socket.ofUnit) // a setting that has changed wins
            return socket.name == toString(name) && samePort && configured.ip == address.ip;
        const bool named =
            socket.name == u"public"_s || socket.name == u"admin"_s || socket.name == u"redirect"_s;
        return named ? socket.name == toString(name) : configured.port == address.port;
    };
    std::vector<net::Fd> found;
    for (auto at = m_sockets.begin(); at != m_sockets.end();) {
        if (!fits(*at)) {
            ++at;
            continue;
        }
        if (at->ofUnit)
            m_ofUnit.insert(name);
        found.push_back(std::move(at->fd));
        at = m_sockets.erase(at);
    }
    return found;
}

QString InheritedSockets::nameFor(ListenerName name) const
{
    return m_ofUnit.contains(name) ? toString(name) + unitMark : toString(name);
}

QStringList InheritedSockets::closeRest()
{
    QStringList notes;
    for (const Socket& socket : m_sockets)
        notes.append(
            u"the socket %1 (%2) that was passed to this process belongs to no listener; it is closed"_s.arg(
                QString::fromStdString(net::localAddress(socket.fd.get()).text()), socket.name));
    m_sockets.clear();
    return notes;
}

} // namespace gatehouse::app
