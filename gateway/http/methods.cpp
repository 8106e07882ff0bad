// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/methods.h"

#include <array>

namespace gatehouse::http {

namespace {
constexpr std::array<std::string_view, 10> methodNames{"",       "GET",   "HEAD",    "POST",    "PUT",
                                                       "DELETE", "PATCH", "OPTIONS", "CONNECT", "TRACE"};
}

Method methodFromText(std::string_view text)
{
    for (std::size_t i = 1; i < methodNames.size(); ++i) {
        if (methodNames[i] == text)
            return static_cast<Method>(i);
    }
    return Method::Other;
}

std::string_view methodText(Method method)
{
    return methodNames[static_cast<std::size_t>(method)];
}

} // namespace gatehouse::http
