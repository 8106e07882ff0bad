// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/audit.h"

#include "common/core/ids.h"
#include "gateway/observe/redaction.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::observe {

QJsonObject AuditEvent::toJson() const
{
    const auto clean = [](const QString& text) { return redactJson(QJsonValue(text)); };
    QJsonObject out{{u"actor"_s, clean(actor)}, {u"action"_s, action}, {u"target"_s, clean(target)},
                    {u"status"_s, status},      {u"ip"_s, ip},         {u"path"_s, clean(path)}};
    if (!requestId.isEmpty())
        out.insert(u"request_id"_s, requestId);
    const auto part = [&](const QString& name, const QJsonObject& object) {
        if (!object.isEmpty())
            out.insert(name, object);
    };
    part(u"details"_s, redactJson(details).toObject());
    part(u"before"_s, before);
    part(u"after"_s, after);
    return out;
}

void AuditTrail::record(const AuditEvent& event)
{
    const QJsonObject object = event.toJson();
    const std::string line = QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
    m_log.trail(line);
    const bool blocked = event.status == u"blocked"_s;
    std::lock_guard lock(m_mutex);
    m_entries.push_back({m_clock.wallMs(), ++m_sequence, object, line.size(), blocked});
    m_bytes += line.size();
    m_blocked += blocked ? 1 : 0;
    if (m_blocked > MaxBlocked)
        drop(std::find_if(m_entries.begin(), m_entries.end(), [](const Entry& one) { return one.blocked; }));
    while (m_entries.size() > MaxEvents || (m_bytes > MaxBytes && m_entries.size() > 1))
        drop(m_entries.begin());
}

void AuditTrail::drop(std::deque<Entry>::iterator entry)
{
    m_bytes -= entry->bytes;
    m_blocked -= entry->blocked ? 1 : 0;
    m_entries.erase(entry);
}

bool AuditTrail::matches(const Entry& entry, const AuditFilter& filter)
{
    const auto has = [&](const QString& field, const QString& part) {
        return part.isEmpty() || entry.event.value(field).toString().contains(part, Qt::CaseInsensitive);
    };
    return entry.wallMs >= filter.fromMs && (filter.toMs == 0 || entry.wallMs <= filter.toMs) &&
           has(u"actor"_s, filter.actor) && has(u"action"_s, filter.action) &&
           has(u"target"_s, filter.target) && has(u"status"_s, filter.status) && has(u"ip"_s, filter.ip) &&
           has(u"request_id"_s, filter.requestId);
}

AuditPage AuditTrail::query(const AuditFilter& filter) const
{
    AuditPage page;
    std::lock_guard lock(m_mutex);
    for (auto entry = m_entries.rbegin(); entry != m_entries.rend(); ++entry) {
        if (!matches(*entry, filter))
            continue;
        if (page.total >= filter.offset && page.events.size() < filter.limit) {
            QJsonObject event = entry->event;
            event.insert(u"time"_s, isoTime(entry->wallMs));
            event.insert(u"seq"_s, entry->sequence);
            page.events.append(event);
        }
        ++page.total;
    }
    return page;
}

} // namespace gatehouse::observe
