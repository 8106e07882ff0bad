// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/access_line.h"

#include "gateway/observe/metrics_table.h"
#include "gateway/observe/redaction.h"

#include <array>
#include <cstring>

namespace gatehouse::observe {

namespace {

constexpr std::string_view surfaceName(Surface surface)
{
    switch (surface) {
    case Surface::Traffic:
        return "traffic";
    case Surface::Admin:
        return "admin";
    case Surface::Probe:
        break;
    }
    return "probe";
}

/// Room for all names, numbers and punctuation of a line.
constexpr std::size_t kFixedBytes = 1024;

/// The most bytes a line can take.
std::size_t lineBound(const RequestRecord& r, std::string_view path, std::string_view agent)
{
    const std::size_t texts = r.requestId.size() + r.traceId.size() + r.clientAddress.size() +
                              r.method.size() + path.size() + agent.size() + r.httpVersion.size() +
                              r.tlsVersion.size() + r.tenant.size() + r.api.size() + r.apiVersion.size() +
                              r.route.size() + r.operation.size() + r.principal.size() +
                              r.subscription.size() + r.keyPrefix.size() + r.upstream.size() +
                              r.reason.size() + r.policy.size() + r.dryRun.size() + r.cache.size();
    return kFixedBytes + jsonTextBound(texts);
}

char* piece(char* out, std::string_view text)
{
    return observe::writeText(out, text);
}

/// A literal: its size is known, so that copying it needs no call.
template <std::size_t N>
char* piece(char* out, const char (&text)[N])
{
    std::memcpy(out, text, N - 1);
    return out + N - 1;
}

/// ,"name":"text" - nothing when the text is empty. `prefix` is the ready piece `,"name":"`.
template <std::size_t N>
char* field(char* out, const char (&prefix)[N], std::string_view text)
{
    if (text.empty())
        return out;
    out = writeJsonText(piece(out, prefix), text);
    *out++ = '"';
    return out;
}

/// key=value; values with blanks, quotes or bytes outside ASCII are written as JSON strings.
char* pair(char* out, std::string_view prefix, std::string_view value)
{
    if (value.empty())
        return out;
    out = piece(out, prefix);
    bool plain = true;
    for (const char c : value)
        plain = plain && c > ' ' && c < 0x7f && c != '"' && c != '\\';
    if (plain)
        return piece(out, value);
    *out++ = '"';
    out = writeJsonText(out, value);
    *out++ = '"';
    return out;
}

} // namespace

std::string_view levelOfStatus(std::uint16_t status)
{
    if (status >= 500 || status == 0)
        return "ERROR";
    return status >= 400 ? "WARNING" : "INFO";
}

std::string_view AccessLine::safe(std::string_view text, std::string& scratch)
{
    if (!mayHoldSecret(text))
        return text;
    scratch.assign(text);
    redact(scratch);
    return scratch;
}

void AccessLine::append(std::string& out, const RequestRecord& record)
{
    const std::string_view path = safe(record.path, m_path);
    const std::string_view agent = safe(record.userAgent, m_agent);
    // Not at the end of `out`: room there would have to be cleared first, for each line.
    std::array<char, 8192> usual;
    std::string large;
    if (const std::size_t bound = lineBound(record, path, agent); bound > usual.size())
        large.resize(bound);
    char* const start = large.empty() ? usual.data() : large.data();
    const char* end = m_format == AccessFormat::Json ? writeJson(start, record, path, agent)
                                                     : writeText(start, record, path, agent);
    out.append(start, static_cast<std::size_t>(end - start));
}

char* AccessLine::writeJson(char* out, const RequestRecord& r, std::string_view path, std::string_view agent)
{
    out = m_time.write(piece(out, "{\"ts\":\""), r.startWallMs);
    out = piece(piece(piece(out, "\",\"level\":\""), levelOfStatus(r.status)), "\",\"name\":\"access\"");
    out = field(out, ",\"request_id\":\"", r.requestId);
    out = field(out, ",\"trace_id\":\"", r.traceId);
    out = field(out, ",\"client_ip\":\"", r.clientAddress);
    out = field(out, ",\"method\":\"", r.method);
    out = field(out, ",\"path\":\"", path);
    out = r.hasQuery ? piece(out, ",\"query_present\":true,\"status\":")
                     : piece(out, ",\"query_present\":false,\"status\":");
    out = writeNumber(out, r.status);
    out = writeMs(piece(out, ",\"duration_ms\":"), r.totalNs);
    if (r.upstreamNs >= 0 && r.logAnswer)
        out = writeMs(piece(out, ",\"upstream_ms\":"), r.upstreamNs);
    if (r.queueNs > 0)
        out = writeMs(piece(out, ",\"queue_ms\":"), r.queueNs);
    if (r.logAnswer)
        out = field(out, ",\"upstream\":\"", r.upstream);
    if (r.upstreamStatus != 0 && r.logAnswer)
        out = writeNumber(piece(out, ",\"upstream_status\":"), r.upstreamStatus);
    out = writeNumber(piece(out, ",\"bytes_in\":"), r.bytesIn);
    out = writeNumber(piece(out, ",\"bytes_out\":"), r.bytesOut);
    out = field(out, ",\"error_reason\":\"", r.reason);
    if (r.retries != 0)
        out = writeNumber(piece(out, ",\"retry_count\":"), r.retries);
    if (r.closeCode != 0) {
        out = writeNumber(piece(out, ",\"close_code\":"), r.closeCode);
        out = writeNumber(piece(out, ",\"messages_in\":"), r.messagesIn);
        out = writeNumber(piece(out, ",\"messages_out\":"), r.messagesOut);
    }
    out = field(out, ",\"tenant\":\"", r.tenant);
    if (!r.api.empty())
        out = field(out, ",\"kind\":\"", toString(r.kind));
    out = field(out, ",\"api\":\"", r.api);
    out = field(out, ",\"api_version\":\"", r.apiVersion);
    out = field(out, ",\"route\":\"", r.route);
    out = field(out, ",\"operation\":\"", r.operation);
    out = field(out, ",\"consumer\":\"", r.principal);
    out = field(out, ",\"subscription\":\"", r.subscription);
    out = field(out, ",\"key_prefix\":\"", r.keyPrefix);
    out = field(out, ",\"policy\":\"", r.policy);
    out = field(out, ",\"dry_run\":\"", r.dryRun);
    out = field(out, ",\"http\":\"", r.httpVersion);
    out = field(out, ",\"tls\":\"", r.tlsVersion);
    out = field(out, ",\"user_agent\":\"", agent);
    if (r.limited)
        out = piece(out, ",\"limited\":true");
    out = field(out, ",\"cache\":\"", r.cache);
    if (r.isTest)
        out = piece(out, ",\"test\":true");
    if (r.surface != Surface::Traffic)
        out = field(out, ",\"surface\":\"", surfaceName(r.surface));
    return piece(out, "}\n");
}

char* AccessLine::writeText(char* out, const RequestRecord& r, std::string_view path, std::string_view agent)
{
    out = m_time.write(out, r.startWallMs);
    *out++ = ' ';
    out = piece(out, levelOfStatus(r.status));
    out = writeNumber(piece(out, " status="), r.status);
    out = pair(out, " method=", r.method);
    out = pair(out, " path=", path);
    out = writeMs(piece(out, " duration_ms="), r.totalNs);
    if (r.logAnswer && r.upstreamNs >= 0)
        out = writeMs(piece(out, " upstream_ms="), r.upstreamNs);
    if (r.logAnswer)
        out = pair(out, " upstream=", r.upstream);
    out = writeNumber(piece(out, " bytes_in="), r.bytesIn);
    out = writeNumber(piece(out, " bytes_out="), r.bytesOut);
    if (r.closeCode != 0) {
        out = writeNumber(piece(out, " close_code="), r.closeCode);
        out = writeNumber(piece(out, " messages_in="), r.messagesIn);
        out = writeNumber(piece(out, " messages_out="), r.messagesOut);
    }
    out = pair(out, " client_ip=", r.clientAddress);
    out = pair(out, " request_id=", r.requestId);
    out = pair(out, " tenant=", r.tenant);
    out = pair(out, " api=", r.api);
    out = pair(out, " api_version=", r.apiVersion);
    out = pair(out, " consumer=", r.principal);
    out = pair(out, " error_reason=", r.reason);
    out = pair(out, " policy=", r.policy);
    out = pair(out, " dry_run=", r.dryRun);
    out = pair(out, " cache=", r.cache);
    out = pair(out, " user_agent=", agent);
    return piece(out, "\n");
}

} // namespace gatehouse::observe
