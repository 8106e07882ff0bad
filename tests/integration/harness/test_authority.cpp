// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/test_authority.h"

#include <QByteArray>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace gatehouse::harness {

namespace {

constexpr long hour = 3600;
constexpr long day = 24 * hour;

void require(bool good)
{
    if (!good)
        qFatal("a certificate for the test could not be made");
}

template <typename Write>
std::string pemBy(Write write)
{
    BIO* const memory = BIO_new(BIO_s_mem());
    require(write(memory) == 1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(memory, &text);
    std::string pem(text, static_cast<std::size_t>(size));
    BIO_free(memory);
    return pem;
}

void addExtension(X509* certificate, X509* issuer, int id, const std::string& value)
{
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
    require(extension && X509_add_ext(certificate, extension, -1) == 1);
    X509_EXTENSION_free(extension);
}

X509* makeCertificate(EVP_PKEY* key, const TestSubject& subject, long serial)
{
    X509* const certificate = X509_new();
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), subject.fromDays * day);
    X509_gmtime_adj(X509_getm_notAfter(certificate), subject.untilDays * day);
    X509_set_pubkey(certificate, key);
    X509_NAME* const name = X509_get_subject_name(certificate);
    require(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                       reinterpret_cast<const unsigned char*>(subject.commonName.c_str()), -1,
                                       -1, 0) == 1);
    return certificate;
}

X509* readCertificate(const std::string& pem)
{
    BIO* const memory = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    X509* const certificate = PEM_read_bio_X509(memory, nullptr, nullptr, nullptr);
    BIO_free(memory);
    require(certificate);
    return certificate;
}

std::string certificatePem(X509* certificate)
{
    return pemBy([certificate](BIO* memory) { return PEM_write_bio_X509(memory, certificate); });
}

} // namespace

TestAuthority::TestAuthority(const std::string& name)
    : m_key(EVP_EC_gen("P-256"))
    , m_certificate(makeCertificate(m_key, {name, {}, -10, 3650, 0}, 1))
{
    sign(*this);
}

TestAuthority::TestAuthority(const std::string& name, const TestAuthority& above, long serial)
    : m_key(EVP_EC_gen("P-256"))
    , m_certificate(makeCertificate(m_key, {name, {}, -10, 3650, 0}, serial))
{
    sign(above);
}

void TestAuthority::sign(const TestAuthority& above)
{
    X509_set_issuer_name(m_certificate, X509_get_subject_name(above.m_certificate));
    addExtension(m_certificate, m_certificate, NID_basic_constraints, "critical,CA:TRUE");
    addExtension(m_certificate, m_certificate, NID_subject_key_identifier, "hash");
    addExtension(m_certificate, m_certificate, NID_key_usage,
                 "critical,keyCertSign,cRLSign,digitalSignature");
    require(X509_sign(m_certificate, above.m_key, EVP_sha256()) > 0);
    m_pem = certificatePem(m_certificate);
}

TestAuthority::~TestAuthority()
{
    X509_free(m_certificate);
    EVP_PKEY_free(m_key);
}

TestPair TestAuthority::issue(const TestSubject& subject)
{
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    X509* const certificate =
        makeCertificate(key, subject, subject.serial != 0 ? subject.serial : ++m_serial);
    X509_set_issuer_name(certificate, X509_get_subject_name(m_certificate));
    std::string names;
    for (const std::string& name : subject.names)
        names += (names.empty() ? "" : ",") + (name.starts_with("IP:") ? name : "DNS:" + name);
    if (!names.empty())
        addExtension(certificate, m_certificate, NID_subject_alt_name, names);
    addExtension(certificate, m_certificate, NID_authority_key_identifier, "keyid");
    addExtension(certificate, m_certificate, NID_ext_key_usage, "serverAuth,clientAuth");
    require(X509_sign(certificate, m_key, EVP_sha256()) > 0);
    TestPair pair{certificatePem(certificate) + m_pem, pemBy([key](BIO* memory) {
                      return PEM_write_bio_PrivateKey(memory, key, nullptr, nullptr, 0, nullptr, nullptr);
                  })};
    X509_free(certificate);
    EVP_PKEY_free(key);
    return pair;
}

std::string TestAuthority::revoke(const std::vector<long>& serials, int untilHours) const
{
    X509_CRL* const list = X509_CRL_new();
    X509_CRL_set_version(list, X509_CRL_VERSION_2);
    X509_CRL_set_issuer_name(list, X509_get_subject_name(m_certificate));
    ASN1_TIME* const from = X509_gmtime_adj(nullptr, (untilHours - 25) * hour);
    ASN1_TIME* const until = X509_gmtime_adj(nullptr, untilHours * hour);
    X509_CRL_set1_lastUpdate(list, from);
    X509_CRL_set1_nextUpdate(list, until);
    for (const long serial : serials) {
        X509_REVOKED* const entry = X509_REVOKED_new();
        ASN1_INTEGER* const number = ASN1_INTEGER_new();
        ASN1_INTEGER_set(number, serial);
        X509_REVOKED_set_serialNumber(entry, number);
        X509_REVOKED_set_revocationDate(entry, from);
        X509_CRL_add0_revoked(list, entry);
        ASN1_INTEGER_free(number);
    }
    require(X509_CRL_sort(list) == 1 && X509_CRL_sign(list, m_key, EVP_sha256()) > 0);
    const std::string pem = pemBy([list](BIO* memory) { return PEM_write_bio_X509_CRL(memory, list); });
    X509_CRL_free(list);
    ASN1_TIME_free(from);
    ASN1_TIME_free(until);
    return pem;
}

std::string fingerprintOf(const TestPair& pair)
{
    X509* const certificate = readCertificate(pair.certificate);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    require(X509_digest(certificate, EVP_sha256(), digest, &size) == 1);
    X509_free(certificate);
    return QByteArray(reinterpret_cast<const char*>(digest), int(size)).toHex().toStdString();
}

std::string TestAuthority::ocspResponse(const TestPair& about, int fromHours, int untilHours, bool good) const
{
    X509* const certificate = readCertificate(about.certificate);
    OCSP_CERTID* const id = OCSP_cert_to_id(EVP_sha1(), certificate, m_certificate);
    OCSP_BASICRESP* const basic = OCSP_BASICRESP_new();
    ASN1_TIME* const from = X509_gmtime_adj(nullptr, fromHours * hour);
    ASN1_TIME* const until = X509_gmtime_adj(nullptr, untilHours * hour);
    require(OCSP_basic_add1_status(basic, id, good ? V_OCSP_CERTSTATUS_GOOD : V_OCSP_CERTSTATUS_REVOKED,
                                   OCSP_REVOKED_STATUS_UNSPECIFIED, good ? nullptr : from, from, until));
    require(OCSP_basic_sign(basic, m_certificate, m_key, EVP_sha256(), nullptr, 0) == 1);
    OCSP_RESPONSE* const response = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
    unsigned char* bytes = nullptr;
    const int size = i2d_OCSP_RESPONSE(response, &bytes);
    require(size > 0);
    const std::string der(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    OCSP_RESPONSE_free(response);
    OCSP_BASICRESP_free(basic);
    OCSP_CERTID_free(id);
    X509_free(certificate);
    ASN1_TIME_free(from);
    ASN1_TIME_free(until);
    return der;
}

} // namespace gatehouse::harness
