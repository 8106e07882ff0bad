// SPDX-License-Identifier: GPL-3.0-or-later
// Both ends of the WebSocket run: an upstream that echoes, and clients that send the next message when the
// last has come back.
//
//   websocket_echo serve PORT
//   websocket_echo load PORT PATH CONNECTIONS SECONDS
//
// "load" prints "messages N": round trips of a text of 64 bytes. Loopback only; every frame is a small one.
#include "gateway/http/websocket_handshake.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

constexpr std::size_t textBytes = 64;
constexpr std::string_view clientKey = "AAECAwQFBgcICQoLDA0ODw==";

[[noreturn]] void fail(const char* what)
{
    std::fprintf(stderr, "websocket_echo: %s\n", what);
    std::exit(1);
}

int newSocket()
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int one = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    return fd;
}

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// False when not all of it was taken: the peer has left, for a few hundred bytes at most wait here at a
/// time.
bool send(int fd, std::string_view bytes)
{
    return ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

void sendOrFail(int fd, std::string_view bytes)
{
    if (!send(fd, bytes))
        fail("a message was not taken");
}

/// A text frame (RFC 6455 section 5.2) of less than 126 bytes; masked when `mask` is not zero.
std::string frame(std::string_view text, std::uint32_t mask)
{
    std::string out = {static_cast<char>(0x81), static_cast<char>(text.size() | (mask != 0 ? 0x80U : 0U))};
    std::array<char, 4> key{};
    std::memcpy(key.data(), &mask, key.size());
    if (mask != 0)
        out.append(key.data(), key.size());
    for (std::size_t i = 0; i < text.size(); ++i)
        out.push_back(static_cast<char>(text[i] ^ key[i % 4]));
    return out;
}

struct Connection {
    int fd = -1;
    bool open = false; // the handshake is over
    std::string input;
};

enum class Taken : std::uint8_t { Text, NotAll, Other };

/// Takes the next small text out of `input`. Other: something else comes, such as a close frame.
Taken takeText(std::string& input, std::string& text)
{
    if (input.size() < 2)
        return Taken::NotAll;
    const auto second = static_cast<unsigned char>(input[1]);
    const std::size_t size = second & 0x7fU;
    const std::size_t head = (second & 0x80U) != 0 ? 6 : 2;
    if (static_cast<unsigned char>(input[0]) != 0x81 || size > 125)
        return Taken::Other;
    if (input.size() < head + size)
        return Taken::NotAll;
    text = input.substr(head, size);
    for (std::size_t i = 0; head == 6 && i < size; ++i)
        text[i] = static_cast<char>(text[i] ^ input[2 + i % 4]);
    input.erase(0, head + size);
    return Taken::Text;
}

/// The head of a message in `input`, taken out; empty: not all of it has come.
std::string takeHead(std::string& input)
{
    const std::size_t end = input.find("\r\n\r\n");
    if (end == std::string::npos)
        return {};
    std::string head = input.substr(0, end + 4);
    input.erase(0, end + 4);
    return head;
}

/// Reads what is there; false: the peer has left.
bool receive(Connection& connection)
{
    std::array<char, 16 * 1024> buffer;
    const ssize_t got = ::recv(connection.fd, buffer.data(), buffer.size(), 0);
    if (got > 0)
        connection.input.append(buffer.data(), static_cast<std::size_t>(got));
    return got > 0;
}

void watch(int epoll, int fd, Connection* connection)
{
    const int one = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = connection;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

void acceptUpgrade(Connection& connection)
{
    const std::string head = takeHead(connection.input);
    if (head.empty())
        return;
    std::string lower = head;
    for (char& c : lower)
        c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    constexpr std::string_view name = "\r\nsec-websocket-key: ";
    const std::size_t at = lower.find(name);
    if (at == std::string::npos)
        return; // not what this upstream is for
    const auto accept = gatehouse::http::webSocketAccept(head.substr(at + name.size(), 24));
    send(connection.fd, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Accept: " +
                            std::string(accept.data(), accept.size()) + "\r\n\r\n");
    connection.open = true;
}

/// False when the connection is of no more use.
bool echo(Connection& connection)
{
    if (!connection.open)
        acceptUpgrade(connection);
    std::string text;
    Taken taken = Taken::Text;
    while (connection.open && (taken = takeText(connection.input, text)) == Taken::Text)
        send(connection.fd, frame(text, 0));
    return taken != Taken::Other;
}

/// Echoes until it is ended.
[[noreturn]] void serve(std::uint16_t port)
{
    const int listener = newSocket();
    const sockaddr_in address = loopback(port);
    // The C interface takes the generic type for all address families.
    if (::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener, 1024) != 0)
        fail("cannot listen");
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    watch(epoll, listener, nullptr);
    for (std::array<epoll_event, 128> events;;) {
        const int count = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            auto* connection = static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr);
            if (!connection) {
                connection = new Connection{::accept(listener, nullptr, nullptr), false, {}};
                watch(epoll, connection->fd, connection);
                continue;
            }
            if (!receive(*connection) || !echo(*connection)) {
                ::close(connection->fd);
                delete connection;
            }
        }
    }
}

void openConnection(Connection& connection, std::uint16_t port, const std::string& path)
{
    connection.fd = newSocket();
    const sockaddr_in address = loopback(port);
    if (::connect(connection.fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        fail("cannot connect");
    sendOrFail(connection.fd, "GET " + path +
                                  " HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
                                  std::string(clientKey) + "\r\n\r\n");
    std::string head;
    while (head.empty() && receive(connection))
        head = takeHead(connection.input);
    if (!head.starts_with("HTTP/1.1 101"))
        fail(head.empty() ? "no answer to the handshake" : head.c_str());
}

int load(std::uint16_t port, const std::string& path, int connections, int seconds)
{
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    const std::string text(textBytes, 'm');
    const std::string message = frame(text, 0x5a17c3e9);
    std::vector<std::unique_ptr<Connection>> all;
    for (int i = 0; i < connections; ++i) {
        all.push_back(std::make_unique<Connection>());
        openConnection(*all.back(), port, path);
        watch(epoll, all.back()->fd, all.back().get());
    }
    for (const auto& connection : all)
        sendOrFail(connection->fd, message);
    long messages = 0;
    std::string echo;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    for (std::array<epoll_event, 128> events; std::chrono::steady_clock::now() < end;) {
        const int count = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 100);
        for (int i = 0; i < count; ++i) {
            Connection& connection = *static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr);
            if (!receive(connection))
                fail("a connection was ended");
            Taken taken = Taken::Text;
            while ((taken = takeText(connection.input, echo)) == Taken::Text) {
                if (echo != text)
                    fail("another text came back");
                ++messages;
                sendOrFail(connection.fd, message);
            }
            if (taken == Taken::Other)
                fail("a frame that is no small text");
        }
    }
    std::printf("messages %ld\n", messages);
    return messages > 0 ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    const std::string_view mode = argc > 1 ? argv[1] : "";
    if (mode == "serve" && argc == 3)
        serve(static_cast<std::uint16_t>(std::atoi(argv[2])));
    if (mode == "load" && argc == 6)
        return load(static_cast<std::uint16_t>(std::atoi(argv[2])), argv[3], std::atoi(argv[4]),
                    std::atoi(argv[5]));
    std::fprintf(stderr, "usage: websocket_echo serve PORT | load PORT PATH CONNECTIONS SECONDS\n");
    return 2;
}
