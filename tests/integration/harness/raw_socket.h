// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/socket.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::harness {

constexpr int PatienceMs = 10'000;

/// One HTTP message as it came over the wire. Names of headers in lower case; repeated ones joined by ", ".
struct Message {
    bool complete = false; ///< head and body arrived as the framing promised
    std::string firstLine;
    int status = 0; ///< of answers
    std::map<std::string, std::string> headers;
    std::vector<std::pair<std::string, std::string>> fields; ///< as sent
    std::string body;                                        ///< without framing
    std::map<std::string, std::string> trailers;
    std::string raw; ///< head as sent

    bool has(const std::string& name) const { return headers.count(name) > 0; }
    std::string header(const std::string& name) const
    {
        const auto at = headers.find(name);
        return at == headers.end() ? std::string() : at->second;
    }
};

/// A blocking TCP socket with time limits, for both ends of a test. Says exactly what it is told to, however
/// wrong.
class RawSocket {
public:
    /// What lies between the bytes of a test and those of the socket (TLS). Zero at the end and on errors.
    class Layer {
    public:
        virtual ~Layer() = default;
        virtual long read(char* into, std::size_t room) = 0;
        virtual long write(const char* data, std::size_t size) = 0;
        virtual bool pending() const = 0; ///< bytes that the socket no longer knows of
        virtual void shutdownWrite() = 0;
        virtual bool endedOrderly() const = 0;
        /// Ends what the test has by an error of the layer; false: the connection has to.
        virtual bool reset() { return false; }
    };
    void use(std::unique_ptr<Layer> layer) { m_layer = std::move(layer); }
    const Layer* layer() const { return m_layer.get(); }

    RawSocket() = default;
    explicit RawSocket(net::Fd fd)
        : m_fd(std::move(fd))
    {
    }
    /// `receiveBuffer`: see setReceiveBuffer(); 0 leaves it to the kernel.
    static RawSocket connectTo(const net::SocketAddress& address, int receiveBuffer = 0);

    bool valid() const { return static_cast<bool>(m_fd); }
    /// False when the peer does not take everything.
    bool send(std::string_view bytes);
    /// What is there, at least one byte; empty at the end, on errors and when the time is over.
    std::string readSome(int timeoutMs = PatienceMs);
    /// Everything until the peer closes.
    std::string readToEnd(int timeoutMs = PatienceMs);
    /// The next message. `toHead`: the answer to a HEAD request. Interim answers (1xx) are messages of their
    /// own.
    Message read(bool isAnswer, bool toHead = false, int timeoutMs = PatienceMs);
    Message readAnswer(bool toHead = false) { return read(true, toHead); }
    Message readRequest() { return read(false); }
    /// Whether the peer ends the connection (orderly or not) before the time is over. Drops what comes
    /// before.
    bool waitForClose(int timeoutMs = PatienceMs);
    void shutdownWrite();
    /// Ends the connection with RST, or what its layer has of it.
    void reset();
    void close();
    /// Keeps the kernel from taking much: for slow readers.
    void setReceiveBuffer(int bytes);
    int fd() const { return m_fd.get(); }
    /// Bytes read ahead of the last message.
    const std::string& buffered() const { return m_buffer; }

private:
    bool fill(int timeoutMs);
    bool readLine(std::string& line, int timeoutMs);
    bool readExactly(std::string& into, std::size_t bytes, int timeoutMs);
    bool readChunked(Message& message, int timeoutMs);
    bool readFields(Message& message, int timeoutMs);

    long receive(char* into, std::size_t room, int timeoutMs);

    net::Fd m_fd;
    std::unique_ptr<Layer> m_layer;
    std::string m_buffer;
};

} // namespace gatehouse::harness
