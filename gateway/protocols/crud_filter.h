// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/enforcement.h"
#include "gateway/protocols/crud.h"
#include "gateway/proxy/exchange.h"

namespace gatehouse::protocols {

/// Answers the calls of an API with built-in storage (api_is_crud) in the place of an upstream: after all who
/// might refuse the caller, before an upstream is looked for. The exchange waits for the keeper; the worker
/// does not.
class CrudFilter final : public filters::EnforcingFilter {
public:
    explicit CrudFilter(CrudConfig config)
        : EnforcingFilter(filters::FilterId::Crud, {})
        , m_config(std::move(config))
    {
    }
    std::uint8_t hooks() const override { return proxy::HookRequestBody; }
    proxy::Verdict requestBody(proxy::Exchange& exchange) const override;

private:
    using Then = std::function<void(proxy::Exchange&, const CrudOutcome&)>;

    proxy::Verdict rest(proxy::Exchange& exchange) const;
    proxy::Verdict graphQl(proxy::Exchange& exchange) const;
    proxy::Verdict soap(proxy::Exchange& exchange) const;
    proxy::Verdict grpc(proxy::Exchange& exchange) const;
    /// Asks the keeper; `then` answers, on the worker.
    proxy::Verdict ask(proxy::Exchange& exchange, CrudCall call, Then then) const;
    void answerRest(proxy::Exchange& exchange, CrudCall::Op op, const CrudQuery& query,
                    const CrudOutcome& outcome) const;
    void answerValue(proxy::Exchange& exchange, std::uint16_t status, std::string_view json) const;
    void answerError(proxy::Exchange& exchange, const CrudError& error) const;
    proxy::Verdict refuseCall(proxy::Exchange& exchange, std::uint16_t status, std::string_view code,
                              std::string_view text) const;
    proxy::Verdict overloaded(proxy::Exchange& exchange) const;

    CrudConfig m_config;
};

} // namespace gatehouse::protocols
