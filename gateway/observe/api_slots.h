// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/request_record.h"

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse::observe {

/// The labels of one counter slot.
struct ApiLabels {
    std::string tenant;
    std::string api;
    std::string version;
    ApiKind kind = ApiKind::Rest;

    friend bool operator==(const ApiLabels&, const ApiLabels&) = default;
};

/// Gives each API a small number under which workers count. A slot stays with its API for the life of the
/// process, so counters survive every reload; an API that is deleted and made again continues its old slot.
/// Bounded: when all slots are taken, further APIs share the slot "other". Thread-safe; called while
/// compiling, never per request.
class ApiSlots {
public:
    static constexpr std::uint32_t Unmatched = 0; ///< requests that matched no route
    static constexpr std::uint32_t Other = 1;     ///< APIs beyond the last slot
    static constexpr std::uint32_t Capacity = 16384;

    ApiSlots();

    std::uint32_t slotFor(const ApiLabels& labels);
    /// Labels of a slot; those of Unmatched for a number never given out.
    ApiLabels labels(std::uint32_t slot) const;
    /// All labels, index = slot.
    std::vector<ApiLabels> all() const;

private:
    static std::string keyOf(const ApiLabels& labels);

    mutable std::mutex m_mutex;
    std::vector<ApiLabels> m_labels;
    std::unordered_map<std::string, std::uint32_t> m_slots;
};

} // namespace gatehouse::observe
