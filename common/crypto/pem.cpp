// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/pem.h"

#include <openssl/decoder.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace gatehouse::crypto {

namespace {

using Bio = Owned<BIO, BIO_free>;
using Certificate = Owned<X509, X509_free>;
using Decoder = Owned<OSSL_DECODER_CTX, OSSL_DECODER_CTX_free>;

/// OpenSSL would otherwise ask at the terminal.
int noPassphrase(char*, int, int, void*)
{
    return -1;
}

Key decoded(const QByteArray& pem, int selection)
{
    EVP_PKEY* key = nullptr;
    const Decoder decoder(
        OSSL_DECODER_CTX_new_for_pkey(&key, "PEM", nullptr, nullptr, selection, nullptr, nullptr));
    require(decoder != nullptr, "OSSL_DECODER_CTX_new_for_pkey");
    OSSL_DECODER_CTX_set_pem_password_cb(decoder.get(), noPassphrase, nullptr);
    const unsigned char* data = bytes(pem.constData());
    size_t size = size_t(pem.size());
    const bool good = OSSL_DECODER_from_data(decoder.get(), &data, &size) == 1;
    Key owned(key);
    return good ? std::move(owned) : nullptr;
}

} // namespace

Key publicKeyFromPem(const QByteArray& pem)
{
    if (!pem.contains("-----BEGIN CERTIFICATE"))
        return decoded(pem, EVP_PKEY_PUBLIC_KEY);
    const Bio bio(BIO_new_mem_buf(pem.constData(), int(pem.size())));
    const Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, noPassphrase, nullptr));
    return certificate ? Key(X509_get_pubkey(certificate.get())) : nullptr;
}

Key privateKeyFromPem(const QByteArray& pem)
{
    return decoded(pem, EVP_PKEY_KEYPAIR);
}

} // namespace gatehouse::crypto
