// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/tls_certificate.h"

#include "gateway/net/socket.h"
#include "gateway/net/tls_failure.h"
#include "gateway/net/tls_peer.h"

#include <algorithm>
#include <cerrno>
#include <ctime>

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gatehouse::net {

namespace {

constexpr std::size_t largestFile = 1 << 20;

/// Keys are never asked a pass phrase for: nobody would be there to type it.
int noPassphrase(char*, int, int, void*)
{
    return 0;
}

BioHandle memoryOf(const std::string& bytes)
{
    return BioHandle(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

std::string lower(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

std::string_view textOf(const ASN1_STRING* text)
{
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
            static_cast<std::size_t>(ASN1_STRING_length(text))};
}

/// DNS names of the subject alternative names; the common name only where there are none (RFC 6125 section
/// 6.4.4).
std::vector<std::string> namesOf(const X509* certificate)
{
    std::vector<std::string> names;
    using Names = Owned<GENERAL_NAMES, GENERAL_NAMES_free>;
    const Names alternatives(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; alternatives && i < sk_GENERAL_NAME_num(alternatives.get()); ++i) {
        const GENERAL_NAME* const name = sk_GENERAL_NAME_value(alternatives.get(), i);
        if (name->type == GEN_DNS)
            names.push_back(lower(textOf(name->d.dNSName)));
    }
    const X509_NAME* const subject = X509_get_subject_name(certificate);
    const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    if (!alternatives && at >= 0)
        names.push_back(lower(textOf(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)))));
    return names;
}

std::string serialOf(const X509* certificate)
{
    const ASN1_INTEGER* const serial = X509_get0_serialNumber(certificate);
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (int i = 0; i < ASN1_STRING_length(serial); ++i) {
        const unsigned char byte = ASN1_STRING_get0_data(serial)[i];
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

/// The checks that need no other file; false when it cannot be used.
void checkTimes(const LoadedCertificate& loaded, const ExpiryRule& expiry, TlsProblems& problems)
{
    const bool fatal = expiry.refuse && loaded.status.sha256 != expiry.inUse;
    const std::int64_t now = std::time(nullptr);
    const auto tell = [&](const char* what, std::int64_t when) {
        problems.push_back({TlsItem::Certificate, fatal, loaded.status.file, what + dateText(when)});
    };
    if (loaded.status.notAfter <= now)
        tell("has expired on ", loaded.status.notAfter);
    else if (loaded.status.notBefore > now)
        tell("is not valid before ", loaded.status.notBefore);
}

void checkChain(const LoadedCertificate& loaded, TlsProblems& problems)
{
    const X509* below = loaded.leaf.get();
    for (std::size_t i = 0; i < loaded.chain.size(); ++i) {
        X509* const above = loaded.chain[i].get();
        if (X509_check_issued(above, const_cast<X509*>(below)) != X509_V_OK) {
            problems.push_back({TlsItem::Certificate, false, loaded.status.file,
                                "the chain is broken: certificate " + std::to_string(i + 2) + " (" +
                                    nameText(X509_get_subject_name(above)) +
                                    ") did not issue the one before it"});
            return;
        }
        below = above;
    }
}

bool loadChain(const CertificateFiles& files, LoadedCertificate& loaded, TlsProblems& problems)
{
    std::string why;
    const std::optional<std::string> pem = readSmallFile(files.chain, why);
    if (!pem) {
        problems.push_back({TlsItem::Certificate, true, files.chain, why});
        return false;
    }
    std::vector<CertificateHandle> all = certificatesOf(*pem);
    if (all.empty()) {
        problems.push_back({TlsItem::Certificate, true, files.chain, "holds no PEM certificate"});
        return false;
    }
    loaded.leaf = std::move(all.front());
    all.erase(all.begin());
    loaded.chain = std::move(all);
    loaded.status = certificateStatus(files.chain, loaded.leaf.get());
    return true;
}

bool loadKey(const CertificateFiles& files, LoadedCertificate& loaded, TlsProblems& problems)
{
    std::string why;
    std::optional<std::string> pem = readSmallFile(files.key, why);
    if (!pem) {
        problems.push_back({TlsItem::PrivateKey, true, files.key, why});
        return false;
    }
    ERR_clear_error();
    loaded.key.reset(PEM_read_bio_PrivateKey(memoryOf(*pem).get(), nullptr, noPassphrase, nullptr));
    const bool sealed = pem->find("ENCRYPTED") != std::string::npos;
    OPENSSL_cleanse(pem->data(), pem->size());
    ERR_clear_error();
    if (!loaded.key) {
        problems.push_back(
            {TlsItem::PrivateKey, true, files.key,
             sealed ? "is protected by a pass phrase; store it without one, readable by the service only"
                    : "holds no PEM private key"});
        return false;
    }
    struct stat facts = {};
    if (::stat(files.key.c_str(), &facts) == 0 && (facts.st_mode & S_IROTH) != 0)
        problems.push_back(
            {TlsItem::PrivateKey, false, files.key, "can be read by every user of this machine"});
    return true;
}

} // namespace

CertificateStatus certificateStatus(const std::string& file, const x509_st* certificate)
{
    CertificateStatus status;
    status.file = file;
    status.subject = nameText(X509_get_subject_name(certificate));
    status.issuer = nameText(X509_get_issuer_name(certificate));
    status.serial = serialOf(certificate);
    status.sha256 = fingerprintOf(certificate);
    status.names = namesOf(certificate);
    status.notBefore = secondsOf(X509_get0_notBefore(certificate));
    status.notAfter = secondsOf(X509_get0_notAfter(certificate));
    return status;
}

std::string dateText(std::int64_t seconds)
{
    char text[32];
    const std::time_t when = seconds;
    std::tm parts{};
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", ::gmtime_r(&when, &parts));
    return text;
}

std::int64_t secondsOf(const ASN1_TIME* time)
{
    std::tm parts{};
    return time && ASN1_TIME_to_tm(time, &parts) == 1 ? ::timegm(&parts) : 0;
}

std::optional<std::string> readSmallFile(const std::string& path, std::string& why)
{
    const Fd file(
        ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)); // a pipe in its place must not hang us
    std::string bytes(largestFile + 1, '\0');
    std::size_t size = 0;
    while (file && size < bytes.size()) {
        const ssize_t got = ::read(file.get(), bytes.data() + size, bytes.size() - size);
        if (got == 0)
            break;
        if (got < 0) {
            why = "cannot be read: " + errnoText(errno);
            return std::nullopt;
        }
        size += static_cast<std::size_t>(got);
    }
    if (!file || size > largestFile) {
        why = file ? "is larger than 1 MiB" : "cannot be read: " + errnoText(errno);
        return std::nullopt;
    }
    bytes.resize(size);
    return bytes;
}

std::vector<CertificateHandle> certificatesOf(const std::string& pem)
{
    std::vector<CertificateHandle> found;
    const BioHandle memory = memoryOf(pem);
    while (X509* const next = PEM_read_bio_X509(memory.get(), nullptr, noPassphrase, nullptr))
        found.emplace_back(next);
    ERR_clear_error(); // the end of the file counts as an error there
    return found;
}

bool useCertificate(ssl_ctx_st* context, const LoadedCertificate& loaded, TlsProblems& problems)
{
    STACK_OF(X509)* const chain = sk_X509_new_null();
    for (const CertificateHandle& above : loaded.chain)
        sk_X509_push(chain, above.get());
    const bool good = SSL_CTX_use_cert_and_key(context, loaded.leaf.get(), loaded.key.get(), chain, 1) == 1;
    sk_X509_free(chain);
    if (!good)
        problems.push_back({TlsItem::Certificate, true, loaded.status.file, takeTlsError("cannot be used")});
    return good;
}

std::optional<LoadedCertificate> loadCertificate(const CertificateFiles& files, const ExpiryRule& expiry,
                                                 TlsProblems& problems)
{
    LoadedCertificate loaded;
    const bool chain = loadChain(files, loaded, problems);
    const bool key = loadKey(files, loaded, problems); // both, so that all faults are told at once
    if (!chain)
        return std::nullopt;
    checkTimes(loaded, expiry, problems);
    checkChain(loaded, problems);
    if (!key)
        return std::nullopt;
    if (X509_check_private_key(loaded.leaf.get(), loaded.key.get()) != 1) {
        ERR_clear_error();
        problems.push_back(
            {TlsItem::PrivateKey, true, files.key, "does not belong to the certificate " + files.chain});
        return std::nullopt;
    }
    loaded.ocsp = loadOcsp(files.chain + ".ocsp", loaded, problems);
    loaded.status.ocspUntil = loaded.ocsp.until;
    return loaded;
}

} // namespace gatehouse::net
