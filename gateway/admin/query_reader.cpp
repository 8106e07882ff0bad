// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/query_reader.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

qint64 QueryReader::whole(const QString& name, qint64 from, qint64 to, qint64 fallback)
{
    if (!m_request.query.hasQueryItem(name))
        return fallback;
    bool fine = false;
    const qint64 value = m_request.value(name).toLongLong(&fine);
    if (fine && value >= from && value <= to)
        return value;
    fault(name, u"range"_s, u"must be a whole number from %1 to %2"_s.arg(from).arg(to));
    return fallback;
}

std::optional<qint64> QueryReader::moment(const QString& name)
{
    constexpr qint64 last = 253'402'300'799;
    if (!m_request.query.hasQueryItem(name))
        return std::nullopt;
    return whole(name, 0, last, 0);
}

QString QueryReader::word(const QString& name, const QStringList& words, const QString& usual)
{
    const QString given = m_request.value(name, usual);
    if (given == usual || words.contains(given))
        return given;
    fault(name, u"enum"_s, u"must be one of "_s + words.join(u", "_s));
    return usual;
}

bool QueryReader::flag(const QString& name)
{
    static const QStringList on{u"true"_s, u"1"_s, u"yes"_s, u"on"_s, u"t"_s, u"y"_s};
    static const QStringList off{u"false"_s, u"0"_s, u"no"_s, u"off"_s, u"f"_s, u"n"_s, QString()};
    const QString given = m_request.value(name).toLower();
    if (!on.contains(given) && !off.contains(given))
        fault(name, u"type"_s, u"must be true or false"_s);
    return on.contains(given);
}

} // namespace gatehouse::admin
