// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/compact_text.h"

#include <algorithm>

namespace gatehouse {

namespace {

constexpr qsizetype shortestHex = 16;

bool isHex(const QByteArray& text)
{
    return text.size() >= shortestHex && text.size() % 2 == 0 &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

SharedBytes bytesOf(const QByteArray& bytes, bool hex)
{
    return SharedBytes::make(
        std::size_t(bytes.size()), [&](char* to) { std::copy(bytes.begin(), bytes.end(), to); }, hex);
}

} // namespace

CompactText::CompactText(const QString& text)
{
    if (text.isNull())
        return;
    const QByteArray utf8 = text.toUtf8();
    const bool hex = isHex(utf8);
    m_bytes = bytesOf(hex ? QByteArray::fromHex(utf8) : utf8, hex);
}

CompactText::CompactText(const QByteArray& utf8)
    : CompactText(utf8.isNull() ? QString() : QString::fromUtf8(utf8))
{
}

const CompactText& CompactText::empty()
{
    static const CompactText text(QStringLiteral(""));
    return text;
}

QByteArray CompactText::toUtf8() const
{
    if (isNull())
        return {};
    const std::string_view bytes = m_bytes.view();
    const QByteArray content(bytes.data(), qsizetype(bytes.size()));
    return m_bytes.flag() ? content.toHex() : content;
}

bool CompactText::startsWith(const CompactText& start) const
{
    if (start.isEmpty())
        return !isNull() || start.isNull();
    if (!m_bytes.flag() && !start.m_bytes.flag())
        return m_bytes.view().starts_with(start.m_bytes.view());
    return toUtf8().startsWith(start.toUtf8());
}

QString CompactText::toString() const
{
    return isNull() ? QString() : QString::fromUtf8(toUtf8());
}

} // namespace gatehouse
