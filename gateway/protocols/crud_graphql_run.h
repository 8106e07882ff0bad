// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/protocols/crud.h"
#include "gateway/protocols/crud_graphql.h"
#include "gateway/proxy/resumer.h"

#include <memory>
#include <string>

namespace gatehouse::protocols {

/// The fields of one operation, one after the other (GraphQL October 2021, sections 6.2.2 and 6.3), each a
/// call to the keeper; then the exchange goes on with the answer. Lives as long as somebody will call it
/// back.
class CrudGraphQlRun : public std::enable_shared_from_this<CrudGraphQlRun> {
public:
    /// Called on the exchange's worker with the body of the answer.
    using Answer = std::function<void(proxy::Exchange&, const std::string& json)>;

    CrudGraphQlRun(CrudConfig config, CrudGraphQlOperation operation, proxy::Resumer resumer, Answer answer)
        : m_config(std::move(config))
        , m_operation(std::move(operation))
        , m_resumer(std::move(resumer))
        , m_answer(std::move(answer))
    {
    }
    void start() { next(); }

private:
    void next();
    std::optional<CrudCall> callOf(const CrudGraphQlField& field, CrudFaults& faults) const;
    void ended(const CrudGraphQlField& field, CrudCall::Op op, const CrudOutcome& outcome);
    void add(const CrudGraphQlField& field, std::string_view json);
    void fail(const CrudGraphQlField& field, std::string_view code, std::string_view text);
    void finish();

    CrudConfig m_config;
    CrudGraphQlOperation m_operation;
    proxy::Resumer m_resumer;
    Answer m_answer;
    std::size_t m_place = 0;
    std::string m_data, m_errors;
};

} // namespace gatehouse::protocols
