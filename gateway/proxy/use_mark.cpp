// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/use_mark.h"

#include <new>

namespace gatehouse::proxy {

UseMarkPointer UseMark::make(std::string_view id)
{
    auto* const mark =
        new (::operator new(sizeof(UseMark) + id.size())) UseMark(static_cast<std::uint32_t>(id.size()));
    id.copy(reinterpret_cast<char*>(mark + 1), id.size());
    return UseMarkPointer(mark);
}

void UseMarkPointer::destroy(UseMark* mark)
{
    mark->~UseMark();
    ::operator delete(mark);
}

} // namespace gatehouse::proxy
