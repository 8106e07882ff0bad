// SPDX-License-Identifier: GPL-3.0-or-later
// Answers of a reflection service, one after the other, with "\n--\n" between them; then their descriptors.
#include "gateway/protocols/reflection.h"
#include "tests/fuzz/check.h"

#include <cstdint>
#include <string>
#include <string_view>

using gatehouse::fuzz::check;
using namespace gatehouse::protocols;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::string_view border = "\n--\n";
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    ReflectionTalk talk("host", {.maxBytes = 65'536, .maxFiles = 16, .maxServices = 16});
    while (!talk.next().empty()) {
        const std::size_t end = rest.find(border);
        if (!talk.take(rest.substr(0, end)))
            break;
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + border.size());
    }
    check(talk.files().size() <= 16 && talk.services().size() <= 16, "limits hold");
    if (talk.failed())
        return 0;
    const ProtoSchema::Compiled compiled = ProtoSchema::ofDescriptors(talk.files(), talk.services());
    check((compiled.schema == nullptr) == !compiled.faults.empty(), "a refusal says why");
    if (!compiled.schema)
        return 0;
    for (const ProtoMethod& method : compiled.schema->methods())
        check(!compiled.schema->all(method.service, method.name).empty(), "a method is found by its name");
    return 0;
}
