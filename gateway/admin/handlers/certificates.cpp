// SPDX-License-Identifier: GPL-3.0-or-later
// Certificates in use: whose they are, where they were read, when they end.
#include "common/core/ids.h"
#include "gateway/admin/handlers/common.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace certificates_calls {

constexpr qint64 secondsOfDay = 86'400;

QString useWord(net::CertificateUse use)
{
    switch (use) {
    case net::CertificateUse::Server:
        return u"server"_s;
    case net::CertificateUse::ClientAuthority:
        return u"client_authority"_s;
    case net::CertificateUse::UpstreamAuthority:
        return u"upstream_authority"_s;
    case net::CertificateUse::UpstreamClient:
        return u"upstream_client"_s;
    }
    return {};
}

QString validityWord(const net::CertificateStatus& status, qint64 now)
{
    if (status.notAfter <= now)
        return u"expired"_s;
    if (status.notBefore > now)
        return u"not_yet_valid"_s;
    return status.notAfter - now < net::certificateSoonDays * secondsOfDay ? u"expires_soon"_s : u"ok"_s;
}

QString staplingWord(const net::CertificateStatus& status, qint64 now)
{
    if (status.ocspUntil == 0)
        return u"none"_s;
    return status.ocspUntil > now ? u"stapled"_s : u"stale"_s;
}

/// Whole days, downwards: -1 on the first day after the end.
qint64 daysLeft(const net::CertificateStatus& status, qint64 now)
{
    const qint64 left = status.notAfter - now;
    return left >= 0 ? left / secondsOfDay : -((-left + secondsOfDay - 1) / secondsOfDay);
}

QJsonObject certificateObject(const net::UsedCertificate& used, qint64 now)
{
    const net::CertificateStatus& status = used.status;
    const auto text = [](const std::string& raw) { return QString::fromStdString(raw); };
    QJsonArray names;
    if (used.use == net::CertificateUse::Server) { // nobody asks for the others by name
        for (const std::string& name : status.names)
            names.append(text(name));
    }
    const QString use = useWord(used.use);
    return {{u"id"_s, use + u':' + text(status.sha256) + u':' + text(status.file)},
            {u"use"_s, use},
            {u"file"_s, text(status.file)},
            {u"subject"_s, text(status.subject)},
            {u"issuer"_s, text(status.issuer)},
            {u"names"_s, names},
            {u"serial"_s, text(status.serial)},
            {u"sha256"_s, text(status.sha256)},
            {u"not_before"_s, isoTime(status.notBefore * 1000)},
            {u"not_after"_s, isoTime(status.notAfter * 1000)},
            {u"days_left"_s, daysLeft(status, now)},
            {u"state"_s, validityWord(status, now)},
            {u"ocsp"_s, staplingWord(status, now)},
            {u"ocsp_until"_s,
             status.ocspUntil == 0 ? QJsonValue() : QJsonValue(isoTime(status.ocspUntil * 1000))}};
}

void certificates(Services& services, const Call&, const Done& done)
{
    const CertificateReport report = services.certificates();
    const qint64 now = services.nowSeconds();
    QJsonArray all;
    for (const net::UsedCertificate& used : report.certificates) {
        QJsonObject object = certificateObject(used, now);
        // The first one of the listeners serves names that no other has.
        object.insert(u"default"_s, all.isEmpty() && used.use == net::CertificateUse::Server);
        all.append(object);
    }
    done(Reply::object(
        200, {{u"certificates"_s, all},
              {u"total"_s, all.size()},
              {u"soon_days"_s, qint64(net::certificateSoonDays)},
              {u"checked_at"_s, isoTime(services.clock.wallMs())},
              {u"read_at"_s, report.readMs == 0 ? QJsonValue() : QJsonValue(isoTime(report.readMs))},
              {u"faults"_s, QJsonArray::fromStringList(report.faults)}}));
}

} // namespace certificates_calls
} // namespace

void registerCertificates(Registry& registry, Services& services)
{
    using namespace certificates_calls;
    on(registry, services, CallId::CertificateList, certificates);
}

} // namespace gatehouse::admin
