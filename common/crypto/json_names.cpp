// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/json_names.h"

#include "common/crypto/json_scan.h"

#include <unordered_set>
#include <utility>

namespace gatehouse::crypto {

namespace {

class NameWalk {
public:
    NameWalk(std::string_view json, std::size_t most)
        : m_json(json)
        , m_most(most)
    {
    }

    std::vector<RepeatedJsonName> found()
    {
        while (m_at < m_json.size() && m_found.size() < m_most)
            step(m_json[m_at++]);
        return std::move(m_found);
    }

private:
    struct Level {
        bool isObject = false;
        std::unordered_set<std::string> names;
        std::string name;      ///< of the member that is read
        std::size_t index = 0; ///< of the item that is read
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
        const std::size_t start = m_at;
        while (m_json[m_at] != '"')
            m_at += m_json[m_at] == '\\' ? 2 : 1;
        const std::string_view raw = m_json.substr(start, m_at - start);
        ++m_at;
        if (!std::exchange(m_name, false))
            return;
        Level& level = m_levels.back();
        level.name = JsonScan::text({JsonScan::Kind::String, raw}).value_or(std::string(raw));
        if (!level.names.insert(level.name).second)
            m_found.push_back({level.name, place()});
    }

    std::string place() const
    {
        std::string place;
        for (const Level& level : m_levels) {
            if (!level.isObject)
                place.append(1, '[').append(std::to_string(level.index)).append(1, ']');
            else
                place.append(place.empty() ? "" : ".").append(level.name);
        }
        return place;
    }

    std::string_view m_json;
    std::size_t m_most;
    std::size_t m_at = 0;
    bool m_name = false; ///< the next text is a name
    std::vector<Level> m_levels;
    std::vector<RepeatedJsonName> m_found;
};

} // namespace

std::vector<RepeatedJsonName> repeatedJsonNames(std::string_view json, std::size_t most)
{
    return NameWalk(json, most).found();
}

} // namespace gatehouse::crypto
