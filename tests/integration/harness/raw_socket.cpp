// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/raw_socket.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gatehouse::harness {

static bool waitFor(int fd, short events, int timeoutMs)
{
    pollfd entry{fd, events, 0};
    return ::poll(&entry, 1, timeoutMs) > 0;
}

RawSocket RawSocket::connectTo(const net::SocketAddress& address, int receiveBuffer)
{
    sockaddr_storage raw;
    const socklen_t size = address.toRaw(raw);
    net::Fd fd(::socket(raw.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    RawSocket socket{std::move(fd)};
    if (receiveBuffer > 0)
        socket.setReceiveBuffer(receiveBuffer);
    if (!socket.valid() || ::connect(socket.fd(), reinterpret_cast<sockaddr*>(&raw), size) != 0)
        return {};
    return socket;
}

bool RawSocket::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        if (!waitFor(m_fd.get(), POLLOUT, PatienceMs))
            return false;
        const ssize_t sent = m_layer ? m_layer->write(bytes.data(), bytes.size())
                                     : ::send(m_fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

/// -1 when the time is over.
long RawSocket::receive(char* into, std::size_t room, int timeoutMs)
{
    if (!(m_layer && m_layer->pending()) && !waitFor(m_fd.get(), POLLIN, timeoutMs))
        return -1;
    return m_layer ? m_layer->read(into, room) : std::max<ssize_t>(::recv(m_fd.get(), into, room, 0), 0);
}

bool RawSocket::fill(int timeoutMs)
{
    char block[65536];
    if (!m_fd)
        return false;
    const long got = receive(block, sizeof block, timeoutMs);
    if (got <= 0)
        return false;
    m_buffer.append(block, static_cast<std::size_t>(got));
    return true;
}

std::string RawSocket::readSome(int timeoutMs)
{
    if (m_buffer.empty())
        fill(timeoutMs);
    return std::exchange(m_buffer, {});
}

std::string RawSocket::readToEnd(int timeoutMs)
{
    while (fill(timeoutMs)) {
    }
    return std::exchange(m_buffer, {});
}

bool RawSocket::waitForClose(int timeoutMs)
{
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeoutMs);
    char block[65536];
    while (std::chrono::steady_clock::now() < end) {
        const long got = receive(block, sizeof block, timeoutMs);
        if (got <= 0)
            return got == 0;
    }
    return false;
}

bool RawSocket::readLine(std::string& line, int timeoutMs)
{
    std::size_t end = 0;
    while ((end = m_buffer.find("\r\n")) == std::string::npos) {
        if (!fill(timeoutMs))
            return false;
    }
    line = m_buffer.substr(0, end);
    m_buffer.erase(0, end + 2);
    return true;
}

bool RawSocket::readExactly(std::string& into, std::size_t bytes, int timeoutMs)
{
    while (m_buffer.size() < bytes) {
        if (!fill(timeoutMs)) {
            into += std::exchange(m_buffer, {});
            return false;
        }
    }
    into += m_buffer.substr(0, bytes);
    m_buffer.erase(0, bytes);
    return true;
}

static std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

bool RawSocket::readFields(Message& message, int timeoutMs)
{
    for (std::string line; readLine(line, timeoutMs);) {
        message.raw += line + "\r\n";
        if (line.empty())
            return true;
        const std::size_t colon = std::min(line.find(':'), line.size());
        const std::string name = line.substr(0, colon);
        std::string value = colon < line.size() ? line.substr(colon + 1) : std::string();
        value.erase(0, std::min(value.find_first_not_of(' '), value.size()));
        message.fields.emplace_back(name, value);
        std::string& joined = message.headers[lower(name)];
        joined += joined.empty() ? value : ", " + value;
    }
    return false;
}

bool RawSocket::readChunked(Message& message, int timeoutMs)
{
    for (std::string line; readLine(line, timeoutMs);) {
        std::size_t size = 0;
        const char* const end = line.data() + line.size();
        if (std::from_chars(line.data(), end, size, 16).ec != std::errc())
            return false;
        if (size == 0) {
            Message trailers;
            const bool complete = readFields(trailers, timeoutMs);
            message.trailers = trailers.headers;
            return complete;
        }
        std::string crlf;
        if (!readExactly(message.body, size, timeoutMs) || !readExactly(crlf, 2, timeoutMs) || crlf != "\r\n")
            return false;
    }
    return false;
}

Message RawSocket::read(bool isAnswer, bool toHead, int timeoutMs)
{
    Message message;
    if (!readLine(message.firstLine, timeoutMs))
        return message;
    message.raw = message.firstLine + "\r\n";
    if (isAnswer && message.firstLine.size() > 12)
        std::from_chars(message.firstLine.data() + 9, message.firstLine.data() + 12, message.status);
    if (!readFields(message, timeoutMs))
        return message;
    const bool bodyless =
        isAnswer && (toHead || message.status < 200 || message.status == 204 || message.status == 304);
    if (bodyless) {
        message.complete = true;
    } else if (message.has("transfer-encoding")) {
        message.complete = readChunked(message, timeoutMs);
    } else if (message.has("content-length")) {
        message.complete = readExactly(message.body, std::stoul(message.header("content-length")), timeoutMs);
    } else if (isAnswer) {
        message.body = readToEnd(timeoutMs);
        message.complete = true;
    } else {
        message.complete = true;
    }
    return message;
}

void RawSocket::shutdownWrite()
{
    if (m_layer)
        m_layer->shutdownWrite();
    else
        ::shutdown(m_fd.get(), SHUT_WR);
}

void RawSocket::reset()
{
    if (m_layer && m_layer->reset())
        return;
    const linger hard{1, 0};
    ::setsockopt(m_fd.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    m_fd.reset();
}

void RawSocket::close()
{
    m_layer.reset();
    m_fd.reset();
}

void RawSocket::setReceiveBuffer(int bytes)
{
    ::setsockopt(m_fd.get(), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

} // namespace gatehouse::harness
