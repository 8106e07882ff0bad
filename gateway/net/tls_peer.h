// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/transport.h"

#include <memory>
#include <string>

struct ssl_st;
struct x509_st;
struct X509_name_st;

namespace gatehouse::net {

/// The certificate the peer has shown and proved, or null.
std::unique_ptr<PeerCertificate> peerCertificateOf(const ssl_st* ssl);
/// False when it has shown none.
bool peerHasExpired(const ssl_st* ssl);

/// SHA-256 of the DER form, lower-case hex.
std::string fingerprintOf(const x509_st* certificate);
/// "CN=alice,O=Example", RFC 2253 with UTF-8 left as it is.
std::string nameText(const X509_name_st* name);

} // namespace gatehouse::net
