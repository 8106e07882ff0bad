// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/grpc.h"

#include "gateway/http/header_table.h"
#include "gateway/http/syntax.h"

#include <algorithm>
#include <array>
#include <limits>

namespace gatehouse::http {

namespace {

struct StatusRow {
    std::string_view name;
    std::uint16_t httpStatus;
};

// Data-plane 14; in the order of the enum.
constexpr std::array<StatusRow, static_cast<std::size_t>(GrpcStatus::Count_)> statusTable{{
    {"OK", 200},
    {"CANCELLED", 499},
    {"UNKNOWN", 500},
    {"INVALID_ARGUMENT", 400},
    {"DEADLINE_EXCEEDED", 504},
    {"NOT_FOUND", 404},
    {"ALREADY_EXISTS", 409},
    {"PERMISSION_DENIED", 403},
    {"RESOURCE_EXHAUSTED", 429},
    {"FAILED_PRECONDITION", 412},
    {"ABORTED", 409},
    {"OUT_OF_RANGE", 400},
    {"UNIMPLEMENTED", 501},
    {"INTERNAL", 500},
    {"UNAVAILABLE", 503},
    {"DATA_LOSS", 500},
    {"UNAUTHENTICATED", 401},
}};

constexpr std::string_view hexDigits = "0123456789ABCDEF";

std::int64_t nanosecondsOf(char unit)
{
    switch (unit) {
    case 'H':
        return 3'600'000'000'000;
    case 'M':
        return 60'000'000'000;
    case 'S':
        return 1'000'000'000;
    case 'm':
        return 1'000'000;
    case 'u':
        return 1'000;
    case 'n':
        return 1;
    default:
        return 0;
    }
}

} // namespace

std::string_view nameOf(GrpcStatus status)
{
    return statusTable[static_cast<std::size_t>(status)].name;
}

std::uint16_t httpStatusOf(GrpcStatus status)
{
    return statusTable[static_cast<std::size_t>(status)].httpStatus;
}

GrpcStatus grpcStatusOfAnswer(int httpStatus)
{
    switch (httpStatus) {
    case 400:
        return GrpcStatus::Internal;
    case 401:
        return GrpcStatus::Unauthenticated;
    case 403:
        return GrpcStatus::PermissionDenied;
    case 404:
        return GrpcStatus::Unimplemented;
    case 429:
    case 502:
    case 503:
    case 504:
        return GrpcStatus::Unavailable;
    default:
        return GrpcStatus::Unknown;
    }
}

GrpcStatus grpcStatusOfError(int httpStatus)
{
    switch (httpStatus) {
    case 401:
        return GrpcStatus::Unauthenticated;
    case 403:
        return GrpcStatus::PermissionDenied;
    case 404:
    case 405:
    case 501:
        return GrpcStatus::Unimplemented;
    case 408:
    case 504:
        return GrpcStatus::DeadlineExceeded;
    case 413:
    case 429:
    case 431:
        return GrpcStatus::ResourceExhausted;
    case 502:
    case 503:
        return GrpcStatus::Unavailable;
    case 499:
        return GrpcStatus::Cancelled;
    default:
        return httpStatus >= 400 && httpStatus < 500 ? GrpcStatus::InvalidArgument : GrpcStatus::Internal;
    }
}

std::optional<GrpcStatus> parseGrpcStatus(std::string_view text)
{
    constexpr std::size_t MaxDigits = 9;
    if (text.empty() || text.size() > MaxDigits)
        return std::nullopt;
    std::uint32_t code = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return std::nullopt;
        code = code * 10 + static_cast<std::uint32_t>(c - '0');
    }
    return code < statusTable.size() ? static_cast<GrpcStatus>(code) : GrpcStatus::Unknown;
}

GrpcType grpcTypeOf(std::string_view contentType)
{
    constexpr std::string_view native = "application/grpc";
    std::string_view type = contentType.substr(0, contentType.find(';'));
    while (!type.empty() && (type.back() == ' ' || type.back() == '\t'))
        type.remove_suffix(1);
    if (type.size() < native.size() || !equalsIgnoreCase(type.substr(0, native.size()), native))
        return {};
    type.remove_prefix(native.size());
    const std::size_t plus = std::min(type.find('+'), type.size());
    const std::string_view variant = type.substr(0, plus);
    const std::string_view codec = type.substr(plus);
    if (codec.size() == 1)
        return {};
    if (variant.empty())
        return {GrpcMedia::Native, codec};
    if (equalsIgnoreCase(variant, "-web"))
        return {GrpcMedia::Web, codec};
    if (equalsIgnoreCase(variant, "-web-text"))
        return {GrpcMedia::WebText, codec};
    return {};
}

std::string encodeGrpcMessage(std::string_view text)
{
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte <= 0x7e && c != '%') {
            encoded += c;
            continue;
        }
        encoded += '%';
        encoded += hexDigits[byte >> 4];
        encoded += hexDigits[byte & 0x0f];
    }
    return encoded;
}

std::string decodeGrpcMessage(std::string_view text)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hexValue(text[i + 1]) : -1;
        const int low = high >= 0 ? hexValue(text[i + 2]) : -1;
        if (low < 0) {
            decoded += text[i];
            continue;
        }
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return decoded;
}

std::optional<std::int64_t> grpcTimeoutNs(std::string_view text)
{
    constexpr std::size_t MaxDigits = 8;
    if (text.size() < 2 || text.size() > MaxDigits + 1)
        return std::nullopt;
    const std::int64_t unit = nanosecondsOf(text.back());
    std::int64_t value = 0;
    for (const char c : text.substr(0, text.size() - 1)) {
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    if (unit == 0)
        return std::nullopt;
    if (value > std::numeric_limits<std::int64_t>::max() / unit)
        return std::numeric_limits<std::int64_t>::max();
    return value * unit;
}

void appendGrpcFrame(std::string& out, std::uint8_t flags, std::string_view payload)
{
    const auto size = static_cast<std::uint32_t>(payload.size());
    out += static_cast<char>(flags);
    for (const unsigned shift : {24U, 16U, 8U, 0U})
        out += static_cast<char>(size >> shift & 0xffU);
    out.append(payload);
}

void appendGrpcTrailers(std::string& out, const Trailers& trailers)
{
    std::string block;
    for (const auto& [name, value] : trailers)
        block.append(name).append(": ").append(value).append("\r\n");
    appendGrpcFrame(out, GrpcTrailers, block);
}

GrpcFrames::Step GrpcFrames::next()
{
    if (m_at == m_body.size())
        return Step::End;
    const std::string_view rest = m_body.substr(m_at);
    if (rest.size() < GrpcPrefixBytes)
        return Step::More;
    std::uint32_t size = 0;
    for (const char c : rest.substr(1, GrpcPrefixBytes - 1))
        size = size << 8 | static_cast<unsigned char>(c);
    if (rest.size() - GrpcPrefixBytes < size)
        return Step::More;
    m_flags = static_cast<std::uint8_t>(rest.front());
    m_payload = rest.substr(GrpcPrefixBytes, size);
    m_at += GrpcPrefixBytes + size;
    return Step::Frame;
}

} // namespace gatehouse::http
