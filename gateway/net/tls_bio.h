// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

struct bio_st;

namespace gatehouse::net {

/// The socket of a BIO. Reading fails with EPROTO once more than `mostIdleBytes` came without being any of
/// the application's: OpenSSL takes in KeyUpdates, tickets and empty records for as long as there are some,
/// which would hold up the thread. The user sets `idleBytes` back to zero when there is data.
struct BioSocket {
    int fd = -1;
    std::size_t idleBytes = 0;
    std::size_t mostIdleBytes = SIZE_MAX;

    bool exhausted() const { return idleBytes > mostIdleBytes; }
};

/// A BIO over a socket that is not its own and must outlive it. Unlike OpenSSL's it never raises SIGPIPE,
/// whatever the process does about signals. The caller owns the result; null without memory.
bio_st* makeSocketBio(BioSocket& socket);

} // namespace gatehouse::net
