// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever an issuer says about a token: it is good only when the answer says so, and is not kept past its
// end.
#include "gateway/filters/introspection.h"
#include "tests/fuzz/check.h"

using namespace gatehouse;
using namespace gatehouse::filters;
using gatehouse::fuzz::check;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const std::string body(reinterpret_cast<const char*>(data), size);
    ManualClock clock;
    TokenRules rules;
    rules.issuer = "https://issuer.example";
    rules.issuerIsTold = false;
    rules.scopes = {"read"};
    rules.knownConsumers = false;
    rules.claimHeaders = {{"sub", "X-Who"}, {"realm.roles", "X-Roles"}};
    const auto tokens = std::make_shared<Introspection>(
        clock, rules,
        [&body](const std::string&, const Introspection::Replied& replied) {
            replied({body, {}});
        },
        Introspection::Limits());
    Introspection::Known outcome;
    check(tokens->ask("token", [&outcome] { return [&outcome](const auto& told) { outcome = told; }; }),
          "one question is not too many");
    check(outcome != nullptr, "every answer ends the question");
    check((outcome->token != nullptr) == (outcome->fault == TokenFault::None), "a token or a fault");
    if (!outcome->token)
        return 0;
    check(body.find("true") != std::string::npos, "the answer says that it is active");
    check(!outcome->token->consumer.empty() && outcome->token->stranger, "somebody calls");
    for (const auto& [header, value] : outcome->token->headers)
        check(value.find_first_of("\r\n") == std::string::npos, "no value ends its line");
    check(outcome->expiresSec <= clock.wallMs() / 1000 + 60, "kept for as long as allowed");
    return 0;
}
