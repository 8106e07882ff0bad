// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/crud_graphql.h"

#include "gateway/filters/graphql_lexer.h"
#include "gateway/proxy/error_renderer.h"

#include <algorithm>
#include <utility>

namespace gatehouse::protocols {

namespace {

using filters::GraphQlLexer;
using filters::Json;
using Kind = GraphQlLexer::Kind;
using Field = CrudSelection::Field;

constexpr int maxDepth = 64;
constexpr std::size_t maxFields = 50; // of the operation; each is one call to the storage

/// Reads what the storage can serve; the first fault ends it.
class Reader {
public:
    Reader(std::string_view text, const Json* variables)
        : m_lexer(text)
        , m_variables(variables)
    {
        advance();
    }

    struct Named {
        std::string name;
        CrudGraphQlOperation operation;
    };
    std::vector<Named> document();
    const std::string& fault() const { return m_fault; }

private:
    void advance() { m_token = m_lexer.next(); }
    bool fail(std::string text)
    {
        if (m_fault.empty())
            m_fault = std::move(text);
        return false;
    }
    bool syntax()
    {
        return fail(m_token.kind == Kind::End ? "Syntax error: the document ends too early"
                                              : "Syntax error at \"" + std::string(m_token.text) + '"');
    }
    bool take(char punctuator);
    bool takeName(std::string& into);
    bool operation(Named& into);
    bool variableDefinitions();
    bool type();
    bool rootFields(CrudGraphQlOperation& into);
    bool rootField(CrudGraphQlField& into);
    bool keyAndName(std::string& key, std::string& name);
    bool arguments(Json& into, int depth);
    bool selection(std::vector<Field>& into, int depth);
    bool value(Json& into, int depth);
    bool list(Json& into, int depth);
    bool object(Json& into, int depth, char end);
    bool plain();

