// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/graphql_query.h"

#include "gateway/filters/graphql_lexer.h"

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <vector>

namespace gatehouse::filters {

namespace {

using Fault = GraphQlMeasure::Fault;
using Kind = GraphQlLexer::Kind;
using Token = GraphQlLexer::Token;

constexpr int maxNesting = 200; ///< of the text; deeper ones are refused before they can exhaust the stack
constexpr std::size_t maxDefinitions = 1000;

std::uint64_t plus(std::uint64_t a, std::uint64_t b)
{
    return a > std::numeric_limits<std::uint64_t>::max() - b ? std::numeric_limits<std::uint64_t>::max()
                                                             : a + b;
}

/// An operation or a fragment, before fragments are put in.
struct Definition {
    struct Spread {
        std::string_view fragment;
        std::uint64_t level; ///< selection sets around it
    };
    std::string_view name; ///< of an operation that has one
    std::uint64_t depth = 0, fields = 0, aliases = 0;
    bool introspects = false;
    std::vector<Spread> spreads;
    enum class State : std::uint8_t { Open, Busy, Done } state = State::Open;
};

/// Recursive descent over sections 2.2 to 2.8; values and types are skipped by their brackets.
class Reader {
public:
    explicit Reader(std::string_view text)
        : m_lexer(text)
    {
        advance();
    }

    bool document()
    {
        while (m_token.kind != Kind::End) {
            if (m_operations.size() + m_fragments.size() >= maxDefinitions)
                return fail(Fault::TooManyFragments);
            if (!definition())
                return false;
        }
        return !m_operations.empty() || fail(Fault::Syntax);
    }

    Fault fault = Fault::None;
    std::vector<Definition> m_operations;
    std::unordered_map<std::string_view, Definition> m_fragments;

private:
    void advance() { m_token = m_lexer.next(); }
    bool fail(Fault why)
    {
        fault = fault == Fault::None ? why : fault;
        return false;
    }
    bool takeName(std::string_view& name)
    {
        if (m_token.kind != Kind::Name)
            return fail(Fault::Syntax);
        name = m_token.text;
        advance();
        return true;
    }

    bool definition()
    {
        if (m_token.is('{'))
            return operation({});
        std::string_view word, name;
        if (!takeName(word))
            return false;
        if (word == "fragment")
            return fragment();
        if (word != "query" && word != "mutation" && word != "subscription")
            return fail(Fault::Syntax);
        if (m_token.kind == Kind::Name && !takeName(name))
            return false;
        return operation(name);
    }

    bool operation(std::string_view name)
    {
        if (m_token.is('(') && !skipBrackets())
            return false;
        Definition made;
        made.name = name;
        if (!directives() || !selectionSet(made, 1))
            return false;
        m_operations.push_back(std::move(made));
        return true;
    }

    bool fragment()
    {
        std::string_view name, on, type;
        Definition made;
        if (!takeName(name) || name == "on" || !takeName(on) || on != "on" || !takeName(type))
            return fail(Fault::Syntax);
        if (!directives() || !selectionSet(made, 1))
            return false;
        return m_fragments.emplace(name, std::move(made)).second || fail(Fault::Syntax);
    }

    bool selectionSet(Definition& into, int level)
    {
        if (!m_token.is('{'))
            return fail(Fault::Syntax);
        if (level > maxNesting)
            return fail(Fault::TooNested);
        advance();
        into.depth = std::max<std::uint64_t>(into.depth, std::uint64_t(level));
        bool any = false;
        while (!m_token.is('}')) {
            any = true;
            if (!(m_token.kind == Kind::Spread ? spread(into, level) : field(into, level)))
                return false;
        }
        advance();
        return any || fail(Fault::Syntax);
    }

    bool field(Definition& into, int level)
    {
        std::string_view name;
        if (!takeName(name))
            return false;
        if (m_token.is(':')) {
            advance();
            ++into.aliases;
            if (!takeName(name))
                return false;
        }
        ++into.fields;
        into.introspects = into.introspects || name == "__schema" || name == "__type";
        if (m_token.is('(') && !skipBrackets())
            return false;
        if (!directives())
            return false;
        return !m_token.is('{') || selectionSet(into, level + 1);
    }

