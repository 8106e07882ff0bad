// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace gatehouse::net {

/// Owning pointers to OpenSSL objects; for the .cpp files of this folder only.
template <auto free>
struct TlsFree {
    template <typename T>
    void operator()(T* object) const
    {
        free(object);
    }
};
template <typename T, auto free>
using TlsHandle = std::unique_ptr<T, TlsFree<free>>;

using SslContextHandle = TlsHandle<SSL_CTX, SSL_CTX_free>;
using CertificateHandle = TlsHandle<X509, X509_free>;
using KeyHandle = TlsHandle<EVP_PKEY, EVP_PKEY_free>;
using BioHandle = TlsHandle<BIO, BIO_free>;
using SessionHandle = TlsHandle<SSL_SESSION, SSL_SESSION_free>;

} // namespace gatehouse::net
