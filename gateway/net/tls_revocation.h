// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/tls_certificate.h"
#include "gateway/net/tls_handles.h"
#include "gateway/net/tls_types.h"

#include <set>
#include <string>
#include <vector>

namespace gatehouse::net {

/// The revocation lists of TLS_CLIENT_CRL with the authorities they are for. Immutable once read. For the
/// .cpp files of this folder.
class RevocationLists {
public:
    /// Takes the lists of a PEM text; none: false.
    bool read(const std::string& file, const std::string& pem,
              const std::vector<CertificateHandle>& authorities);
    /// Has certificates of clients checked against them: the client's own one needs a list of its issuer,
    /// those above are checked where there is a list.
    void use(X509_STORE* store) const;

    /// What shuts clients out at this time (seconds since 1970), each with the authority it is about; without
    /// one: none of the lists is of an authority we know.
    std::vector<RevocationFault> faults(std::int64_t now) const;
    /// Lists and authorities that have no counterpart. Nothing to refuse the files for.
    void tellUnmatched(TlsProblems& problems) const;

private:
    struct List {
        CrlHandle crl;
        std::string issuer;
        bool known = false; ///< signed by one of the authorities
    };

    std::string m_file;
    std::vector<List> m_lists;
    std::set<std::string> m_unlisted; ///< authorities without a list that have issued none of the others
};

} // namespace gatehouse::net
