// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/bearer.h"
#include "gateway/filters/introspection.h"

namespace gatehouse::filters {

struct OpaqueConfig : BearerConfig {
    std::shared_ptr<Introspection> issuer; ///< not null
};

/// Bearer tokens that the issuer is asked about; requests with a token that is not known wait for its answer.
/// While the issuer cannot be asked, they get 503 and none passes.
class OpaqueFilter final : public BearerFilter {
public:
    explicit OpaqueFilter(OpaqueConfig config);

protected:
    proxy::Verdict judge(proxy::Exchange& exchange, std::string_view token) const override;

private:
    proxy::Verdict decideBy(proxy::Exchange& exchange, const Introspection::Outcome& outcome) const;

    std::shared_ptr<Introspection> m_issuer;
};

} // namespace gatehouse::filters
