// SPDX-License-Identifier: GPL-3.0-or-later
// A .proto text; behind a NUL byte JSON for the first method of it, or the bytes of its answer.
#include "gateway/protocols/grpc_request.h"
#include "gateway/protocols/proto_schema.h"
#include "tests/fuzz/check.h"

#include <cstdint>
#include <string>
#include <string_view>

using gatehouse::fuzz::check;
using namespace gatehouse::protocols;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t end = input.find('\0');
    const std::string_view rest = end == std::string_view::npos ? std::string_view() : input.substr(end + 1);
    const ProtoSchema::Compiled compiled = ProtoSchema::compile(input.substr(0, end));
    check((compiled.schema == nullptr) == !compiled.faults.empty(), "a refusal says why");
    GrpcRequest request;
    (void)GrpcRequest::read(rest, request);
    if (!compiled.schema || compiled.schema->methods().empty())
        return 0;
    const ProtoMethod& method = compiled.schema->methods().front();
    check(compiled.schema->find(method.service, method.name) != nullptr, "a method is found by its name");
    std::string why;
    if (const auto binary = compiled.schema->fromJson(method.input, rest, why))
        check(compiled.schema->toJson(method.input, *binary, why).has_value(),
              "what was read can be written");
    (void)compiled.schema->toJson(method.output, rest, why);
    return 0;
}
