// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "gateway/observe/log_system.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <deque>
#include <mutex>

namespace gatehouse::observe {

/// Who did what to which thing, and what became of it (metrics-logs.md 8).
struct AuditEvent {
    QString actor;
    QString action; ///< "api.create"
    QString target; ///< "orders/v1"
    QString status; ///< number of the answer, or success, blocked, scheduled
    QJsonObject details;
    QString ip;
    QString path;
    QString requestId;
    /// Document -> its fields as they were: of an updated one those that differ. Redacted by who fills them,
    /// as the names of documents are anybody's choice and say nothing. Empty when not applicable.
    QJsonObject before;
    QJsonObject after;

    /// The redacted object; details, before and after only when not empty.
    QJsonObject toJson() const;
};

struct AuditFilter {
    QString actor; ///< case-insensitive parts; empty = any
    QString action;
    QString target;
    QString status;
    QString ip;
    QString requestId;
    qint64 fromMs = 0;
    qint64 toMs = 0; ///< 0 = now
    int limit = 100;
    int offset = 0;
};

struct AuditPage {
    QJsonArray events; ///< newest first, each with "time" and "seq"
    qsizetype total = 0;
};

/// Keeps the audit trail: one redacted line per event in doorman-trail.log, and the newest events in memory
/// for the API. Thread-safe.
class AuditTrail {
public:
    static constexpr std::size_t MaxEvents = 10'000;
    /// Of them: refused requests, which strangers cause at will and which push no other event out.
    static constexpr std::size_t MaxBlocked = 1000;
    static constexpr std::size_t MaxBytes = 32 * 1024 * 1024; ///< of these events, as they are written

    AuditTrail(LogSystem& log, const Clock& clock)
        : m_log(log)
        , m_clock(clock)
    {
    }

    void record(const AuditEvent& event);
    AuditPage query(const AuditFilter& filter) const;

private:
    struct Entry {
        qint64 wallMs;
        qint64 sequence;
        QJsonObject event;
        std::size_t bytes;
        bool blocked;
    };
    void drop(std::deque<Entry>::iterator entry);
    static bool matches(const Entry& entry, const AuditFilter& filter);

    LogSystem& m_log;
    const Clock& m_clock;
    mutable std::mutex m_mutex;
    std::deque<Entry> m_entries;
    std::size_t m_bytes = 0;
    std::size_t m_blocked = 0;
    qint64 m_sequence = 0;
};

} // namespace gatehouse::observe
