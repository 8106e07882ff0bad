// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/config/suggest.h"

#include "gateway/config/setting_names.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace gatehouse::config {

int editDistance(const QString& a, const QString& b)
{
    const auto n = static_cast<std::size_t>(b.size());
    std::vector<int> before(n + 1);
    std::vector<int> row(n + 1);
    std::vector<int> next(n + 1);
    for (std::size_t j = 0; j <= n; ++j)
        row[j] = static_cast<int>(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        next[0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= n; ++j) {
            const auto bj = static_cast<qsizetype>(j);
            const int cost = a.at(i - 1) == b.at(bj - 1) ? 0 : 1;
            next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + cost});
            if (i > 1 && j > 1 && a.at(i - 1) == b.at(bj - 2) && a.at(i - 2) == b.at(bj - 1))
                next[j] = std::min(next[j], before[j - 2] + 1);
        }
        before.swap(row);
        row.swap(next);
    }
    return row[n];
}

QString nearestSetting(const QString& name)
{
    const QString upper = name.toUpper();
    if (findSetting(upper) || upper.size() < 6)
        return {};
    // Long names are full of common parts; two slips are still near, but short names must be nearly right.
    int best = upper.size() >= 10 ? 3 : 2;
    QString nearest;
    for (const SettingRow& row : settingsTable()) {
        const QString& known = namesOf(row).front();
        // Each edit changes the length by one at most: a name of a megabyte is near to nothing.
        if (std::abs(known.size() - upper.size()) >= best)
            continue;
        const int distance = editDistance(upper, known);
        if (distance < best) {
            best = distance;
            nearest = known;
        }
    }
    return nearest;
}

} // namespace gatehouse::config
