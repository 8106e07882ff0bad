// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <array>
#include <cstdint>
#include <optional>
#include <type_traits>

namespace gatehouse {

// An enum that appears on the wire has `constexpr auto wireNames(TheEnum)` beside it: one word per value, in
// order.

template <typename Enum>
concept WireEnum = std::is_enum_v<Enum> && requires(Enum value)
{
    wireNames(value).size();
};

template <WireEnum Enum>
QString toWire(Enum value)
{
    constexpr auto names = wireNames(Enum{});
    const auto place = static_cast<std::size_t>(value);
    return place < names.size() ? QString::fromLatin1(names[place]) : QString();
}

template <WireEnum Enum>
std::optional<Enum> fromWire(const QString& word)
{
    constexpr auto names = wireNames(Enum{});
    for (std::size_t place = 0; place < names.size(); ++place) {
        if (word.compare(QLatin1StringView(names[place]), Qt::CaseInsensitive) == 0)
            return static_cast<Enum>(place);
    }
    return std::nullopt;
}

template <WireEnum Enum>
QStringList wireWords()
{
    QStringList words;
    for (const char* name : wireNames(Enum{}))
        words.append(QString::fromLatin1(name));
    return words;
}

} // namespace gatehouse
