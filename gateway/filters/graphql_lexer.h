// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace gatehouse::filters {

/// The tokens of a GraphQL document (specification October 2021, section 2.1). Comments, commas, white space
/// and a byte order mark are left out. The text must outlive the lexer.
class GraphQlLexer {
public:
    enum class Kind : std::uint8_t { Punctuator, Spread, Name, Number, String, End, Bad };
    struct Token {
        Kind kind = Kind::End;
        std::string_view text; ///< of a string: with its quotes

        bool is(char punctuator) const { return kind == Kind::Punctuator && text[0] == punctuator; }
    };

    explicit GraphQlLexer(std::string_view text)
        : m_text(text)
    {
    }
    /// After Bad or End always the same.
    Token next();

private:
    void skipIgnored();
    Token take(Kind kind, std::size_t size);
    Token name();
    Token number();
    Token string();
    Token blockString();
    Token bad();

    std::string_view m_text; ///< what is left
};

} // namespace gatehouse::filters
