// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace gatehouse::http {

/// A name that is there for ever, as HTTP/1 writes it and as HTTP/2 does.
struct FixedName {
    std::string_view usual;
    std::string_view lower;
};

/// On what goes to upstreams and to clients alike.
inline constexpr FixedName RequestIdName{"X-Request-ID", "x-request-id"};

/// Takes header fields on their way out, whatever the version of the protocol. The caller vouches for clean
/// names and values (see isCleanValue).
class FieldWriter {
public:
    virtual void header(std::string_view name, std::string_view value) = 0;
    virtual void header(std::string_view name, std::uint64_t value) = 0;
    /// A value that comes in two pieces, such as a list with an address appended.
    virtual void header(std::string_view name, std::string_view first, std::string_view second) = 0;
    virtual void fixedHeader(const FixedName& name, std::string_view value) { header(name.usual, value); }
    /// A value that differs each time: compressing it for later would be in vain.
    virtual void singleHeader(const FixedName& name, std::string_view value) { header(name.usual, value); }

protected:
    ~FieldWriter() = default;
};

} // namespace gatehouse::http
