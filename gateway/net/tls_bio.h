// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

struct bio_st;

namespace gatehouse::net {

/// A BIO over a socket that is not its own. Unlike OpenSSL's it never raises SIGPIPE, whatever the process
/// does about signals. The caller owns the result; null without memory.
bio_st* makeSocketBio(int fd);

} // namespace gatehouse::net
