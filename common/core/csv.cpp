// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/csv.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse {

namespace {

class Reader {
public:
    explicit Reader(const QString& text)
        : m_text(text)
    {
    }

    Result<QList<CsvRecord>> read()
    {
        while (m_at < m_text.size()) {
            if (const Result<void> taken = step(m_text[m_at]); !taken)
                return taken.error();
            ++m_at;
        }
        if (m_quoted)
            return fault(u"a quoted field never ends"_s);
        endRecord();
        return std::move(m_records);
    }

private:
    Result<void> step(QChar c)
    {
        if (m_quoted) {
            quotedStep(c);
        } else if (c == u'"') {
            if (!m_field.isEmpty() || m_wasQuoted)
                return fault(u"a quote must enclose the whole field"_s);
            m_quoted = m_wasQuoted = true;
        } else if (c == u',') {
            endField();
        } else if (c == u'\n') {
            endRecord();
            m_record.line = ++m_line;
        } else if (c != u'\r') {
            if (m_wasQuoted && !c.isSpace())
                return fault(u"text follows a closing quote"_s);
            m_field.append(c);
        }
        return {};
    }

    void quotedStep(QChar c)
    {
        if (c == u'\n')
            ++m_line;
        if (c != u'"') {
            m_field.append(c);
        } else if (m_at + 1 < m_text.size() && m_text[m_at + 1] == u'"') {
            m_field.append(c);
            ++m_at;
        } else {
            m_quoted = false;
        }
    }

    void endField()
    {
        m_record.fields.append(m_field);
        m_field.clear();
        m_wasQuoted = false;
    }

    void endRecord()
    {
        const bool empty = m_record.fields.isEmpty() && m_field.isEmpty() && !m_wasQuoted;
        if (empty)
            return;
        endField();
        m_records.append(std::exchange(m_record, {m_line, {}}));
    }

    Error fault(const QString& text) const
    {
        return Error::invalid(u"body"_s, u"syntax"_s, u"line %1: %2"_s.arg(m_record.line).arg(text));
    }

    const QString& m_text;
    qsizetype m_at = 0;
    int m_line = 1;
    bool m_quoted = false;
    bool m_wasQuoted = false;
    QString m_field;
    CsvRecord m_record{1, {}};
    QList<CsvRecord> m_records;
};

} // namespace

Result<QList<CsvRecord>> readCsv(const QByteArray& text)
{
    QString decoded = QString::fromUtf8(text);
    if (decoded.startsWith(QChar(0xfeff)))
        decoded.remove(0, 1); // spreadsheets put a byte order mark there
    return Reader(decoded).read();
}

QByteArray writeCsvRecord(const QStringList& fields)
{
    QStringList quoted;
    for (QString field : fields)
        quoted.append(u'"' + field.replace(u'"', u"\"\""_s) + u'"');
    return quoted.join(u',').toUtf8() + '\n';
}

} // namespace gatehouse
