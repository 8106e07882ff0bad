// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QString>

#include <optional>
#include <shared_mutex>

namespace gatehouse::store {

/// Numbers for texts that come again and again. A number is never taken back. Holds so many and no more,
/// because some texts come from outside. Any thread.
class WordList {
public:
    explicit WordList(quint32 capacity)
        : m_capacity(capacity)
    {
    }

    /// Nothing when the list is full and the word is not in it.
    std::optional<quint32> numberOf(const QString& word);
    /// Of a number that was given out.
    QString word(quint32 number) const;

private:
    mutable std::shared_mutex m_mutex;
    QHash<QString, quint32> m_numbers;
    QList<QString> m_words;
    quint32 m_capacity;
};

} // namespace gatehouse::store
