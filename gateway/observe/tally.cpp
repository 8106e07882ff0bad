// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/tally.h"

#include "gateway/observe/metrics_table.h"

namespace gatehouse::observe {

namespace {

template <typename Value>
Value& cellOf(TextMap<Value>& map, std::string_view key, std::size_t limit)
{
    if (const auto found = map.find(key); found != map.end())
        return found->second;
    return map[map.size() < limit ? std::string(key) : std::string("(other)")];
}

} // namespace

void Tally::add(const RequestRecord& record, RecentEndpoints& recent)
{
    if (record.isTest) {
        ++testCount;
        return;
    }
    const bool failed = record.status >= 400 || record.status == 0;
    ++count;
    errors += failed ? 1 : 0;
    ++classes[record.status < 600 ? record.status / 100 : 5];
    sumNs += record.latency();
    bytesIn += record.bytesIn;
    bytesOut += record.bytesOut;
    upstreamTimeouts += record.upstreamTimeouts;
    retries += record.retries;
    limited += record.limited ? 1 : 0;
    ++status[record.status];
    latency.record(record.latency());
    if (!record.principal.empty())
        ++cellOf(users, record.principal, MaxUsers);
    if (record.api.empty())
        return;

    const std::uint8_t method = methodIndex(record.method);
    RecentEndpoints::Entry& place = recent.placeOf(record, method);
    if (!place.holds(record, method))
        findEndpoint(record, method, place);
    ++place.api->count;
    place.api->errors += failed ? 1 : 0;
    ++place.endpoint->count;
    place.endpoint->errors += failed ? 1 : 0;
    place.endpoint->sumNs += record.latency();
    place.endpoint->latency.record(record.latency());
    place.endpoint->countStatus(record.status);
}

void Tally::findEndpoint(const RequestRecord& record, std::uint8_t method, RecentEndpoints::Entry& entry)
{
    const std::string_view tenant = tenantPrefix(record.tenant);
    const std::string_view separator = tenant.empty() ? "" : ":";
    m_key.assign(toString(record.kind)).append(":").append(tenant).append(separator).append(record.api);
    entry.api = &cellOf(apis, m_key, MaxApis);

    m_key.assign(MethodNames[method]).append(":/");
    const std::size_t owner = m_key.size();
    m_key.append(tenant).append(separator);
    const std::size_t name = m_key.size();
    m_key.append(record.api).append("/");
    const std::size_t version = m_key.size();
    m_key.append(record.apiVersion);
    const std::size_t operation = m_key.size();
    m_key.append(record.operation);
    entry.endpoint = &cellOf(endpoints, m_key, MaxEndpoints);

    entry.kind = record.kind;
    entry.method = method;
    entry.tenant = entry.name = entry.version = entry.operation = {};
    const auto at = endpoints.find(m_key);
    if (at == endpoints.end())
        return; // counted under "(other)"
    const std::string_view key = at->first;
    entry.tenant = key.substr(owner, tenant.size());
    entry.name = key.substr(name, record.api.size());
    entry.version = key.substr(version, record.apiVersion.size());
    entry.operation = key.substr(operation);
}

void Tally::merge(const Tally& other)
{
    count += other.count;
    testCount += other.testCount;
    errors += other.errors;
    for (std::size_t i = 0; i < classes.size(); ++i)
        classes[i] += other.classes[i];
    sumNs += other.sumNs;
    bytesIn += other.bytesIn;
    bytesOut += other.bytesOut;
    upstreamTimeouts += other.upstreamTimeouts;
    retries += other.retries;
    limited += other.limited;
    for (const auto& [code, n] : other.status)
        status[code] += n;
    latency.merge(other.latency);
    for (const auto& [name, n] : other.users)
        cellOf(users, name, MaxUsers) += n;
    for (const auto& [name, cell] : other.apis) {
        ApiCell& mine = cellOf(apis, name, MaxApis);
        mine.count += cell.count;
        mine.errors += cell.errors;
    }
    for (const auto& [name, cell] : other.endpoints) {
        EndpointCell& mine = cellOf(endpoints, name, MaxEndpoints);
        mine.count += cell.count;
        mine.errors += cell.errors;
        mine.sumNs += cell.sumNs;
        mine.latency.merge(cell.latency);
        mine.serverErrors += cell.serverErrors;
        mine.limited += cell.limited;
        mine.refused += cell.refused;
    }
}

void Tally::clear()
{
    Tally fresh;
    std::swap(fresh.status, status);
    std::swap(fresh.users, users);
    std::swap(fresh.apis, apis);
    std::swap(fresh.endpoints, endpoints);
    *this = std::move(fresh);
    status.clear();
    users.clear();
    apis.clear();
    endpoints.clear();
}

std::unique_ptr<Tally> TallyBox::exchange(std::unique_ptr<Tally> full)
{
    std::unique_ptr<Tally> spare;
    {
        std::lock_guard lock(m_mutex);
        if (m_pending)
            return full;
        m_pending = std::move(full);
        spare = std::move(m_spare);
    }
    return spare ? std::move(spare) : std::make_unique<Tally>();
}

void TallyBox::leave(std::unique_ptr<Tally> last)
{
    std::lock_guard lock(m_mutex);
    if (m_pending) {
        m_pending->merge(*last);
        m_pending->denials.merge(std::move(last->denials));
    } else {
        m_pending = std::move(last);
    }
}

std::unique_ptr<Tally> TallyBox::take()
{
    std::lock_guard lock(m_mutex);
    return std::move(m_pending);
}

void TallyBox::giveBack(std::unique_ptr<Tally> used)
{
    used->clear();
    std::lock_guard lock(m_mutex);
    m_spare = std::move(used);
}

} // namespace gatehouse::observe
