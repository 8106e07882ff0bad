// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/enforcement.h"
#include "gateway/filters/json_tree.h"

#include <QRegularExpression>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::filters {

/// Changes to named texts: first some go, then some get another name, then some are added (data-plane 8).
struct NameRules {
    std::vector<std::string> remove;
    std::vector<std::pair<std::string, std::string>> rename; ///< old, new
    std::vector<std::pair<std::string, std::string>> add; ///< name, value; takes the place of the same name
    bool empty() const { return remove.empty() && rename.empty() && add.empty(); }
};

/// Changes to a JSON body, in this order. All but `wrap` need an object.
struct BodyRules {
    std::string wrap; ///< the whole body becomes the member of that name; empty: not
    std::vector<JsonPath> remove;
    std::vector<std::pair<JsonPath, JsonPath>> rename;
    std::vector<std::pair<JsonPath, Json>> set;
    bool empty() const { return wrap.empty() && remove.empty() && rename.empty() && set.empty(); }
};

/// Each match in the forwarded path gets another text, which may use \1, \2 and so on.
struct PathRule {
    QRegularExpression pattern; ///< bounded: boundedPattern()
    QString replacement;
};

struct TransformConfig {
    Enforcement enforcement = {}; ///< policy: empty when the API itself says it
    struct Request {
        NameRules headers, query;
        BodyRules body;
        std::optional<PathRule> path;
        bool empty() const { return headers.empty() && query.empty() && body.empty() && !path; }
    } request;
    struct Answer {
        NameRules headers;
        BodyRules body;
        std::vector<std::pair<std::uint16_t, std::uint16_t>> statusMap;
        bool empty() const { return headers.empty() && body.empty() && statusMap.empty(); }
    } answer;
    std::size_t maxAnswer = 16 * 1024 * 1024; ///< larger answers are refused, as they must be held whole
};

/// Changes requests on their way to the upstream and its answers on their way back. Bodies only when they are
/// JSON; what cannot be changed passes as it is. Runs after credentials are set, before the answer is
/// wrapped.
class TransformFilter final : public TableFilter {
public:
    explicit TransformFilter(TransformConfig config);
    std::uint8_t hooks() const override { return m_hooks; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    proxy::Verdict requestBody(proxy::Exchange& exchange) const override;
    void answer(proxy::Exchange& exchange) const override;
    void answerBody(proxy::Exchange& exchange) const override;

private:
    TransformConfig m_config;
    std::uint8_t m_hooks = 0;
};

/// The body after the rules; nothing when it is no JSON that they apply to.
std::optional<std::string> transformed(const BodyRules& rules, std::string_view body);
/// A raw path after the rule; it keeps its leading slash and stays a path.
std::string transformedPath(const PathRule& rule, std::string_view path);
/// A raw query after the rules; what no rule names keeps its bytes.
std::string transformedQuery(const NameRules& rules, std::string_view query);

} // namespace gatehouse::filters
