// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/repeated_names.h"

#include "common/crypto/json_scan.h"

#include <QSet>

#include <utility>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {

constexpr qsizetype mostFaults = 20;

class NameWalk {
public:
    explicit NameWalk(QByteArrayView json)
        : m_json(json)
    {
    }

    Faults faults()
    {
        while (m_at < m_json.size() && m_faults.size() < mostFaults)
            step(m_json[m_at++]);
        return m_faults;
    }

private:
    struct Level {
        bool isObject = false;
        QSet<QByteArray> names;
        QByteArray name; ///< of the member that is read
        int index = 0;   ///< of the item that is read
    };

    void step(char c)
    {
        switch (c) {
        case '"':
            text();
            break;
        case '{':
        case '[':
            m_levels.push_back({c == '{', {}, {}, 0});
            m_name = c == '{';
            break;
        case '}':
        case ']':
            m_levels.pop_back();
            m_name = false;
            break;
        case ',':
            m_name = m_levels.back().isObject;
            ++m_levels.back().index;
            break;
        default:
            break;
        }
    }

    /// Stands behind the opening quote.
    void text()
    {
        const qsizetype start = m_at;
        while (m_json[m_at] != '"')
            m_at += m_json[m_at] == '\\' ? 2 : 1;
        const QByteArrayView raw = m_json.sliced(start, m_at - start);
        ++m_at;
        if (!std::exchange(m_name, false))
            return;
        Level& level = m_levels.back();
        using Scan = crypto::JsonScan;
        const auto plain = Scan::text({Scan::Kind::String, {raw.data(), std::size_t(raw.size())}});
        level.name = plain ? QByteArray::fromStdString(*plain) : raw.toByteArray();
        if (!level.names.contains(level.name)) {
            level.names.insert(level.name);
            return;
        }
        m_faults.append({place(), u"unique"_s, u"is given twice"_s});
    }

    QString place() const
    {
        QString place;
        for (const Level& level : m_levels) {
            if (!level.isObject)
                place += u"[%1]"_s.arg(level.index);
            else
                place += (place.isEmpty() ? QString() : u"."_s) + QString::fromUtf8(level.name);
        }
        return place;
    }

    QByteArrayView m_json;
    qsizetype m_at = 0;
    bool m_name = false; ///< the next text is a name
    std::vector<Level> m_levels;
    Faults m_faults;
};

} // namespace

Faults repeatedNames(QByteArrayView json)
{
    return NameWalk(json).faults();
}

} // namespace gatehouse::admin
