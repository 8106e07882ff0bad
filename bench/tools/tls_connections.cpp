// SPDX-License-Identifier: GPL-3.0-or-later
// New TLS connections for the side-by-side run: each makes one request and reads its answer to the end.
//
//   tls_connections PORT PATH SECONDS full|resumed [NAMES]
//
// Prints "connections N resumed M". With "resumed" every client offers the newest ticket it got; M counts
// what the server took up. With NAMES each connection asks for one of host-0.bench to host-(NAMES-1).bench,
// in an order without a pattern, and fails when the certificate is not of that name. Loopback only.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

constexpr unsigned clientCount = 8;

struct Run {
    SSL_CTX* context = nullptr;
    std::uint16_t port = 0;
    std::string request;
    bool resume = false;
    unsigned names = 0;
    std::chrono::steady_clock::time_point end;
    std::atomic<int> connections{0};
    std::atomic<int> resumed{0};
    std::atomic<int> failed{0};
};

int connectTo(std::uint16_t port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int one = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    // The C interface takes the generic type for all address families.
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return fd;
    ::close(fd);
    return -1;
}

/// Sends the request and reads until the server closes; tickets arrive meanwhile.
bool exchange(SSL* ssl, const std::string& request)
{
    if (SSL_connect(ssl) != 1 || SSL_write(ssl, request.data(), int(request.size())) <= 0)
        return false;
    std::string answer;
    char buffer[16 * 1024];
    for (int got = 0; (got = SSL_read(ssl, buffer, sizeof buffer)) > 0;)
        answer.append(buffer, std::size_t(got));
    return answer.starts_with("HTTP/1.1 200");
}

/// Names the server, and makes the certificate's name part of the handshake's success (its signer is not
/// asked for).
void askFor(SSL* ssl, const std::string& host)
{
    // The macro for it casts as C does; the text is only copied.
    SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(host.c_str()));
    SSL_set1_host(ssl, host.c_str());
    SSL_set_verify(ssl, SSL_VERIFY_PEER, [](int good, X509_STORE_CTX* store) {
        return good == 1 || X509_STORE_CTX_get_error(store) != X509_V_ERR_HOSTNAME_MISMATCH ? 1 : 0;
    });
}

void client(Run& run, unsigned number)
{
    SSL_SESSION* session = nullptr;
    std::minstd_rand random(number + 1);
    while (std::chrono::steady_clock::now() < run.end) {
        const int fd = connectTo(run.port);
        SSL* const ssl = SSL_new(run.context);
        SSL_set_fd(ssl, fd);
        if (session)
            SSL_set_session(ssl, session);
        if (run.names != 0)
            askFor(ssl, "host-" + std::to_string(random() % run.names) + ".bench");
        if (fd >= 0 && exchange(ssl, run.request)) {
            ++run.connections;
            run.resumed += SSL_session_reused(ssl);
            if (run.resume) {
                SSL_SESSION_free(session);
                session = SSL_get1_session(ssl);
            }
        } else if (++run.failed > 100) {
            std::fprintf(stderr, "tls_connections: more than 100 connections failed\n");
            std::exit(1);
        }
        SSL_shutdown(ssl);
        SSL_free(ssl);
        ::close(fd);
    }
    SSL_SESSION_free(session);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 5 && argc != 6) {
        std::fprintf(stderr, "usage: tls_connections PORT PATH SECONDS full|resumed [NAMES]\n");
        return 2;
    }
    Run run;
    run.context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_session_cache_mode(run.context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_set_options(run.context, SSL_OP_IGNORE_UNEXPECTED_EOF);
    run.port = std::uint16_t(std::atoi(argv[1]));
    run.request = "GET " + std::string(argv[2]) + " HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n";
    run.end = std::chrono::steady_clock::now() + std::chrono::seconds(std::atoi(argv[3]));
    run.resume = std::string(argv[4]) == "resumed";
    run.names = argc == 6 ? unsigned(std::atoi(argv[5])) : 0;
    std::vector<std::thread> clients;
    for (unsigned i = 0; i < clientCount; ++i)
        clients.emplace_back([&run, i] { client(run, i); });
    for (std::thread& thread : clients)
        thread.join();
    SSL_CTX_free(run.context);
    std::printf("connections %d resumed %d\n", run.connections.load(), run.resumed.load());
    return run.connections > 0 ? 0 : 1;
}
