// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/socket.h"

#include <utility>

#include <poll.h>

namespace gatehouse::proxy {

/// Both ends of a TCP connection on loopback, for tests of how the other side takes what is written.
struct Line {
    net::Fd listener = std::move(net::listenTcp({net::IpAddress::v4(0x7f000001), 0})).value();
    net::Fd writer = net::connectTcp(net::localAddress(listener.get())).fd;
    net::Fd reader;

    Line()
    {
        pollfd entry{listener.get(), POLLIN, 0};
        ::poll(&entry, 1, -1);
        reader = net::acceptTcp(listener.get()).fd;
    }
};

} // namespace gatehouse::proxy
