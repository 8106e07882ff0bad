// SPDX-License-Identifier: GPL-3.0-or-later
// What an API says of itself at the moment: maintenance, deprecation, how long and how many calls may be.
#include "common/model/operation.h"
#include "gateway/control/chain_build.h"
#include "gateway/control/chain_compiler.h"
#include "gateway/filters/api_terms.h"
#include "gateway/http/date.h"

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double nanoseconds = 1e9;

filters::ApiTerms termsOf(const Api& api)
{
    filters::ApiTerms terms;
    terms.maintenance = api.maintenance.toStdString();
    terms.timeoutNs = std::int64_t(api.totalTimeout.value_or(0) * nanoseconds);
    if (api.deprecatedAt.isSet())
        terms.deprecation = '@' + std::to_string(api.deprecatedAt.ms / 1000);
    if (api.sunsetAt.isSet()) {
        terms.sunset.resize(29);
        http::writeHttpDate(api.sunsetAt.ms / 1000, terms.sunset.data());
    }
    return terms;
}

} // namespace

void ChainCompiler::addTerms(ChainBuild& build)
{
    const Api& api = build.api;
    auto filter = std::make_shared<filters::ApiTermsFilter>(termsOf(api));
    if (filter->hooks() != 0) {
        build.add(
            std::move(filter),
            [&] {
                return QJsonObject{{u"maintenance"_s, api.maintenance},
                                   {u"total_timeout"_s, api.totalTimeout.value_or(0)},
                                   {u"deprecated"_s, api.deprecatedAt.isSet()},
                                   {u"sunset"_s, api.sunsetAt.isSet()}};
            },
            build.apiSource(u"api_maintenance, api_total_timeout, api_deprecated_at, api_sunset_at"_s));
    }
    if (!api.maxConcurrent)
        return;
    std::shared_ptr<filters::CallCount>& count = m_underWay[api.id];
    if (!count)
        count = std::make_shared<filters::CallCount>(0);
    build.add(
        std::make_shared<filters::ConcurrencyFilter>(*api.maxConcurrent, count),
        [&] {
            return QJsonObject{{u"most"_s, qint64(*api.maxConcurrent)}};
        },
        build.apiSource(u"api_max_concurrent"_s));
}

/// The terms of the API with the time-out of one of its operations.
ChainCompiler::Filter ChainCompiler::termsOfOperation(const Documents& documents, const Operation& operation)
{
    const auto api = documents.of<Api>().find(operation.apiId);
    if (!api || operation.totalTimeout.value_or(0) <= 0)
        return nullptr;
    filters::ApiTerms terms = termsOf(*api);
    terms.timeoutNs = std::int64_t(*operation.totalTimeout * nanoseconds);
    return std::make_shared<filters::ApiTermsFilter>(std::move(terms));
}

} // namespace gatehouse::control
