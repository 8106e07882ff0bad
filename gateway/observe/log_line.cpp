// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/log_line.h"

#include "common/core/ids.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <charconv>
#include <initializer_list>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::observe {

namespace {

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// The escaped text of a field of a flat JSON object; `name` is the whole piece `"name":"`.
std::string_view textField(std::string_view line, std::string_view name)
{
    std::size_t at = line.find(name);
    if (at == std::string_view::npos)
        return {};
    at += name.size();
    std::size_t end = at;
    while (end < line.size() && line[end] != '"')
        end += line[end] == '\\' ? 2 : 1;
    return line.substr(at, std::min(end, line.size()) - at);
}

double numberField(std::string_view line, std::string_view name)
{
    const std::size_t at = line.find(name);
    double value = -1;
    if (at != std::string_view::npos)
        std::from_chars(line.data() + at + name.size(), line.data() + line.size(), value);
    return value;
}

/// Digits at fixed places: "2026-01-02T03:04:05" and ".678" or ",678"; 0 when it is no time.
std::int64_t timeOf(std::string_view text)
{
    if (text.size() < 19 || text[4] != '-' || text[13] != ':')
        return 0;
    const auto digits = [&](std::size_t at, std::size_t n) {
        int value = 0;
        std::from_chars(text.data() + at, text.data() + at + n, value);
        return value;
    };
    const auto year = static_cast<unsigned>(digits(0, 4));
    const auto month = static_cast<unsigned>(digits(5, 2));
    const auto day = static_cast<unsigned>(digits(8, 2));
    if (month < 1 || month > 12 || day < 1)
        return 0;
    // Days since 1970 in the proleptic Gregorian calendar.
    const std::int64_t y = static_cast<std::int64_t>(year) - (month <= 2 ? 1 : 0);
    const std::int64_t era = y / 400;
    const std::int64_t yearOfEra = y - era * 400;
    const std::int64_t dayOfYear =
        (153 * (static_cast<std::int64_t>(month) + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t days =
        era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
    const std::int64_t seconds = days * 86400 + digits(11, 2) * 3600 + digits(14, 2) * 60 + digits(17, 2);
    const bool hasMs = text.size() >= 23 && (text[19] == '.' || text[19] == ',');
    return seconds * 1000 + (hasMs ? digits(20, 3) : 0);
}

/// The text behind `label` up to a blank or bar.
std::string_view wordAfter(std::string_view message, std::string_view label)
{
    const std::size_t at = message.find(label);
    if (at == std::string_view::npos)
        return {};
    const std::string_view rest = message.substr(at + label.size());
    return rest.substr(0, rest.find_first_of(" |"));
}

void readMessage(LogLine& line)
{
    const std::string_view m = line.message;
    line.user = wordAfter(m, "Username: ");
    line.ip = wordAfter(m, "From: ");
    if (const std::size_t colon = line.ip.rfind(':');
        colon != std::string_view::npos && line.ip.find(':') == colon)
        line.ip = line.ip.substr(0, colon);
    if (line.ip.empty())
        line.ip = wordAfter(m, "effective_ip=");
    line.method = wordAfter(m, "Endpoint: ");
    if (line.method.empty()) {
        line.method = wordAfter(m, "method=");
        line.endpoint = wordAfter(m, "path=");
    } else {
        const std::size_t at = m.find("Endpoint: ") + 10 + line.method.size() + 1;
        line.endpoint = at < m.size() ? m.substr(at, m.find_first_of(" |", at) - at) : std::string_view();
    }
    const std::string_view status = wordAfter(m, "status_code: ");
    std::from_chars(status.data(), status.data() + status.size(), line.status);
    const std::string_view time = wordAfter(m, "Total time: ");
    std::from_chars(time.data(), time.data() + time.size(), line.responseMs);
}

std::optional<LogLine> parseJson(std::string_view text)
{
    LogLine line;
    line.isJson = true;
    line.level = textField(text, "\"level\":\"");
    line.source = textField(text, "\"name\":\"");
    line.requestId = textField(text, "\"request_id\":\"");
    line.isAccess = line.source == "access";
    if (!line.isAccess) {
        line.wallMs = timeOf(textField(text, "\"time\":\""));
        line.message = textField(text, "\"message\":\"");
        readMessage(line);
        return line.wallMs ? std::optional(line) : std::nullopt;
    }
    line.wallMs = timeOf(textField(text, "\"ts\":\""));
    line.user = textField(text, "\"consumer\":\"");
    line.ip = textField(text, "\"client_ip\":\"");
    line.method = textField(text, "\"method\":\"");
    line.endpoint = textField(text, "\"path\":\"");
    line.api = textField(text, "\"api\":\"");
    line.reason = textField(text, "\"error_reason\":\"");
    line.upstream = textField(text, "\"upstream\":\"");
    line.responseMs = numberField(text, "\"duration_ms\":");
    line.status = static_cast<int>(numberField(text, "\"status\":"));
    return line.wallMs ? std::optional(line) : std::nullopt;
}

/// time - logger - LEVEL - request id | message
std::optional<LogLine> parsePlain(std::string_view text)
{
    LogLine line;
    line.wallMs = timeOf(text);
    const std::size_t logger = text.find(" - ");
    const std::size_t level = logger == std::string_view::npos ? logger : text.find(" - ", logger + 3);
    const std::size_t id = level == std::string_view::npos ? level : text.find(" - ", level + 3);
    const std::size_t bar = id == std::string_view::npos ? id : text.find(" | ", id);
    if (line.wallMs == 0 || bar == std::string_view::npos)
        return std::nullopt;
    line.source = text.substr(logger + 3, level - logger - 3);
    line.level = text.substr(level + 3, id - level - 3);
    line.requestId = text.substr(id + 3, bar - id - 3);
    line.message = text.substr(bar + 3);
    readMessage(line);
    return line;
}

bool contains(std::string_view text, std::initializer_list<std::string_view> parts)
{
    return std::any_of(parts.begin(), parts.end(),
                       [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

QString unescaped(std::string_view text, bool isJson)
{
    if (!isJson || text.find('\\') == std::string_view::npos)
        return toQString(text);
    const QByteArray array = "[\"" + QByteArray(text.data(), static_cast<qsizetype>(text.size())) + "\"]";
    return QJsonDocument::fromJson(array).array().at(0).toString();
}

} // namespace

std::optional<LogLine> LogLine::parse(std::string_view line)
{
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
        line.remove_suffix(1);
    if (line.empty())
        return std::nullopt;
    return line.front() == '{' ? parseJson(line) : parsePlain(line);
}

std::string_view LogLine::type() const
{
    if (isAccess && !api.empty())
        return "gateway";
    if (contains(endpoint, {"/rest", "/soap", "/graphql", "/grpc"}) ||
        contains(message, {"REST gateway", "upstream"}))
        return "gateway";
    if (contains(endpoint, {"/authorization", "login", "register", "token", "permission"}))
        return "auth";
    return "platform";
}

QString LogLine::messageText() const
{
    if (!isAccess)
        return unescaped(message, isJson);
    QString text = u"Endpoint: %1 %2 | status_code: %3 | Total time: %4ms"_s
                       .arg(unescaped(method, isJson), unescaped(endpoint, isJson))
                       .arg(status)
                       .arg(responseMs, 0, 'f', 2);
    if (!reason.empty())
        text += u" | reason: "_s + unescaped(reason, isJson);
    if (!upstream.empty())
        text += u" | upstream: "_s + unescaped(upstream, isJson);
    return text;
}

QJsonObject LogLine::toJson() const
{
    QJsonObject out{{u"timestamp"_s, isoTime(wallMs)},
                    {u"level"_s, toQString(level)},
                    {u"message"_s, messageText()},
                    {u"source"_s, unescaped(source, isJson)},
                    {u"type"_s, toQString(type())}};
    const auto text = [&](const QString& name, std::string_view value) {
        if (!value.empty())
            out.insert(name, unescaped(value, isJson));
    };
    text(u"request_id"_s, requestId == "no-request-id" ? std::string_view() : requestId);
    text(u"user"_s, user);
    text(u"ip_address"_s, ip);
    text(u"method"_s, method);
    text(u"endpoint"_s, endpoint);
    text(u"api"_s, api);
    text(u"error_reason"_s, reason);
    text(u"upstream"_s, upstream);
    if (responseMs >= 0)
        out.insert(u"response_time"_s, QString::number(responseMs, 'f', 2));
    if (status >= 0)
        out.insert(u"status_code"_s, QString::number(status));
    return out;
}

} // namespace gatehouse::observe
