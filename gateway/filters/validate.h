// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/body_schema.h"
#include "gateway/filters/enforcement.h"
#include "gateway/filters/validation_rule.h"

#include <string>
#include <vector>

namespace gatehouse::filters {

struct ValidateConfig {
    Enforcement enforcement;
    struct Field {
        std::string pathText;
        std::optional<JsonPath> path; ///< nothing: the text is no path, which every request is told
        ValidationRule rule;
    };
    std::vector<Field> fields; ///< in the order in which they are checked
    BodySchema::Shared schema; ///< of the body; null: none
};

/// Checks JSON and SOAP bodies of one endpoint, variables of GraphQL operations and messages of JSON calls to
/// gRPC; the first rule that fails answers 400 GTW011 (data-plane 9). JSON that says something twice is
/// refused: which of the two the upstream takes is open. A schema answers the same, but with all faults and
/// their places; where there is one, every body of a REST call must be JSON. Belongs to the chain of that
/// endpoint alone, so that no other request is held until its body is complete. Of a SOAP API every body is
/// an envelope; elsewhere bodies that say neither JSON nor XML pass.
class ValidateFilter final : public EnforcingFilter {
public:
    explicit ValidateFilter(ValidateConfig config);
    std::uint8_t hooks() const override { return proxy::HookRequest | proxy::HookRequestBody; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    proxy::Verdict requestBody(proxy::Exchange& exchange) const override;

private:
    /// Gives the text of the first fault. `body`: what `text` says; not set: it is no JSON.
    std::optional<std::string> jsonFault(std::string_view text, const std::optional<Json>& body) const;
    std::optional<std::string> soapFault(std::string_view body) const;
    std::optional<std::string> grpcFault(std::string_view body) const;
    std::optional<std::string> graphQlFault(const proxy::Exchange& exchange, std::string_view text) const;
    std::optional<std::string> operationFault(const std::string& name, const Json& variables) const;
    std::optional<std::string> valueFault(const Json& value) const;
    /// Gives all faults.
    std::string schemaFaults(std::string_view text, const std::optional<Json>& body) const;
    bool usesSchema(const proxy::Exchange& exchange) const;
    proxy::Verdict invalid(proxy::Exchange& exchange, std::string_view text, std::size_t longest = 255) const;

    ValidateConfig m_config;
};

/// Whether a content type speaks of JSON, or of XML.
bool saysJson(std::string_view contentType);
bool saysXml(std::string_view contentType);

} // namespace gatehouse::filters
