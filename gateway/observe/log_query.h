// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "gateway/observe/log_line.h"
#include "gateway/observe/log_ring.h"

#include <QJsonArray>
#include <QMap>
#include <QString>
#include <QStringList>

namespace gatehouse::observe {

/// Which log lines (metrics-logs.md 7). Texts are parts, in any case; a line without the field does not
/// match.
struct LogFilter {
    qint64 fromMs = 0; ///< 0 = open
    qint64 toMs = 0;
    QString user;
    QString api;
    QString endpoint;
    QString requestId;
    QString method;
    QString ip;
    QString level;
    QString type;
    QString excludeType; ///< exact; "platform" also drops endpoints with /platform/
    int statusFrom = -1; ///< of the answer; -1 = any
    int statusTo = -1;
    double minMs = -1;
    double maxMs = -1;
    int limit = 100; ///< 1..1000
    int offset = 0;

    /// From the query of GET /platform/logging/logs; every bad value is a fault.
    static Result<LogFilter> parse(const QMap<QString, QString>& query);
};

struct LogPage {
    QJsonArray logs; ///< newest first
    qsizetype total = 0;
    bool hasMore = false;
};

/// Answers questions about the log from memory, and from the newest 20 files for what is older than memory,
/// so that no line appears twice. Control thread; reads at most 64 MiB of files.
class LogQuery {
public:
    static constexpr int MaxFiles = 20;
    static constexpr int MaxExport = 10'000;

    LogQuery(const LogRing& ring, QStringList directories)
        : m_ring(ring)
        , m_directories(std::move(directories))
    {
    }

    LogPage find(const LogFilter& filter) const;
    /// GET /platform/logging/logs/statistics
    QJsonObject statistics() const;
    /// Absolute paths, newest first.
    QStringList files() const;
    /// The text of an export with at most MaxExport rows.
    QString exportJson(LogFilter filter) const;
    QString exportCsv(LogFilter filter) const;

private:
    /// Keeps the texts alive that the lines point into.
    struct Found {
        std::vector<LogRing::Piece> pieces;
        std::vector<LogLine> lines;
    };
    Found collect(const LogFilter& filter) const;

    const LogRing& m_ring;
    QStringList m_directories;
};

} // namespace gatehouse::observe
