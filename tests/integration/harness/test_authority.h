// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

struct evp_pkey_st;
struct x509_st;

namespace gatehouse::harness {

/// A certificate (with those above it) and its private key, PEM.
struct TestPair {
    std::string certificate;
    std::string key;
};

/// What a certificate shall say.
struct TestSubject {
    std::string commonName = "localhost";
    std::vector<std::string> names; ///< DNS names, or addresses after "IP:"
    int fromDays = -1;              ///< from now
    int untilDays = 60;
    long serial = 0; ///< 0: the next one
};

/// Makes certificates of its own for a test. Elliptic keys: quick to make.
class TestAuthority {
public:
    explicit TestAuthority(const std::string& name = "Test authority");
    /// One below another; what it issues comes with its certificate.
    TestAuthority(const std::string& name, const TestAuthority& above, long serial);
    ~TestAuthority();
    TestAuthority(const TestAuthority&) = delete;
    TestAuthority& operator=(const TestAuthority&) = delete;

    const std::string& pem() const { return m_pem; }
    TestPair issue(const TestSubject& subject);
    /// A revocation list with these serial numbers, PEM, which is good for a day until then.
    std::string revoke(const std::vector<long>& serials, int untilHours = 24) const;
    /// An OCSP response about a certificate of this authority, DER. Hours from now.
    std::string ocspResponse(const TestPair& about, int fromHours, int untilHours, bool good = true) const;

private:
    void sign(const TestAuthority& above);

    evp_pkey_st* m_key;
    x509_st* m_certificate;
    std::string m_pem;
    long m_serial = 100;
};

/// SHA-256 of the first certificate's DER form, lower-case hex.
std::string fingerprintOf(const TestPair& pair);

} // namespace gatehouse::harness
