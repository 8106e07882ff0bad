// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/denial.h"
#include "gateway/observe/request_record.h"
#include "gateway/observe/sparse_histogram.h"

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::observe {

/// Looks up std::string keys by string_view without a copy.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <typename Value>
using TextMap = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

/// What stands before the names of a tenant's APIs, as in the addresses of the admin calls; empty for the
/// usual tenant.
constexpr std::string_view tenantPrefix(std::string_view tenant)
{
    return tenant == "default" ? std::string_view() : tenant;
}

struct ApiCell {
    std::uint64_t count = 0;
    std::uint64_t errors = 0;
};

struct EndpointCell {
    std::uint64_t count = 0;
    std::uint64_t errors = 0;
    std::int64_t sumNs = 0;
    SparseHistogram latency;
    // For alerts: kept for the moment, not in stored buckets.
    std::uint64_t serverErrors = 0; ///< status 500 and above
    std::uint64_t limited = 0;      ///< status 429
    std::uint64_t refused = 0;      ///< status 401 and 403

    void countStatus(std::uint16_t code)
    {
        serverErrors += code >= 500 ? 1 : 0;
        limited += code == 429 ? 1 : 0;
        refused += code == 401 || code == 403 ? 1 : 0;
    }
};

/// Where requests went lately, so that most of them need no look-up by text. Points into one Tally and is
/// forgotten when that one changes hands. Compares the names themselves: nothing can be counted in a wrong
/// place.
class RecentEndpoints {
public:
    struct Entry {
        ApiCell* api = nullptr;
        EndpointCell* endpoint = nullptr;
        std::string_view tenant, name, version, operation; ///< inside the endpoint's key
        ApiKind kind = ApiKind::Other;
        std::uint8_t method = 0;

        bool holds(const RequestRecord& record, std::uint8_t methodOfIt) const
        {
            return endpoint && kind == record.kind && method == methodOfIt && name == record.api &&
                   tenant == tenantPrefix(record.tenant) && version == record.apiVersion &&
                   operation == record.operation;
        }
    };
    Entry& placeOf(const RequestRecord& record, std::uint8_t method)
    {
        return m_entries[(record.apiSlot * 31U + method * 7U + record.operation.size()) % m_entries.size()];
    }
    void forget() { m_entries.fill({}); }

private:
    std::array<Entry, 64> m_entries;
};

/// What happened on one worker (later: in one bucket of time): the part of it that needs names. Bounded:
/// names beyond the limits are counted under "(other)".
struct Tally {
    static constexpr std::size_t MaxUsers = 2000;
    static constexpr std::size_t MaxApis = 5000;
    static constexpr std::size_t MaxEndpoints = 5000;

    std::uint64_t count = 0; ///< without test requests
    std::uint64_t testCount = 0;
    std::uint64_t errors = 0;               ///< status 400 and above, or no answer
    std::array<std::uint64_t, 6> classes{}; ///< by first digit of the status; 0 = no answer
    std::int64_t sumNs = 0;
    std::uint64_t bytesIn = 0;
    std::uint64_t bytesOut = 0;
    std::uint64_t upstreamTimeouts = 0;
    std::uint64_t retries = 0;
    std::uint64_t limited = 0;
    std::unordered_map<std::uint16_t, std::uint64_t> status;
    SparseHistogram latency;
    TextMap<std::uint64_t> users;
    TextMap<ApiCell> apis;           ///< by "rest:name", of another tenant than the usual "rest:tenant:name"
    TextMap<EndpointCell> endpoints; ///< by "GET:/name/version/template", "GET:/tenant:name/version/template"
    Denials denials;                 ///< only on its way to the control thread: not merged

    /// `recent` belongs to this tally alone.
    void add(const RequestRecord& record, RecentEndpoints& recent);
    void add(const RequestRecord& record)
    {
        RecentEndpoints none;
        add(record, none);
    }
    void merge(const Tally& other);
    /// Keeps the memory of the tables for the next use.
    void clear();
    bool isEmpty() const { return count == 0 && testCount == 0; }

private:
    void findEndpoint(const RequestRecord& record, std::uint8_t method, RecentEndpoints::Entry& entry);

    std::string m_key; ///< scratch
};

/// Hands tallies from a worker to the control thread. The worker never waits: when the last one has not been
/// taken yet, it goes on with its own. The lock is held for a pointer swap.
class TallyBox {
public:
    /// Worker: leaves `full` here and gets an empty one; returns `full` when the box is occupied.
    std::unique_ptr<Tally> exchange(std::unique_ptr<Tally> full);
    /// Worker, when it ends: leaves what it has, joined with what is still here.
    void leave(std::unique_ptr<Tally> last);
    /// Control: the pending tally or nullptr.
    std::unique_ptr<Tally> take();
    /// Control: returns a tally for reuse.
    void giveBack(std::unique_ptr<Tally> used);

private:
    std::mutex m_mutex;
    std::unique_ptr<Tally> m_pending;
    std::unique_ptr<Tally> m_spare;
};

} // namespace gatehouse::observe
