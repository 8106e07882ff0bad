// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace gatehouse::console {

/// One server-sent event.
struct StreamEvent {
    QString type; ///< "message" when the stream does not say
    QByteArray id;
    QByteArray data;
};

/// Reads text/event-stream in pieces of any size (WHATWG HTML, 9.2.6). A record longer than `maxRecordBytes`
/// is skipped.
class SseParser {
public:
    static constexpr qsizetype maxRecordBytes = 4 * 1'024 * 1'024;
    QList<StreamEvent> feed(const QByteArray& bytes);
    void reset();
    const QByteArray& lastId() const { return m_lastId; }
    /// Milliseconds of a "retry:" field; 0 = none seen.
    int retryMs() const { return m_retryMs; }

private:
    void line(const QByteArray& line, QList<StreamEvent>& out);
    QByteArray m_buffer;
    QByteArray m_data;
    QString m_type;
    QByteArray m_lastId;
    int m_retryMs = 0;
    bool m_hasData = false;
    bool m_overflow = false;
    bool m_skipLf = false;
};

} // namespace gatehouse::console
