// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/address.h"

#include <algorithm>
#include <charconv>

namespace gatehouse::net {

namespace {

// The `count` lowest bits set; 64 and more give all.
std::uint64_t lowBits(int count)
{
    if (count <= 0)
        return 0;
    return count >= 64 ? ~std::uint64_t(0) : (std::uint64_t(1) << count) - 1;
}

} // namespace

bool CidrSet::add(std::string_view text)
{
    const std::size_t slash = text.find('/');
    const std::string_view host = text.substr(0, slash);
    const auto ip = IpAddress::parse(host);
    if (!ip)
        return false;
    const int full = ip->isV4() ? 32 : 128;
    if (slash == std::string_view::npos) {
        add(*ip, full);
        return true;
    }
    const std::string_view digits = text.substr(slash + 1);
    int prefix = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
    if (error != std::errc() || end != digits.data() + digits.size() || digits.front() == '-')
        return false;
    // ::ffff:10.0.0.0/104 is held as IPv4; its prefix counts from the mapped form.
    if (ip->isV4() && host.find(':') != std::string_view::npos)
        prefix -= 96;
    if (prefix < 0 || prefix > full)
        return false;
    add(*ip, prefix);
    return true;
}

void CidrSet::add(const IpAddress& network, int prefix)
{
    if (network.isV4()) {
        const auto mask = static_cast<std::uint32_t>(lowBits(32 - prefix));
        m_v4.push_back({network.toV4() & ~mask, network.toV4() | mask});
    } else if (network.isV6()) {
        const std::uint64_t high = lowBits(64 - prefix);
        const std::uint64_t low = lowBits(128 - prefix);
        m_v6.push_back(
            {{network.high() & ~high, network.low() & ~low}, {network.high() | high, network.low() | low}});
    }
}

template <typename T>
void CidrSet::merge(std::vector<Range<T>>& ranges)
{
    std::sort(ranges.begin(), ranges.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Range<T>> merged;
    for (const Range<T>& range : ranges) {
        if (!merged.empty() && range.first <= merged.back().last)
            merged.back().last = std::max(merged.back().last, range.last);
        else
            merged.push_back(range);
    }
    ranges = std::move(merged);
}

void CidrSet::compile()
{
    merge(m_v4);
    merge(m_v6);
}

template <typename T>
bool CidrSet::find(const std::vector<Range<T>>& ranges, const T& value)
{
    auto after =
        std::upper_bound(ranges.begin(), ranges.end(), value,
                         [](const T& wanted, const Range<T>& range) { return wanted < range.first; });
    return after != ranges.begin() && value <= std::prev(after)->last;
}

bool CidrSet::contains(const IpAddress& address) const
{
    if (address.isV4())
        return find(m_v4, address.toV4());
    return address.isV6() && find(m_v6, Wide{address.high(), address.low()});
}

} // namespace gatehouse::net
