// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/column_fit.h"

#include <algorithm>

namespace gatehouse::console {

namespace {

class Fit {
public:
    explicit Fit(const QList<ColumnNeed>& columns)
        : m_columns(columns)
        , m_shown(columns.size(), true)
    {
    }

    bool fits(int level, int room) const { return sum(level) <= room; }

    /// The last column that may go; false: there is none.
    bool dropOne()
    {
        for (qsizetype i = m_columns.size() - 1; i > 0; --i) {
            if (m_shown.at(i) && !m_columns.at(i).keep) {
                m_shown[i] = false;
                return true;
            }
        }
        return false;
    }

    void forgoReading() { m_readable = false; }

    int width(qsizetype i, int level) const
    {
        if (!m_shown.at(i))
            return 0;
        const ColumnNeed& column = m_columns.at(i);
        return std::min(column.wanted, std::max(level, m_readable ? column.readable : column.least));
    }

private:
    int sum(int level) const
    {
        int all = 0;
        for (qsizetype i = 0; i < m_columns.size(); ++i)
            all += width(i, level);
        return all;
    }

    const QList<ColumnNeed>& m_columns;
    QList<bool> m_shown;
    bool m_readable = true;
};

} // namespace

QList<int> fitColumns(const QList<ColumnNeed>& columns, int room)
{
    Fit fit(columns);
    while (!fit.fits(0, room)) {
        if (!fit.dropOne()) {
            fit.forgoReading();
            break;
        }
    }
    int level = 0, above = room + 1;
    while (above - level > 1) {
        const int middle = (level + above) / 2;
        (fit.fits(middle, room) ? level : above) = middle;
    }
    QList<int> widths;
    for (qsizetype i = 0; i < columns.size(); ++i)
        widths.append(fit.width(i, level));
    return widths;
}

} // namespace gatehouse::console
