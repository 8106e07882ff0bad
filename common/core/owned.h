// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

namespace gatehouse {

/// Gives an object of a C library back by the function that the library has for it.
template <auto free>
struct FreeBy {
    template <typename T>
    void operator()(T* object) const
    {
        free(object);
    }
};

/// Owning pointer to an object of a C library: Owned<BIO, BIO_free>.
template <typename T, auto free>
using Owned = std::unique_ptr<T, FreeBy<free>>;

} // namespace gatehouse
