// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/admin/request.h"

#include <optional>

namespace gatehouse::admin {

/// Reads the query of a call by the types of its parameters and collects everything that is wrong with it.
class QueryReader {
public:
    explicit QueryReader(const Request& request)
        : m_request(request)
    {
    }

    /// A whole number within these bounds; the fallback when there is none.
    qint64 whole(const QString& name, qint64 from, qint64 to, qint64 fallback);
    int number(const QString& name, int from, int to, int fallback)
    {
        return int(whole(name, from, to, fallback));
    }
    /// Seconds since 1970, up to the year 9999; nothing when it is not given.
    std::optional<qint64> moment(const QString& name);
    /// One of these words.
    QString word(const QString& name, const QStringList& words, const QString& usual);
    /// "true", "1", "yes", "on", "t", "y" and their opposites (platform-routes section 0.3).
    bool flag(const QString& name);
    void fault(const QString& name, const QString& rule, const QString& text)
    {
        m_faults.append({name, rule, text});
    }

    bool isGood() const { return m_faults.isEmpty(); }
    const Faults& faults() const { return m_faults; }
    Error error() const { return Error::invalid(m_faults); }

private:
    const Request& m_request;
    Faults m_faults;
};

} // namespace gatehouse::admin