    GraphQlLexer m_lexer;
    GraphQlLexer::Token m_token;
    const Json* m_variables;
    Json m_defaults = Json::object();
    std::string m_fault;
};

/// Escapes of strings are those of JSON (section 2.9.4), but for block strings.
std::optional<Json> stringOf(std::string_view quoted)
{
    if (!quoted.starts_with("\"\"\"") || quoted.size() < 6)
        return Json::parse(quoted);
    std::string text(quoted.substr(3, quoted.size() - 6));
    for (std::size_t at = 0; (at = text.find("\\\"\"\"", at)) != std::string::npos; at += 3)
        text.erase(at, 1);
    return Json::string(text);
}

bool Reader::take(char punctuator)
{
    if (!m_token.is(punctuator))
        return syntax();
    advance();
    return true;
}

bool Reader::takeName(std::string& into)
{
    if (m_token.kind != Kind::Name)
        return syntax();
    into = m_token.text;
    advance();
    return true;
}

/// Nothing that the storage would have to overlook.
bool Reader::plain()
{
    if (m_token.kind == Kind::Spread)
        return fail("Fragments are not served by the built-in storage");
    return m_token.is('@') ? fail("Directives are not served by the built-in storage") : true;
}

std::vector<Reader::Named> Reader::document()
{
    std::vector<Named> operations;
    while (m_fault.empty() && m_token.kind != Kind::End) {
        Named named;
        if (operation(named))
            operations.push_back(std::move(named));
    }
    return operations;
}

bool Reader::operation(Named& into)
{
    m_defaults = Json::object();
    if (m_token.kind == Kind::Name) {
        const std::string word(m_token.text);
        if (word == "fragment")
            return fail("Fragments are not served by the built-in storage");
        if (word != "query" && word != "mutation")
            return word == "subscription" ? fail("Subscriptions are not served by the built-in storage")
                                          : syntax();
        into.operation.mutation = word == "mutation";
        advance();
        if (m_token.kind == Kind::Name)
            takeName(into.name);
        if (m_token.is('(') && !variableDefinitions())
            return false;
    }
    return plain() && rootFields(into.operation);
}

bool Reader::variableDefinitions()
{
    advance();
    while (!m_token.is(')')) {
        std::string name;
        if (!take('$') || !takeName(name) || !take(':') || !type())
            return false;
        if (!m_token.is('='))
            continue;
        advance();
        Json fallback;
        if (!value(fallback, 1))
            return false;
        m_defaults.set(name, std::move(fallback));
    }
    advance();
    return true;
}

/// Types are those of the values, whatever is declared.
bool Reader::type()
{
    int open = 0;
    for (; m_token.is('['); ++open)
        advance();
    std::string name;
    if (!takeName(name))
        return false;
    for (;;) {
        if (m_token.is('!'))
            advance();
        if (open-- == 0)
            return true;
        if (!take(']'))
            return false;
    }
}

bool Reader::rootFields(CrudGraphQlOperation& into)
{
    if (!take('{'))
        return false;
    do {
        CrudGraphQlField field;
        if (!rootField(field))
            return false;
        into.fields.push_back(std::move(field));
        if (into.fields.size() > maxFields)
            return fail("There are more than " + std::to_string(maxFields) + " fields in one operation");
    } while (!m_token.is('}'));
    advance();
    return true;
}

bool Reader::keyAndName(std::string& key, std::string& name)
{
    if (!plain() || !takeName(key))
        return false;
    name = key;
    if (!m_token.is(':'))
        return true;
    advance();
    return takeName(name);
}

bool Reader::rootField(CrudGraphQlField& into)
{
    if (!keyAndName(into.key, into.name))
        return false;
    if (m_token.is('(') && !arguments(into.arguments, 1))
        return false;
    return plain() && (!m_token.is('{') || selection(into.selection.fields, 1));
}

bool Reader::arguments(Json& into, int depth)
{
    advance();
    return object(into, depth, ')');
}

bool Reader::selection(std::vector<Field>& into, int depth)
{
    if (depth > maxDepth)
        return fail("The selection is nested too deep");
    advance();
    do {
        Field field;
        if (!keyAndName(field.key, field.name))
            return false;
        Json ignored = Json::object();
        if (m_token.is('(') && !arguments(ignored, depth))
            return false;
        if (!plain() || (m_token.is('{') && !selection(field.below, depth + 1)))
            return false;
        into.push_back(std::move(field));
    } while (!m_token.is('}'));
    advance();
    return true;
}

bool Reader::value(Json& into, int depth)
{
    if (depth > maxDepth)
        return fail("A value is nested too deep");
    if (m_token.is('$')) {
        advance();
        std::string name;
        if (!takeName(name))
            return false;
        const Json* const given = m_variables ? m_variables->find(name) : nullptr;
        const Json* const found = given ? given : m_defaults.find(name);
        into = found ? *found : Json();
        return true;
    }
    if (m_token.is('['))
        return list(into, depth);
    if (m_token.is('{')) {
        advance();
        into = Json::object();
        return object(into, depth, '}');
    }
    std::optional<Json> read;
    if (m_token.kind == Kind::String)
        read = stringOf(m_token.text);
    else if (m_token.kind == Kind::Number)
        read = Json::parse(m_token.text);
    else if (m_token.kind == Kind::Name)
        read = m_token.text == "true" || m_token.text == "false" || m_token.text == "null"
                   ? Json::parse(m_token.text)
                   : Json::string(m_token.text);
    if (!read)
        return syntax();
    into = std::move(*read);
    advance();
    return true;
}

bool Reader::list(Json& into, int depth)
{
    advance();
    into = Json::array();
    while (!m_token.is(']')) {
        Json item;
        if (!value(item, depth + 1))
            return false;
        into.items().push_back(std::move(item));
    }
    advance();
    return true;
}

bool Reader::object(Json& into, int depth, char end)
{
    while (!m_token.is(end)) {
        std::string name;
        Json member;
        if (!takeName(name) || !take(':') || !value(member, depth + 1))
            return false;
        if (into.find(name))
            return fail("\"" + name + "\" is there twice");
        into.set(name, std::move(member));
    }
    advance();
    return true;
}

} // namespace

std::variant<CrudGraphQlOperation, std::string> readCrudGraphQl(const Json& request)
{
    const Json* const query = request.find("query");
    if (!query || query->kind() != Json::Kind::String)
        return "query: must be a text";
    Reader reader(query->text(), request.find("variables"));
    std::vector<Reader::Named> operations = reader.document();
    if (!reader.fault().empty())
        return reader.fault();
    const Json* const wanted = request.find("operationName");
    const bool named = wanted && wanted->kind() == Json::Kind::String && !wanted->text().empty();
    if (!named)
        return operations.size() == 1
                   ? std::variant<CrudGraphQlOperation, std::string>(std::move(operations[0].operation))
                   : std::string("operationName: must say which of the operations is to run");
    const auto found = std::find_if(operations.begin(), operations.end(),
                                    [&](const Reader::Named& one) { return one.name == wanted->text(); });
    if (found == operations.end())
        return "operationName: there is no operation of that name";
    return std::move(found->operation);
}

void writeSelected(const Json& value, const std::vector<Field>& fields, std::string& out)
{
    if (value.kind() == Json::Kind::Array && !fields.empty()) {
        out.push_back('[');
        for (std::size_t i = 0; i < value.items().size(); ++i) {
            if (i != 0)
                out.push_back(',');
            writeSelected(value.items()[i], fields, out);
        }
        out.push_back(']');
        return;
    }
    if (value.kind() != Json::Kind::Object || fields.empty())
        return value.write(out);
    out.push_back('{');
    bool first = true;
    for (const Field& field : fields) {
        if (!std::exchange(first, false))
            out.push_back(',');
        proxy::appendJsonString(out, field.key);
        out.push_back(':');
        // "_id" begins with one underscore; clients whose tools mind may say "id".
        const Json* found = value.find(field.name);
        if (!found && field.name == "id")
            found = value.find("_id");
        if (field.name == "__typename")
            out.append("\"Item\"");
        else if (found)
            writeSelected(*found, field.below, out);
        else
            out.append("null");
    }
    out.push_back('}');
}

} // namespace gatehouse::protocols
