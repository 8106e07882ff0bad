// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringMatcher>

namespace gatehouse::admin::v1 {

/// What a list is searched for, made ready for the texts of thousands of rows: it is found anywhere in a
/// text, in whatever case. Nothing to search for is in every row.
class TextSearch {
public:
    explicit TextSearch(const QString& text)
        : m_matcher(text, Qt::CaseInsensitive)
        , m_any(text.isEmpty())
    {
    }

    /// Whether it is in one of them.
    template <typename... Texts>
    bool isIn(const Texts&... texts) const
    {
        return m_any || (... || (m_matcher.indexIn(texts) >= 0));
    }
    QString text() const { return m_matcher.pattern(); }

private:
    QStringMatcher m_matcher;
    bool m_any;
};

} // namespace gatehouse::admin::v1
