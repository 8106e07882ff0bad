// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/chain_build.h"

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

void ChainBuild::describe(const proxy::Filter& filter, const QJsonObject& values, const QString& source)
{
    const std::string_view name = filter.name();
    const std::string_view phase = proxy::nameOf(filter.phase());
    described->append(QJsonObject{{u"filter"_s, QString::fromUtf8(name.data(), qsizetype(name.size()))},
                                  {u"phase"_s, QString::fromUtf8(phase.data(), qsizetype(phase.size()))},
                                  {u"order"_s, filter.order()},
                                  {u"values"_s, values},
                                  {u"source"_s, source}});
}

std::shared_ptr<const proxy::Filter> ChainBuild::kept(filters::FilterId id) const
{
    if (previous) {
        for (const auto& filter : previous->all()) {
            if (filter->order() == static_cast<std::uint8_t>(id))
                return filter;
        }
    }
    return nullptr;
}

filters::Enforcement enforcementOf(const Policy& policy)
{
    return {.enabled = true, .dryRun = policy.dryRun, .policy = policy.name.toStdString()};
}

QString ChainBuild::apiSource(const QString& fields) const
{
    return described ? u"API %1: %2"_s.arg(api.key(), fields) : QString();
}

QString ChainBuild::policySource(const AppliedPolicy& applied) const
{
    if (!described)
        return {};
    const QString name = applied.policy->name;
    switch (applied.nearness) {
    case Nearness::Api:
        return u"policy %1, bound to the API"_s.arg(name);
    case Nearness::Tenant:
        return u"policy %1 of the tenant"_s.arg(name);
    case Nearness::Platform:
        break;
    }
    return u"policy %1 of the platform"_s.arg(name);
}

net::CidrSet addressesOf(const QStringList& list)
{
    net::CidrSet set;
    for (const QString& entry : list)
        set.add(entry.trimmed().toStdString());
    set.compile();
    return set;
}

} // namespace gatehouse::control
