// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/tls_bio.h"

#include <cerrno>
#include <cstdint>

#include <openssl/bio.h>
#include <sys/socket.h>

namespace gatehouse::net {

namespace {

BioSocket& socketOf(BIO* bio)
{
    return *static_cast<BioSocket*>(BIO_get_data(bio));
}

bool isBlocked(int error)
{
    return error == EAGAIN || error == EINTR;
}

int writeSocket(BIO* bio, const char* data, std::size_t size, std::size_t* written)
{
    const ssize_t sent = ::send(socketOf(bio).fd, data, size, MSG_NOSIGNAL);
    BIO_clear_retry_flags(bio);
    if (sent < 0) {
        if (isBlocked(errno))
            BIO_set_retry_write(bio);
        return 0;
    }
    *written = static_cast<std::size_t>(sent);
    return 1;
}

int readSocket(BIO* bio, char* into, std::size_t room, std::size_t* got)
{
    BioSocket& socket = socketOf(bio);
    BIO_clear_retry_flags(bio);
    if (socket.exhausted()) {
        errno = EPROTO;
        return 0;
    }
    errno = 0; // zero marks the end of the stream for whoever asks after a failure
    const ssize_t size = ::recv(socket.fd, into, room, 0);
    if (size > 0) {
        socket.idleBytes += static_cast<std::size_t>(size);
        *got = static_cast<std::size_t>(size);
        return 1;
    }
    if (size == 0)
        BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    else if (isBlocked(errno))
        BIO_set_retry_read(bio);
    return 0;
}

long control(BIO* bio, int command, long, void*)
{
    switch (command) {
    case BIO_CTRL_FLUSH:
        return 1;
    case BIO_CTRL_EOF:
        return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0;
    default:
        return 0;
    }
}

BIO_METHOD* makeMethod()
{
    BIO_METHOD* const method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "gatehouse socket");
    if (method) {
        BIO_meth_set_write_ex(method, writeSocket);
        BIO_meth_set_read_ex(method, readSocket);
        BIO_meth_set_ctrl(method, control);
    }
    return method;
}

} // namespace

bio_st* makeSocketBio(BioSocket& socket)
{
    static BIO_METHOD* const method = makeMethod(); // lives as long as any BIO may
    BIO* const bio = method ? BIO_new(method) : nullptr;
    if (bio) {
        BIO_set_data(bio, &socket);
        BIO_set_init(bio, 1);
    }
    return bio;
}

} // namespace gatehouse::net
