// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "gateway/net/socket.h"

#include <QStringList>

#include <set>
#include <vector>

namespace gatehouse::app {

/// The gateway's listeners, in the order of the data plane's list. The names are those of FileDescriptorName=
/// in a .socket unit.
enum class ListenerName { Public, Admin, Redirect };
QString toString(ListenerName name);

/// Listening sockets that this process was started with: socket activation of systemd (LISTEN_PID,
/// LISTEN_FDS, LISTEN_FDNAMES; sd_listen_fds(3)), or the process before this one in an upgrade.
class InheritedSockets {
public:
    /// Takes them over; once, and before threads. `fromUpgrade`: LISTEN_PID is not asked, the descriptors
    /// come from the process before. The variables are removed, so that no child sees them. Invalid names
    /// each descriptor that is of no use.
    static Result<InheritedSockets> take(bool fromUpgrade);

    bool isEmpty() const { return m_sockets.empty(); }
    /// Those of one listener. Of systemd, even when an upgrade has handed them on: the ones with its name,
    /// whatever their address (the .socket unit decides), and unnamed ones with its port. Of the process
    /// before: the ones with its name that still have its address.
    std::vector<net::Fd> of(ListenerName name, const net::SocketAddress& configured);
    /// The name under which the sockets of the listener are handed on in an upgrade.
    QString nameFor(ListenerName name) const;
    /// Closes what nobody wanted, and says so.
    QStringList closeRest();

private:
    struct Socket {
        QString name;
        net::Fd fd;
        bool ofUnit = false;
    };
    std::vector<Socket> m_sockets;
    std::set<ListenerName> m_ofUnit; ///< listeners that have sockets of systemd
};

} // namespace gatehouse::app
