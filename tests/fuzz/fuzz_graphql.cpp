// SPDX-License-Identifier: GPL-3.0-or-later
// A GraphQL document.
#include "gateway/filters/graphql_lexer.h"
#include "gateway/filters/graphql_query.h"
#include "tests/fuzz/check.h"

#include <cstdint>
#include <string_view>

using gatehouse::fuzz::check;
using namespace gatehouse::filters;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    GraphQlLexer lexer(text);
    std::size_t tokens = 0;
    for (auto token = lexer.next(); token.kind != GraphQlLexer::Kind::End; token = lexer.next()) {
        check(token.text.data() >= text.data() && token.text.data() + token.text.size() <= text.data() + size,
              "a token is a part of the text");
        check(++tokens <= size + 1, "the lexer goes on");
        if (token.kind == GraphQlLexer::Kind::Bad) {
            check(lexer.next().kind == GraphQlLexer::Kind::End, "nothing comes after a bad token");
            break;
        }
    }
    const GraphQlMeasure measure = measureGraphQl(text);
    if (measure.fault == GraphQlMeasure::Fault::None) {
        check(measure.depth >= 1 && measure.fields + 1 >= 1, "a document selects something");
        check(measure.aliases <= measure.fields, "an alias has a field");
    } else {
        check(!textOf(measure.fault).empty(), "a fault has words");
    }
    return 0;
}
