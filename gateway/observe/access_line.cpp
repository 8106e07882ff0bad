// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/access_line.h"

#include "gateway/observe/metrics_table.h"
#include "gateway/observe/redaction.h"

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

void appendFlag(std::string& out, std::string_view piece, bool on)
{
    if (on)
        out.append(piece);
}

/// key=value; values with blanks, quotes or bytes outside ASCII are written as JSON strings.
void appendPair(std::string& out, std::string_view key, std::string_view value)
{
    if (value.empty())
        return;
    out += ' ';
    out.append(key);
    out += '=';
    bool plain = true;
    for (const char c : value)
        plain = plain && c > ' ' && c < 0x7f && c != '"' && c != '\\';
    if (plain) {
        out.append(value);
        return;
    }
    out += '"';
    appendJsonText(out, value);
    out += '"';
}

} // namespace

std::string_view levelOfStatus(std::uint16_t status)
{
    if (status >= 500 || status == 0)
        return "ERROR";
    return status >= 400 ? "WARNING" : "INFO";
}

std::string_view AccessLine::safe(std::string_view text, std::string& scratch) const
{
    if (!mayHoldSecret(text))
        return text;
    scratch.assign(text);
    redact(scratch);
    return scratch;
}

void AccessLine::append(std::string& out, const RequestRecord& record)
{
    if (m_format == AccessFormat::Json)
        appendJson(out, record);
    else
        appendText(out, record);
}

void AccessLine::appendJson(std::string& out, const RequestRecord& r)
{
    out.append("{\"ts\":\"");
    m_time.append(out, r.startWallMs);
    out.append("\",\"level\":\"").append(levelOfStatus(r.status)).append("\",\"name\":\"access\"");
    appendJsonField(out, ",\"request_id\":\"", r.requestId);
    appendJsonField(out, ",\"trace_id\":\"", r.traceId);
    appendJsonField(out, ",\"client_ip\":\"", r.clientAddress);
    appendJsonField(out, ",\"method\":\"", r.method);
    appendJsonField(out, ",\"path\":\"", safe(r.path, m_path));
    out.append(r.hasQuery ? ",\"query_present\":true,\"status\":" : ",\"query_present\":false,\"status\":");
    appendNumber(out, r.status);
    out.append(",\"duration_ms\":");
    appendMs(out, r.totalNs);
    if (r.upstreamNs >= 0) {
        out.append(",\"upstream_ms\":");
        appendMs(out, r.upstreamNs);
    }
    if (r.queueNs > 0) {
        out.append(",\"queue_ms\":");
        appendMs(out, r.queueNs);
    }
    appendJsonField(out, ",\"upstream\":\"", r.upstream);
    if (r.upstreamStatus != 0) {
        out.append(",\"upstream_status\":");
        appendNumber(out, r.upstreamStatus);
    }
    out.append(",\"bytes_in\":");
    appendNumber(out, r.bytesIn);
    out.append(",\"bytes_out\":");
    appendNumber(out, r.bytesOut);
    appendJsonField(out, ",\"error_reason\":\"", r.reason);
    if (r.retries != 0) {
        out.append(",\"retry_count\":");
        appendNumber(out, r.retries);
    }
    appendJsonField(out, ",\"tenant\":\"", r.tenant);
    if (!r.api.empty())
        out.append(",\"kind\":\"").append(toString(r.kind)).append("\"");
    appendJsonField(out, ",\"api\":\"", r.api);
    appendJsonField(out, ",\"api_version\":\"", r.apiVersion);
    appendJsonField(out, ",\"route\":\"", r.route);
    appendJsonField(out, ",\"operation\":\"", r.operation);
    appendJsonField(out, ",\"consumer\":\"", r.principal);
    appendJsonField(out, ",\"subscription\":\"", r.subscription);
    appendJsonField(out, ",\"key_prefix\":\"", r.keyPrefix);
    appendJsonField(out, ",\"policy\":\"", r.policy);
    appendJsonField(out, ",\"http\":\"", r.httpVersion);
    appendJsonField(out, ",\"tls\":\"", r.tlsVersion);
    appendJsonField(out, ",\"user_agent\":\"", safe(r.userAgent, m_agent));
    appendFlag(out, ",\"limited\":true", r.limited);
    appendFlag(out, ",\"cache_hit\":true", r.cacheHit);
    appendFlag(out, ",\"test\":true", r.isTest);
    if (r.surface != Surface::Traffic)
        out.append(",\"surface\":\"").append(surfaceName(r.surface)).append("\"");
    out.append("}\n");
}

void AccessLine::appendText(std::string& out, const RequestRecord& r)
{
    m_time.append(out, r.startWallMs);
    out += ' ';
    out.append(levelOfStatus(r.status));
    out.append(" status=");
    appendNumber(out, r.status);
    appendPair(out, "method", r.method);
    appendPair(out, "path", safe(r.path, m_path));
    out.append(" duration_ms=");
    appendMs(out, r.totalNs);
    if (r.upstreamNs >= 0) {
        out.append(" upstream_ms=");
        appendMs(out, r.upstreamNs);
    }
    appendPair(out, "upstream", r.upstream);
    out.append(" bytes_in=");
    appendNumber(out, r.bytesIn);
    out.append(" bytes_out=");
    appendNumber(out, r.bytesOut);
    appendPair(out, "client_ip", r.clientAddress);
    appendPair(out, "request_id", r.requestId);
    appendPair(out, "tenant", r.tenant);
    appendPair(out, "api", r.api);
    appendPair(out, "api_version", r.apiVersion);
    appendPair(out, "consumer", r.principal);
    appendPair(out, "error_reason", r.reason);
    appendPair(out, "policy", r.policy);
    appendPair(out, "user_agent", safe(r.userAgent, m_agent));
    out += '\n';
}

} // namespace gatehouse::observe
