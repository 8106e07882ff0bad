// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/owned.h"

#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace gatehouse::net {

/// Owning pointers to OpenSSL objects; for the .cpp files of this folder only.
using SslContextHandle = Owned<SSL_CTX, SSL_CTX_free>;
using CertificateHandle = Owned<X509, X509_free>;
using KeyHandle = Owned<EVP_PKEY, EVP_PKEY_free>;
using CrlHandle = Owned<X509_CRL, X509_CRL_free>;
using BioHandle = Owned<BIO, BIO_free>;
using SessionHandle = Owned<SSL_SESSION, SSL_SESSION_free>;

} // namespace gatehouse::net
