// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/header_edits.h"

#include "gateway/http/header_table.h"

#include <algorithm>

namespace gatehouse::proxy {

/// Nearly all names differ in length: no call for those.
static bool sameName(std::string_view a, std::string_view b) noexcept
{
    return a.size() == b.size() && http::equalsIgnoreCase(a, b);
}

bool HeaderEdits::hides(std::string_view name) const noexcept
{
    return std::any_of(m_edits.begin(), m_edits.end(), [name](const HeaderEdit& edit) {
        return (edit.op == HeaderEdit::Op::Set || edit.op == HeaderEdit::Op::Remove) &&
               sameName(edit.name, name);
    });
}

bool HeaderEdits::names(std::string_view name) const noexcept
{
    return std::any_of(m_edits.begin(), m_edits.end(),
                       [name](const HeaderEdit& edit) { return sameName(edit.name, name); });
}

const std::string_view* HeaderEdits::find(std::string_view name) const noexcept
{
    for (const HeaderEdit& edit : m_edits) {
        if (edit.op != HeaderEdit::Op::Remove && sameName(edit.name, name))
            return &edit.value;
    }
    return nullptr;
}

void HeaderEdits::drop(std::string_view name)
{
    std::erase_if(m_edits, [name](const HeaderEdit& edit) { return sameName(edit.name, name); });
}

} // namespace gatehouse::proxy
