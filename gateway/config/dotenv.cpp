// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/config/dotenv.h"

#include <QDir>
#include <QFileInfo>

#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::config {

namespace {

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t' || c == u'\r';
}

bool isName(const QString& name)
{
    if (name.isEmpty() || name.front().isDigit())
        return false;
    for (const QChar c : name) {
        if (c.unicode() > 127 || !(c.isLetterOrNumber() || c == u'_'))
            return false;
    }
    return true;
}

class Reader {
public:
    explicit Reader(const QString& text)
        : m_text(text)
    {
    }

    DotEnvFile read()
    {
        while (!atEnd())
            readLine();
        return std::move(m_file);
    }

private:
    bool atEnd() const { return m_at >= m_text.size(); }
    QChar peek() const { return m_text.at(m_at); }
    void skipBlanks()
    {
        while (!atEnd() && isBlank(peek()))
            ++m_at;
    }
    QString restOfLine()
    {
        const qsizetype end = m_text.indexOf(u'\n', m_at);
        const qsizetype stop = end < 0 ? m_text.size() : end;
        const QString rest = m_text.mid(m_at, stop - m_at);
        m_at = end < 0 ? stop : stop + 1;
        ++m_line;
        return rest;
    }
    void fault(int line, const QString& message) { m_file.faults.append({line, message}); }

    void readLine()
    {
        const int line = m_line;
        skipBlanks();
        if (atEnd())
            return;
        if (peek() == u'#' || peek() == u'\n') {
            restOfLine();
            return;
        }
        const qsizetype start = m_at;
        while (!atEnd() && peek() != u'=' && peek() != u'\n')
            ++m_at;
        QString name = m_text.mid(start, m_at - start).trimmed();
        if (name.startsWith("export "_L1))
            name = name.mid(7).trimmed();
        if (atEnd() || peek() == u'\n') {
            restOfLine();
            fault(line, u"expected NAME=value, found no equals sign"_s);
            return;
        }
        ++m_at;
        const std::optional<QString> value = readValue(line);
        if (!isName(name))
            fault(line, u"'%1' is not a name of letters, digits and underscores"_s.arg(name.left(40)));
        else if (value)
            m_file.entries.append({name, *value, line});
    }

    std::optional<QString> readValue(int line)
    {
        skipBlanks();
        if (!atEnd() && (peek() == u'"' || peek() == u'\''))
            return readQuoted(line);
        QString value = restOfLine();
        for (qsizetype i = 0; i < value.size(); ++i) {
            if (value.at(i) == u'#' && (i == 0 || isBlank(value.at(i - 1)))) {
                value.truncate(i);
                break;
            }
        }
        return value.trimmed();
    }

    std::optional<QString> readQuoted(int line)
    {
        const QChar quote = m_text.at(m_at++);
        QString value;
        while (!atEnd() && peek() != quote) {
            QChar c = m_text.at(m_at++);
            if (c == u'\n')
                ++m_line;
            if (c == u'\\' && quote == u'"' && !atEnd())
                c = unescape(m_text.at(m_at++), value);
            if (!c.isNull())
                value += c;
        }
        if (atEnd()) {
            fault(line, u"the quote that starts the value is never closed"_s);
            return std::nullopt;
        }
        ++m_at;
        const QString rest = restOfLine().trimmed();
        if (!rest.isEmpty() && !rest.startsWith(u'#')) {
            fault(line, u"unexpected text after the closing quote"_s);
            return std::nullopt;
        }
        return value;
    }

    QChar unescape(QChar c, QString& value)
    {
        switch (c.unicode()) {
        case u'n':
            return u'\n';
        case u'r':
            return u'\r';
        case u't':
            return u'\t';
        case u'"':
        case u'\\':
        case u'$':
            return c;
        default:
            if (c == u'\n')
                ++m_line;
            value += u'\\'; // an unknown escape stays as it is
            return c;
        }
    }

    const QString& m_text;
    qsizetype m_at = 0;
    int m_line = 1;
    DotEnvFile m_file;
};

} // namespace

DotEnvFile parseDotEnv(const QString& text)
{
    const QString body = text.startsWith(QChar::ByteOrderMark) ? text.mid(1) : text;
    return Reader(body).read();
}

QStringList findDotEnvFiles(const QString& directory)
{
    QStringList found;
    QDir dir(directory);
    do {
        const QString file = dir.absoluteFilePath(u".env"_s);
        if (QFileInfo(file).isFile())
            found.append(file);
    } while (dir.cdUp());
    return found;
}

} // namespace gatehouse::config
