// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/sse_parser.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

QList<StreamEvent> SseParser::feed(const QByteArray& bytes)
{
    QList<StreamEvent> out;
    for (const char c : bytes) {
        const bool skip = m_skipLf && c == '\n';
        m_skipLf = false;
        if (skip)
            continue;
        if (c == '\n' || c == '\r') {
            m_skipLf = c == '\r';
            line(m_buffer, out);
            m_buffer.clear();
        } else if (m_buffer.size() < maxRecordBytes) {
            m_buffer.append(c);
        } else {
            m_overflow = true;
        }
    }
    return out;
}

void SseParser::reset()
{
    m_buffer.clear();
    m_data.clear();
    m_type.clear();
    m_hasData = m_overflow = m_skipLf = false;
}

void SseParser::line(const QByteArray& line, QList<StreamEvent>& out)
{
    if (line.isEmpty()) {
        if (m_hasData && !m_overflow)
            out.append({m_type.isEmpty() ? u"message"_s : m_type, m_lastId, m_data});
        m_data.clear();
        m_type.clear();
        m_hasData = m_overflow = false;
        return;
    }
    const qsizetype colon = line.indexOf(':');
    if (colon == 0)
        return; // a comment keeps the connection alive
    const QByteArray field = colon < 0 ? line : line.left(colon);
    QByteArray value = colon < 0 ? QByteArray() : line.mid(colon + 1);
    if (value.startsWith(' '))
        value.remove(0, 1);
    if (field == "data") {
        if (m_hasData)
            m_data.append('\n');
        if (m_data.size() + value.size() > maxRecordBytes)
            m_overflow = true;
        else
            m_data.append(value);
        m_hasData = true;
    } else if (field == "event") {
        m_type = QString::fromUtf8(value);
    } else if (field == "id") {
        if (!value.contains('\0'))
            m_lastId = value;
    } else if (field == "retry") {
        bool number = false;
        const int ms = value.toInt(&number);
        if (number && ms >= 0)
            m_retryMs = ms;
    }
}

} // namespace gatehouse::console
