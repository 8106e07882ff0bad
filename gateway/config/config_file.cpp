// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/config/config_file.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::config {

namespace {

using Values = QMap<QString, QString>;

QString scalar(const QJsonValue& value)
{
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    if (value.isDouble())
        return QString::number(value.toDouble(), 'g', 15);
    return value.toString();
}

void flatten(const QString& prefix, const QJsonObject& object, Values& out)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString key = (prefix.isEmpty() ? it.key() : prefix + u'_' + it.key()).toUpper();
        if (it->isObject()) {
            flatten(key, it->toObject(), out);
        } else if (it->isArray()) {
            QStringList items;
            const QJsonArray array = it->toArray();
            for (const QJsonValue item : array)
                items.append(scalar(item));
            out.insert(key, items.join(u','));
        } else {
            out.insert(key, scalar(*it));
        }
    }
}

Error atLine(int line, const QString& message)
{
    return Error::invalid(u"line %1"_s.arg(line), u"syntax"_s, message);
}

/// Nested maps and lists by indentation; enough for settings, which are flat or two levels deep.
class YamlReader {
public:
    Result<Values> read(const QByteArray& content)
    {
        int number = 0;
        for (const QString& raw : QString::fromUtf8(content).split(u'\n')) {
            ++number;
            if (Result<void> done = readLine(raw, number); !done)
                return done.error();
        }
        return std::move(m_values);
    }

private:
    struct Level {
        qsizetype indent;
        QString key;
    };

    Result<void> readLine(const QString& raw, int number)
    {
        const QString text = raw.trimmed();
        if (text.isEmpty() || text.startsWith(u'#') || text == "---"_L1)
            return {};
        if (raw.contains(u'\t') && raw.indexOf(u'\t') < raw.indexOf(text.front()))
            return atLine(number, u"indent with blanks, not with tabs"_s);
        const qsizetype indent = raw.indexOf(text.front());
        if (text.startsWith("- "_L1))
            return addItem(text.mid(2), indent, number);
        const qsizetype colon = text.indexOf(u':');
        if (colon <= 0 || (colon + 1 < text.size() && text.at(colon + 1) != u' '))
            return atLine(number, u"expected 'key: value'"_s);
        while (!m_levels.isEmpty() && m_levels.last().indent >= indent)
            m_levels.removeLast();
        const QString name = text.left(colon).trimmed();
        const QString key = (m_levels.isEmpty() ? name : m_levels.last().key + u'_' + name).toUpper();
        m_levels.append({indent, key});
        Result<QString> value = readScalar(text.mid(colon + 1).trimmed(), number);
        if (!value)
            return value.error();
        if (!value->isEmpty())
            m_values.insert(key, *value);
        return {};
    }

    Result<void> addItem(const QString& text, qsizetype indent, int number)
    {
        // A list may stand at the indentation of its key.
        while (!m_levels.isEmpty() && m_levels.last().indent > indent)
            m_levels.removeLast();
        if (m_levels.isEmpty())
            return atLine(number, u"a list item without a key"_s);
        Result<QString> value = readScalar(text.trimmed(), number);
        if (!value)
            return value.error();
        QString& list = m_values[m_levels.last().key];
        list = list.isEmpty() ? *value : list + u',' + *value;
        return {};
    }

    static Result<QString> readScalar(const QString& text, int number)
    {
        if (text.isEmpty() || text.startsWith(u'#'))
            return QString();
        const QChar first = text.front();
        if (first == u'"' || first == u'\'') {
            const qsizetype end = text.indexOf(first, 1);
            if (end < 0)
                return atLine(number, u"the quote is never closed"_s);
            return text.mid(1, end - 1);
        }
        if (QStringView(u"&*|>{[!%@`").contains(first))
            return atLine(number,
                          u"'%1' starts a kind of value that is not read here; quote the text"_s.arg(first));
        const qsizetype comment = text.indexOf(" #"_L1);
        const QString plain = (comment < 0 ? text : text.left(comment)).trimmed();
        return plain == "null"_L1 || plain == "~"_L1 ? QString() : plain;
    }

    QList<Level> m_levels;
    Values m_values;
};

} // namespace

Result<Values> parseConfigFile(const QByteArray& content)
{
    if (!content.trimmed().startsWith('{'))
        return YamlReader().read(content);
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(content, &error);
    if (document.isNull())
        return atLine(static_cast<int>(content.left(error.offset).count('\n')) + 1, error.errorString());
    Values values;
    flatten({}, document.object(), values);
    return values;
}

} // namespace gatehouse::config
