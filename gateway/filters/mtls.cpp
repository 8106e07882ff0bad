// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/mtls.h"

namespace gatehouse::filters {

using observe::CertificateCheck;
using proxy::Reason;
using proxy::Verdict;

Verdict MtlsFilter::request(proxy::Exchange& exchange) const
{
    if (!enabled())
        return Verdict::Continue;
    if (exchange.clientCertificateHash().empty())
        return optional() ? Verdict::Continue
                          : refuseCertificate(exchange, CertificateCheck::Missing,
                                              exchange.tls() ? "no client certificate" : "not over TLS");
    const proxy::CredentialEntry* consumer =
        callerOf(exchange, proxy::CallerName::Fingerprint, exchange.clientCertificateHash());
    if (!consumer && !exchange.clientCertificateSubject().empty())
        consumer = callerOf(exchange, proxy::CallerName::Subject, exchange.clientCertificateSubject());
    const std::string_view fault = consumer ? faultOf(*consumer, exchange.wallMs())
                                            : std::string_view("no consumer has this certificate");
    if (!fault.empty())
        return refuseCertificate(exchange, consumer ? CertificateCheck::Refused : CertificateCheck::Unknown,
                                 fault);
    exchange.noteCertificate(CertificateCheck::Valid);
    return admit(exchange, *consumer, false);
}

Verdict MtlsFilter::refuseCertificate(proxy::Exchange& exchange, CertificateCheck found,
                                      std::string_view why) const
{
    exchange.noteCertificate(found);
    const bool missing = found == CertificateCheck::Missing;
    // There is no registered scheme for certificates; a client that knows none of this name gives up, as it
    // should.
    return refuseCaller(
        exchange,
        {.reason = Reason::Unauthenticated,
         .code = missing ? "certificate_missing" : "certificate_unknown",
         .text = missing ? "Client certificate is missing" : "Client certificate is not known",
         .detail = why},
        "ClientCertificate realm=\"gatehouse\"");
}

Verdict MtlsFilter::recheck(proxy::Exchange& exchange) const
{
    const proxy::Identity* const identity = exchange.identity();
    if (!enabled() || !identity || identity->kind != proxy::PrincipalKind::Consumer)
        return Verdict::Continue;
    return recheckCaller(exchange, proxy::CallerName::ExternalId, identity->name);
}

} // namespace gatehouse::filters
