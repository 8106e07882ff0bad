// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/redaction.h"

#include "common/core/ascii.h"
#include "common/core/byte_block.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::observe {

namespace {

constexpr std::string_view kMark = "[REDACTED]";

struct Key {
    std::string_view name;
    std::size_t leastValue; ///< shorter values stay: "token: none" is no secret
    bool restOfLine;        ///< the value may hold blanks
};

// Longer names before the names they begin or end with.
constexpr std::array kKeys{Key{"proxy-authorization", 1, true},
                           Key{"authorization", 1, true},
                           Key{"x-api-key", 1, false},
                           Key{"api_key", 1, false},
                           Key{"api-key", 1, false},
                           Key{"apikey", 1, false},
                           Key{"api_secret", 1, false},
                           Key{"access_token_cookie", 1, false},
                           Key{"access_token", 1, false},
                           Key{"refresh_token", 1, false},
                           Key{"x-csrf-token", 1, false},
                           Key{"csrf_token", 1, false},
                           Key{"session_id", 1, false},
                           Key{"client_secret", 1, false},
                           Key{"set-cookie", 1, true},
                           Key{"cookie", 1, true},
                           Key{"password", 1, false},
                           Key{"passwd", 1, false},
                           Key{"secret", 1, false},
                           Key{"token", 20, false}};

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool isTokenChar(char c)
{
    return isWord(c) || c == '-' || c == '.' || c == '~' || c == '+' || c == '/' || c == '=';
}

bool isJwtChar(char c)
{
    return isWord(c) || c == '-';
}

bool startsWithNoCase(std::string_view text, std::string_view word)
{
    return text.size() >= word.size() &&
           std::equal(word.begin(), word.end(), text.begin(), [](char w, char t) { return w == toLower(t); });
}

/// Length of a JWT at the start of `text`, 0 when there is none: two parts that begin with eyJ, then perhaps
/// a third.
std::size_t jwtLength(std::string_view text)
{
    if (text.substr(0, 3) != "eyJ")
        return 0;
    const auto partEnd = [&](std::size_t from) {
        while (from < text.size() && isJwtChar(text[from]))
            ++from;
        return from;
    };
    const std::size_t head = partEnd(0);
    if (head >= text.size() || text[head] != '.' || text.substr(head + 1, 3) != "eyJ")
        return 0;
    const std::size_t body = partEnd(head + 1);
    return body < text.size() && text[body] == '.' ? partEnd(body + 1) : body;
}

/// Length of a PEM private key at the start of `text`; to the end of the text when the last line is missing.
std::size_t pemLength(std::string_view text)
{
    if (text.substr(0, 11) != "-----BEGIN ")
        return 0;
    const std::size_t headEnd = text.find("-----", 11);
    if (headEnd == std::string_view::npos ||
        text.substr(0, headEnd).find("PRIVATE KEY") == std::string_view::npos)
        return 0;
    const std::size_t end = text.find("-----END ", headEnd);
    if (end == std::string_view::npos)
        return text.size();
    const std::size_t close = text.find("-----", end + 9);
    return close == std::string_view::npos ? text.size() : close + 5;
}

struct Span {
    std::size_t begin;
    std::size_t end;
};

/// Where the value after a key starts and ends. `at` is behind the name of the key.
std::optional<Span> valueSpan(std::string_view line, std::size_t at, const Key& key)
{
    const auto skip = [&](std::string_view set) {
        while (at < line.size() && set.find(line[at]) != std::string_view::npos)
            ++at;
    };
    skip("\\\"'"); // the closing quote of a quoted key, escaped perhaps
    skip(" \t");
    if (at >= line.size() || (line[at] != ':' && line[at] != '='))
        return std::nullopt;
    ++at;
    skip(" \t");
    const bool quoted = at < line.size() && (line[at] == '"' || line[at] == '\'' || line[at] == '\\');
    skip("\\\"'");
    std::size_t end = at;
    if (key.restOfLine && !quoted)
        end = std::min(line.find_first_of("\r\n|", at), line.size());
    else if (quoted)
        end = std::min(line.find_first_of("\"'\\\n", at), line.size());
    else
        end = std::min(line.find_first_of(" \t\r\n,;&|\"')}]", at), line.size());
    while (end > at && (line[end - 1] == ' ' || line[end - 1] == '\t'))
        --end;
    if (end - at < key.leastValue || line.substr(at, kMark.size()) == kMark)
        return std::nullopt;
    return Span{at, end};
}

std::optional<Span> keyedSecret(std::string_view line, std::size_t at)
{
    for (const Key& key : kKeys) {
        if (startsWithNoCase(line.substr(at), key.name))
            return valueSpan(line, at + key.name.size(), key);
    }
    return std::nullopt;
}

std::optional<Span> secretAt(std::string_view line, std::size_t at)
{
    const char c = line[at];
    if (c == 'e') {
        if (const std::size_t length = jwtLength(line.substr(at)))
            return Span{at, at + length};
    }
    if (c == '-') {
        if (const std::size_t length = pemLength(line.substr(at)))
            return Span{at, at + length};
    }
    switch (toLower(c)) {
    case 'a':
    case 'c':
    case 'p':
    case 'r':
    case 's':
    case 't':
    case 'x':
        return keyedSecret(line, at);
    default:
        return std::nullopt;
    }
}

bool isHex(std::string_view text)
{
    return text.size() >= 32 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (toLower(c) >= 'a' && toLower(c) <= 'f');
           });
}

