// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/key_use.h"

namespace gatehouse::control {

std::shared_ptr<proxy::UseMark> KeyUse::mark(const std::string& credential)
{
    std::shared_ptr<proxy::UseMark>& known = m_marks[credential];
    if (!known)
        known = std::make_shared<proxy::UseMark>();
    return known;
}

std::int64_t KeyUse::lastUsed(const std::string& credential) const
{
    const auto known = m_marks.find(credential);
    return known == m_marks.end() ? 0 : known->second->seconds();
}

KeyUse::Saved KeyUse::save()
{
    std::erase_if(m_marks, [](const auto& entry) { return entry.second.use_count() == 1; });
    Saved saved;
    for (const auto& [credential, mark] : m_marks) {
        if (mark->seconds() != 0)
            saved.emplace_back(credential, mark->seconds());
    }
    return saved;
}

void KeyUse::restore(const Saved& saved)
{
    for (const auto& [credential, seconds] : saved)
        mark(credential)->touch(seconds);
}

} // namespace gatehouse::control
