// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/tls_server.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"
#include "tests/integration/harness/tls_peer.h"

#include <memory>
#include <string>

class QTemporaryDir;

namespace gatehouse::harness {

/// What tests of TLS with clients have in common: an authority, a gateway that serves TLS with certificates
/// of it, and an upstream that answers with the request's first line and body. Base of a test class.
class TlsGateway {
protected:
    TlsGateway();
    ~TlsGateway();

    /// Before and after each test.
    void setUp();
    void tearDown();
    std::string write(const char* name, const std::string& content);
    net::CertificateFiles store(const char* name, const TestPair& pair);
    /// Loads m_options; `good`: it must succeed, else it must fail.
    void load(bool good = true);
    /// Starts the gateway with an API at /a.
    void serve(net::ClientCertificates wanted = net::ClientCertificates::Off, int workers = 1);
    /// A handshake, one request and its answer; the answer carries what the server had to say after the
    /// handshake.
    TlsOutcome handshake(TlsPeer& peer, RawSocket* keep = nullptr);
    TlsPeerOptions trusting(const std::string& name = "localhost") const;

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<TestAuthority> m_authority;
    net::TlsServerOptions m_options;
    std::unique_ptr<net::TlsServer> m_tls;
    std::unique_ptr<ScriptedUpstream> m_upstream;
    std::unique_ptr<TestGateway> m_gateway;
};

} // namespace gatehouse::harness
