// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace gatehouse::filters {

/// What a GraphQL document asks for at most, with its fragments put in where they are spread. Of several
/// operations the largest numbers count: which one runs is not decided here.
struct GraphQlMeasure {
    enum class Fault : std::uint8_t { None, Syntax, TooNested, TooManyFragments, FragmentCycle };

    Fault fault = Fault::None;
    std::uint64_t depth = 0;   ///< levels of selection sets
    std::uint64_t fields = 0;  ///< selected, every spread counted
    std::uint64_t aliases = 0; ///< as well
    bool introspects = false;  ///< asks for __schema or __type
};

/// Time and memory are linear in the text, whatever the fragments multiply to: each is measured once.
GraphQlMeasure measureGraphQl(std::string_view document);

std::string_view textOf(GraphQlMeasure::Fault fault);

/// The names of its operations, as views of the document; an empty one for each without a name. None when it
/// is no GraphQL document.
std::vector<std::string_view> operationsOfGraphQl(std::string_view document);

} // namespace gatehouse::filters
