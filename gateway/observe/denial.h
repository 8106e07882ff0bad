// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse::observe {

struct RequestRecord;

/// A request refused for the address it came from or for its size: the audit trail tells of these
/// (metrics-logs.md 8).
struct Denial {
    enum class Kind : std::uint8_t { GlobalAddress, ApiAddress, BodySize };

    Kind kind = Kind::GlobalAddress;
    bool blacklisted = false; ///< false: missing in a whitelist
    std::int64_t declaredBytes = -1;
    std::uint64_t limit = 0;
    std::uint64_t received = 0; ///< of the body
    std::string api;            ///< id
    std::string principal;
    std::string path;
    std::string client; ///< effective address
    std::string peer;
    std::string requestId;
    std::string forwardedFor;
    std::string contentType;
    std::string transferEncoding;

    static Denial of(const RequestRecord& record);
};

/// The denials of a moment, oldest first. Bounded: whoever is refused a thousand times a second is told once
/// in a while.
struct Denials {
    static constexpr std::size_t Most = 20;

    std::vector<Denial> told;
    std::uint64_t untold = 0;

    void add(const RequestRecord& record);
    void merge(Denials&& other);
    bool isEmpty() const { return told.empty() && untold == 0; }
};

} // namespace gatehouse::observe
