// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/word_list.h"

#include <mutex>

namespace gatehouse::store {

std::optional<quint32> WordList::numberOf(const QString& word)
{
    {
        const std::shared_lock lock(m_mutex);
        const auto known = m_numbers.constFind(word);
        if (known != m_numbers.cend())
            return *known;
        if (m_words.size() >= qsizetype(m_capacity))
            return std::nullopt;
    }
    const std::unique_lock lock(m_mutex);
    const auto known = m_numbers.constFind(word); // perhaps added meanwhile
    if (known != m_numbers.cend())
        return *known;
    if (m_words.size() >= qsizetype(m_capacity))
        return std::nullopt;
    const auto number = quint32(m_words.size());
    m_words.append(word);
    m_numbers.insert(word, number);
    return number;
}

QString WordList::word(quint32 number) const
{
    const std::shared_lock lock(m_mutex);
    return m_words.value(qsizetype(number));
}

} // namespace gatehouse::store
