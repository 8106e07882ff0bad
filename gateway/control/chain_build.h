// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/api.h"
#include "gateway/control/concerns.h"
#include "gateway/control/paths.h"
#include "gateway/control/policies.h"
#include "gateway/filters/enforcement.h"
#include "gateway/net/address.h"

#include <QJsonArray>
#include <QJsonObject>

namespace gatehouse::control {

/// One chain in the making.
struct ChainBuild {
    ChainBuild(const Documents& theDocuments, const Api& theApi, proxy::Protocol theProtocol)
        : documents(theDocuments)
        , api(theApi)
        , protocol(theProtocol)
        , contract(isContract(theApi))
        , policies(policiesOf(theDocuments, theApi))
    {
    }

    const Documents& documents;
    const Api& api;
    proxy::Protocol protocol;
    bool contract;
    std::vector<AppliedPolicy> policies;
    std::vector<std::shared_ptr<const proxy::Filter>> filters;
    QJsonArray* described = nullptr; ///< null: nobody asks
    /// The chain before, when the API itself is as it was: filters made of its fields alone are taken over.
    const proxy::FilterChain* previous = nullptr;

    /// What is to be made; of the rest the filters are those of the chain before.
    Concerns concerns = Concerns::whole();
    bool renews(PolicyType type) const { return concerns.has(type); }

    /// The filter of the chain before, or null.
    std::shared_ptr<const proxy::Filter> kept(filters::FilterId id) const;

    /// `values` makes the object that describes the filter; only asked when somebody wants to see it.
    template <typename Values>
    void add(std::shared_ptr<const proxy::Filter> filter, Values values, const QString& source)
    {
        if (described)
            describe(*filter, values(), source);
        filters.push_back(std::move(filter));
    }
    void describe(const proxy::Filter& filter, const QJsonObject& values, const QString& source);

    /// Calls `visit` with each policy of the type that is in a dry run.
    template <typename Visit>
    void dryRuns(PolicyType type, const Visit& visit) const
    {
        for (const AppliedPolicy& applied : policies) {
            if (applied.policy->type == type && applied.policy->dryRun)
                visit(applied);
        }
    }

    QString apiSource(const QString& fields) const;
    QString policySource(const AppliedPolicy& applied) const;
};

filters::Enforcement enforcementOf(const Policy& policy);

/// The addresses of a list that can be read; others are ignored (data-plane 17).
net::CidrSet addressesOf(const QStringList& list);

} // namespace gatehouse::control