    bool spread(Definition& into, int level)
    {
        advance();
        std::string_view name;
        if (m_token.kind == Kind::Name && m_token.text != "on") {
            takeName(name);
            into.spreads.push_back({name, std::uint64_t(level)});
            return directives();
        }
        if (m_token.kind == Kind::Name) {
            advance();
            if (!takeName(name))
                return false;
        }
        // An inline fragment is no level of its own, but the text must not nest without end.
        if (!directives())
            return false;
        if (++m_inline > maxNesting)
            return fail(Fault::TooNested);
        const bool good = selectionSet(into, level);
        --m_inline;
        return good;
    }

    bool directives()
    {
        std::string_view name;
        while (m_token.is('@')) {
            advance();
            if (!takeName(name) || (m_token.is('(') && !skipBrackets()))
                return false;
        }
        return true;
    }

    /// Arguments and variable definitions: whatever is inside, brackets must match.
    bool skipBrackets()
    {
        std::vector<char> open;
        do {
            if (m_token.kind == Kind::End || m_token.kind == Kind::Bad)
                return fail(Fault::Syntax);
            if (m_token.is('(') || m_token.is('[') || m_token.is('{'))
                open.push_back(m_token.text[0] == '(' ? ')' : m_token.text[0] == '[' ? ']' : '}');
            else if (m_token.is(')') || m_token.is(']') || m_token.is('}')) {
                if (open.back() != m_token.text[0])
                    return fail(Fault::Syntax);
                open.pop_back();
            }
            if (open.size() > std::size_t(maxNesting))
                return fail(Fault::TooNested);
            advance();
        } while (!open.empty());
        return true;
    }

    GraphQlLexer m_lexer;
    Token m_token;
    int m_inline = 0;
};

/// Puts in what is spread, each fragment once. Recursion is no deeper than there are fragments, so it is
/// bounded by maxDefinitions.
bool resolve(Definition& definition, std::unordered_map<std::string_view, Definition>& fragments)
{
    using State = Definition::State;
    if (definition.state != State::Open)
        return definition.state == State::Done;
    definition.state = State::Busy;
    for (const Definition::Spread& spread : definition.spreads) {
        const auto found = fragments.find(spread.fragment);
        if (found == fragments.end())
            continue; // the upstream will say so
        if (!resolve(found->second, fragments))
            return false;
        const Definition& put = found->second;
        // The fragment's own selection set takes the place of the one it is spread in.
        definition.depth = std::max(definition.depth, plus(spread.level - 1, put.depth));
        definition.fields = plus(definition.fields, put.fields);
        definition.aliases = plus(definition.aliases, put.aliases);
        definition.introspects = definition.introspects || put.introspects;
    }
    definition.state = State::Done;
    return true;
}

} // namespace

GraphQlMeasure measureGraphQl(std::string_view document)
{
    GraphQlMeasure measure;
    Reader reader(document);
    if (!reader.document()) {
        measure.fault = reader.fault;
        return measure;
    }
    for (Definition& operation : reader.m_operations) {
        if (!resolve(operation, reader.m_fragments)) {
            measure.fault = Fault::FragmentCycle;
            return measure;
        }
        measure.depth = std::max(measure.depth, operation.depth);
        measure.fields = std::max(measure.fields, operation.fields);
        measure.aliases = std::max(measure.aliases, operation.aliases);
        measure.introspects = measure.introspects || operation.introspects;
    }
    return measure;
}

std::vector<std::string_view> operationsOfGraphQl(std::string_view document)
{
    std::vector<std::string_view> names;
    Reader reader(document);
    if (!reader.document())
        return names;
    for (const Definition& operation : reader.m_operations)
        names.push_back(operation.name);
    return names;
}

std::string_view textOf(GraphQlMeasure::Fault fault)
{
    switch (fault) {
    case Fault::None:
        return {};
    case Fault::Syntax:
        return "Query is no GraphQL document";
    case Fault::TooNested:
        return "Query is nested too deeply";
    case Fault::TooManyFragments:
        return "Query has too many definitions";
    case Fault::FragmentCycle:
        return "Query has fragments that contain themselves";
    }
    return {};
}

} // namespace gatehouse::filters
