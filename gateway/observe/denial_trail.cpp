// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/denial_trail.h"

#include "gateway/observe/audit.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::observe {

void DenialTrail::add(const Denials& denials)
{
    constexpr std::int64_t minuteNs = 60'000'000'000;
    const std::int64_t now = m_clock.monotonicNs();
    if (!m_minuteNs || now - *m_minuteNs >= minuteNs) {
        m_minuteNs = now;
        m_written = 0;
    }
    for (const Denial& denial : denials.told) {
        if (m_written < MostPerMinute)
            write(denial);
        else
            ++m_unwritten;
    }
    m_unwritten += denials.untold;
}

void DenialTrail::write(const Denial& denial)
{
    const auto text = [](const std::string& bytes) { return QString::fromUtf8(bytes); };
    AuditEvent event;
    event.actor = text(denial.principal);
    event.status = u"blocked"_s;
    event.ip = text(denial.client);
    event.path = text(denial.path);
    event.requestId = text(denial.requestId);
    const auto detail = [&event](const QString& name, const QJsonValue& value) {
        if (!value.isNull() && value != QJsonValue(QString()))
            event.details.insert(name, value);
    };
    if (denial.kind == Denial::Kind::BodySize) {
        event.action = u"request.body_size_exceeded"_s;
        event.target = event.path;
        if (denial.declaredBytes >= 0)
            detail(u"content_length"_s, qint64(denial.declaredBytes));
        else
            detail(u"bytes_received"_s, qint64(denial.received));
        detail(u"limit"_s, qint64(denial.limit));
        detail(u"content_type"_s, text(denial.contentType));
        detail(u"transfer_encoding"_s, text(denial.transferEncoding));
    } else {
        detail(u"reason"_s, denial.blacklisted ? u"blacklisted"_s : u"not_in_whitelist"_s);
        detail(u"xff"_s, text(denial.forwardedFor));
        detail(u"source_ip"_s, text(denial.peer));
        const bool global = denial.kind == Denial::Kind::GlobalAddress;
        event.action = global ? u"ip.global_deny"_s : u"ip.api_deny"_s;
        event.target = global ? event.ip : text(denial.api);
        if (!global)
            detail(u"effective_ip"_s, event.ip);
    }
    if (m_unwritten > 0)
        detail(u"unwritten"_s, qint64(m_unwritten));
    m_unwritten = 0;
    ++m_written;
    m_audit.record(event);
}

} // namespace gatehouse::observe
