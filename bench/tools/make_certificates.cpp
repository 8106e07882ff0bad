// SPDX-License-Identifier: GPL-3.0-or-later
// Certificates for the run with many of them: host-0.bench to host-(N-1).bench, ECDSA P-256, signed by
// themselves.
//
//   make_certificates DIRECTORY COUNT
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace {

template <auto Free>
struct Deleter {
    template <typename T>
    void operator()(T* object) const
    {
        Free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>>;
using File = std::unique_ptr<std::FILE, Deleter<std::fclose>>;

Certificate sign(const std::string& name, EVP_PKEY* key, long serial)
{
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 30L * 24 * 3600);
    X509_NAME* const subject = X509_get_subject_name(certificate.get());
    // The C interface takes text as unsigned bytes.
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), subject);
    X509_set_pubkey(certificate.get(), key);
    const Extension names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, ("DNS:" + name).c_str()));
    X509_add_ext(certificate.get(), names.get(), -1);
    if (X509_sign(certificate.get(), key, EVP_sha256()) == 0)
        certificate.reset();
    return certificate;
}

bool write(const std::string& path, EVP_PKEY* key, X509* certificate)
{
    const File crt(std::fopen((path + ".crt").c_str(), "w"));
    const File pem(std::fopen((path + ".key").c_str(), "w"));
    return crt && pem && PEM_write_X509(crt.get(), certificate) == 1 &&
           PEM_write_PrivateKey(pem.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fprintf(stderr, "usage: make_certificates DIRECTORY COUNT\n");
        return 2;
    }
    for (int i = 0; i < std::atoi(argv[2]); ++i) {
        const std::string name = "host-" + std::to_string(i) + ".bench";
        const Key key(EVP_EC_gen("P-256"));
        const Certificate certificate = key ? sign(name, key.get(), i + 1) : nullptr;
        if (!certificate || !write(std::string(argv[1]) + "/" + name, key.get(), certificate.get())) {
            std::fprintf(stderr, "make_certificates: cannot make %s\n", name.c_str());
            return 1;
        }
    }
    return 0;
}