bool looksSecret(std::string_view text)
{
    const auto tokenBehind = [&](std::string_view scheme) {
        return startsWithNoCase(text, scheme) && text.size() > scheme.size() &&
               std::all_of(text.begin() + static_cast<std::ptrdiff_t>(scheme.size()), text.end(),
                           isTokenChar);
    };
    return isHex(text) || tokenBehind("bearer ") || tokenBehind("basic ") || tokenBehind("sk-");
}

bool namesSecret(const QString& key)
{
    const QString word = key.toLower();
    if (word.endsWith("authorization_field_swap"_L1))
        return false;
    static constexpr std::array parts{"password",
                                      "passwd",
                                      "secret",
                                      "token",
                                      "key",
                                      "auth",
                                      "cookie",
                                      "session",
                                      "jwt",
                                      "credential",
                                      "connection_string",
                                      "private",
                                      "dsn"};
    return std::any_of(parts.begin(), parts.end(),
                       [&](const char* part) { return word.contains(QLatin1StringView(part)); });
}

} // namespace

/// Whether any byte is one that every secret has; looked at for each access line.
static bool hasMark(std::string_view text)
{
    const auto isMark = [](char c) { return c == '=' || c == ':' || c == 'J' || c == '-'; };
    if (text.size() < ByteBlock::size)
        return std::any_of(text.begin(), text.end(), isMark);
    const auto marks = [](const char* at) {
        const ByteBlock block(at);
        return block.equal('=') | block.equal(':') | block.equal('J') | block.equal('-');
    };
    unsigned found = marks(text.data() + text.size() - ByteBlock::size); // overlaps the others
    for (std::size_t at = 0; at + ByteBlock::size < text.size() && found == 0; at += ByteBlock::size)
        found = marks(text.data() + at);
    return found != 0;
}

bool mayHoldSecret(std::string_view text)
{
    if (!hasMark(text))
        return false;
    const auto has = [&](char c) { return std::memchr(text.data(), c, text.size()) != nullptr; };
    return !text.empty() &&
           (has('=') || has(':') || (has('J') && text.find("eyJ") != std::string_view::npos) ||
            text.find("-----BEGIN") != std::string_view::npos);
}

void redact(std::string& line)
{
    if (!mayHoldSecret(line))
        return;
    std::string out;
    std::size_t copied = 0;
    for (std::size_t at = 0; at < line.size();) {
        const std::optional<Span> secret = secretAt(line, at);
        if (!secret) {
            ++at;
            continue;
        }
        out.append(line, copied, secret->begin - copied).append(kMark);
        at = copied = std::max(secret->end, at + 1);
    }
    if (copied == 0)
        return;
    out.append(line, copied);
    line = std::move(out);
}

QJsonValue redactJson(const QJsonValue& value)
{
    if (value.isString()) {
        std::string text = value.toString().toStdString();
        if (looksSecret(text))
            return QString::fromLatin1(kMark.data(), kMark.size());
        redact(text);
        return QString::fromStdString(text);
    }
    if (value.isArray()) {
        QJsonArray out;
        const QJsonArray array = value.toArray();
        for (const QJsonValue item : array)
            out.append(redactJson(item));
        return out;
    }
    if (!value.isObject())
        return value;
    QJsonObject out;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const bool hide = namesSecret(it.key()) && !it->isBool() && !it->isNull();
        out.insert(it.key(),
                   hide ? QJsonValue(QString::fromLatin1(kMark.data(), kMark.size())) : redactJson(*it));
    }
    return out;
}

} // namespace gatehouse::observe
