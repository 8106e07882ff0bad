// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/tls_server.h"

#include "gateway/net/tls_server_state.h"
#include "gateway/net/tls_transport.h"

#include <algorithm>
#include <ctime>

#include <sys/stat.h>

namespace gatehouse::net {

namespace {

bool anyFatal(const TlsProblems& problems)
{
    return std::any_of(problems.begin(), problems.end(),
                       [](const TlsProblem& problem) { return problem.fatal; });
}

/// The keys are taken over only when `target` is given.
void loadTickets(const TlsServerOptions& options, TicketKeys* target, TlsProblems& problems)
{
    if (options.ticketKeys.empty()) {
        if (target)
            target->useOwn(options.ticketRotationSeconds, options.sessionSeconds);
        return;
    }
    std::string why;
    std::optional<std::string> bytes = readSmallFile(options.ticketKeys, why);
    if (bytes) {
        TicketKeys scratch;
        why = (target ? *target : scratch).useShared(*bytes);
        OPENSSL_cleanse(bytes->data(), bytes->size());
    }
    if (!why.empty())
        problems.push_back({TlsItem::TicketKeys, true, options.ticketKeys, why});
    struct stat facts = {};
    if (::stat(options.ticketKeys.c_str(), &facts) == 0 && (facts.st_mode & S_IROTH) != 0)
        problems.push_back(
            {TlsItem::TicketKeys, false, options.ticketKeys, "can be read by every user of this machine"});
}

int verifyMode(ClientCertificates wanted)
{
    switch (wanted) {
    case ClientCertificates::Off:
        return SSL_VERIFY_NONE;
    case ClientCertificates::Optional:
        return SSL_VERIFY_PEER;
    case ClientCertificates::Required:
        return SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
    }
    return SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
}

std::vector<RevocationFault> faultsNow(const RevocationLists& lists)
{
    return lists.faults(std::time(nullptr));
}

/// `before`: in use now. Who is shut out already is no reason to keep other files from being renewed.
void tellRevocation(const RevocationLists& fresh, const std::vector<RevocationFault>& before, bool refuse,
                    TlsProblems& problems)
{
    for (RevocationFault& fault : faultsNow(fresh)) {
        const bool worse = std::none_of(before.begin(), before.end(), [&fault](const RevocationFault& known) {
            return known.authority == fault.authority || known.authority.empty();
        });
        problems.push_back({TlsItem::ClientCrl, refuse && worse, fault.file, fault.message});
    }
}

} // namespace

TlsServer::TlsServer()
    : m_tickets(std::make_shared<TicketKeys>())
    , m_counters(std::make_shared<TlsCounters>())
{
}

TlsServer::~TlsServer() = default;

std::vector<TlsProblem> TlsServer::load(const TlsServerOptions& options)
{
    TlsProblems problems = options.problems;
    auto fresh = State::make(options, current().get(), m_tickets, m_counters, problems);
    if (fresh)
        tellRevocation(fresh->revocation(), revocationFaults(), options.refuseExpired, problems);
    loadTickets(options, nullptr, problems);
    if (!fresh || anyFatal(problems))
        return problems;
    TlsProblems told;
    loadTickets(options, m_tickets.get(), told);
    const std::scoped_lock lock(m_mutex);
    m_state = std::move(fresh);
    return problems;
}

std::vector<TlsProblem> TlsServer::check(const TlsServerOptions& options)
{
    TlsProblems problems = options.problems;
    const auto fresh = State::make(options, nullptr, std::make_shared<TicketKeys>(),
                                   std::make_shared<TlsCounters>(), problems);
    if (fresh)
        tellRevocation(fresh->revocation(), {}, options.refuseExpired, problems);
    loadTickets(options, nullptr, problems);
    return problems;
}

std::string TlsServer::ownTicketKeys() const
{
    return m_tickets->ownKeys();
}

bool TlsServer::takeOwnTicketKeys(std::string_view bytes)
{
    return m_tickets->takeOwnKeys(bytes);
}

std::shared_ptr<const TlsServer::State> TlsServer::current() const
{
    const std::scoped_lock lock(m_mutex);
    return m_state;
}

std::unique_ptr<Transport> TlsServer::accept(Fd fd, ClientCertificates wanted) const
{
    std::shared_ptr<const State> state = current();
    if (!state)
        return nullptr;
    SslHandle ssl(SSL_new(state->fallback().context.get()));
    if (!ssl)
        return nullptr;
    const std::array<unsigned char, 32> context = state->sessionContext(wanted);
    SSL_set_session_id_context(ssl.get(), context.data(), static_cast<unsigned int>(context.size()));
    SSL_set_verify(ssl.get(), verifyMode(wanted), nullptr);
    TlsCounters& counters = state->counters();
    return std::make_unique<TlsTransport>(TlsTransport::Role::Server, std::move(fd), std::move(ssl),
                                          std::move(state), counters);
}

std::vector<CertificateStatus> TlsServer::certificates() const
{
    std::vector<CertificateStatus> found;
    if (const auto state = current()) {
        for (const auto& entry : state->entries())
            found.push_back(entry->status);
    }
    return found;
}

std::vector<CertificateStatus> TlsServer::clientAuthorities() const
{
    const auto state = current();
    return state ? state->clientAuthorities() : std::vector<CertificateStatus>();
}

std::vector<RevocationFault> TlsServer::revocationFaults() const
{
    const auto state = current();
    return state ? faultsNow(state->revocation()) : std::vector<RevocationFault>();
}

} // namespace gatehouse::net
