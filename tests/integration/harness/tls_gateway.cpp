// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/tls_gateway.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace gatehouse::harness {

TlsGateway::TlsGateway() = default;
TlsGateway::~TlsGateway() = default;

std::string TlsGateway::write(const char* name, const std::string& content)
{
    QFile file(m_directory->filePath(QString::fromLatin1(name)));
    if (!file.open(QIODevice::WriteOnly) || file.write(content.data(), qint64(content.size())) < 0)
        qFatal("cannot write %s", name);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return file.fileName().toStdString();
}

net::CertificateFiles TlsGateway::store(const char* name, const TestPair& pair)
{
    const std::string base = name;
    return {write((base + ".crt").c_str(), pair.certificate), write((base + ".key").c_str(), pair.key)};
}

void TlsGateway::setUp()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_authority = std::make_unique<TestAuthority>();
    m_options = {};
    m_options.certificates = {store("default", m_authority->issue({"default", {"localhost"}}))};
    m_tls = std::make_unique<net::TlsServer>();
    m_upstream = std::make_unique<ScriptedUpstream>([this](RawSocket& socket, int) {
        for (;;) {
            const Message request = m_upstream->record(socket);
            if (!request.complete || !socket.send(answer(request.firstLine + '|' + request.body)))
                return;
        }
    });
}

void TlsGateway::tearDown()
{
    m_gateway.reset();
    if (m_upstream)
        QVERIFY(m_upstream->waitForQuiet()); // its scripts use this pointer
    m_upstream.reset();
    m_tls.reset();
}

void TlsGateway::load(bool good)
{
    bool fatal = false;
    for (const net::TlsProblem& problem : m_tls->load(m_options)) {
        fatal = fatal || problem.fatal;
        if (good)
            qWarning("%s %s", problem.file.c_str(), problem.message.c_str());
    }
    QCOMPARE(!fatal, good);
}

void TlsGateway::serve(net::ClientCertificates wanted, int workers)
{
    load();
    m_gateway = std::make_unique<TestGateway>(workers);
    m_gateway->addApi("/a", {m_upstream->port()});
    m_gateway->settings().client.lingerMs = 300;
    m_gateway->start(proxy::RoleTraffic,
                     [this, wanted](net::Fd fd) { return m_tls->accept(std::move(fd), wanted); });
}

TlsPeerOptions TlsGateway::trusting(const std::string& name) const
{
    TlsPeerOptions options;
    options.authorities = m_authority->pem();
    options.serverName = name;
    return options;
}

TlsOutcome TlsGateway::handshake(TlsPeer& peer, RawSocket* keep)
{
    RawSocket socket = m_gateway->connect();
    TlsOutcome outcome = peer.start(socket);
    if (!outcome.good)
        return outcome;
    socket.send(get("/a/x"));
    const Message got = socket.readAnswer();
    if (got.status != 200) // TLS 1.3: what the server thinks of the client comes after the client's handshake
        return {false, "no answer", {}, {}, {}, {}, {}};
    if (keep)
        *keep = std::move(socket);
    return outcome;
}

} // namespace gatehouse::harness
