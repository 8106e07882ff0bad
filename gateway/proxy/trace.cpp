// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/trace.h"

#include "gateway/proxy/exchange.h"

#include <algorithm>
#include <chrono>

namespace gatehouse::proxy {

namespace {

std::int64_t monotonicNs()
{
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

std::string_view wordOf(Protocol protocol)
{
    constexpr std::string_view words[] = {"rest", "soap", "graphql", "grpc", "grpc-web"};
    return words[static_cast<std::size_t>(protocol)];
}

std::string_view wordOf(PrincipalKind kind)
{
    constexpr std::string_view words[] = {"none", "user", "consumer", "client"};
    return words[static_cast<std::size_t>(kind)];
}

} // namespace

void Trace::begin()
{
    m_startNs = monotonicNs();
}

std::int64_t Trace::now() const
{
    return monotonicNs() - m_startNs;
}

void Trace::step(const Filter& filter, Hook hook, Verdict verdict, std::int64_t atNs)
{
    Step step;
    step.filter = filter.name();
    step.phase = hook == HookAnswer || hook == HookAnswerBody ? Phase::Answer : filter.phase();
    step.hook = hook;
    step.verdict = verdict;
    step.dryRun = std::exchange(m_dryRun, Reason::None);
    step.atNs = atNs;
    step.tookNs = now() - atNs;
    steps.push_back(std::move(step));
}

void Trace::resumed()
{
    if (!steps.empty())
        steps.back().waitedNs = now() - steps.back().atNs - steps.back().tookNs;
}

void Trace::attempt(std::string target)
{
    attempts.emplace_back();
    attempts.back().target = std::move(target);
    attempts.back().atNs = now();
}

void Trace::sent(std::string_view head)
{
    if (attempts.empty())
        return;
    Attempt& attempt = attempts.back();
    attempt.headers.clear();
    std::size_t end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    attempt.line = line.substr(0, line.rfind(' ')); // without the version
    while (end != std::string_view::npos && end + 2 < head.size()) {
        const std::size_t start = end + 2;
        end = head.find("\r\n", start);
        const std::string_view field = head.substr(start, end - start);
        if (const std::size_t colon = field.find(':'); colon != std::string_view::npos)
            attempt.headers.emplace_back(field.substr(0, colon));
    }
}

void Trace::attemptEnded(int status, Reason why, std::string_view text)
{
    if (attempts.empty() || attempts.back().status != 0 || attempts.back().reason != Reason::None)
        return;
    Attempt& attempt = attempts.back();
    attempt.status = status;
    attempt.reason = why;
    attempt.detail = text;
    attempt.tookNs = now() - attempt.atNs;
}

void Trace::finish(const Exchange& exchange)
{
    totalNs = now();
    requestId = exchange.requestId();
    clientAddress = exchange.clientText();
    policy = exchange.policy();
    detail = exchange.detail();
    reason = exchange.reason();
    const ExchangeTimes& times = exchange.times();
    waitedNs = times.waitedNs;
    if (times.upstreamSentNs != 0)
        upstreamNs = std::max<std::int64_t>(times.upstreamEndNs - times.upstreamSentNs, 0);
    if (const Route* route = exchange.route()) {
        match.prefix = route->prefix;
        match.apiId = route->api->id;
        match.api = route->api->name;
        match.version = route->api->version;
        match.protocol = wordOf(route->api->protocol);
    }
    if (const Operation* operation = exchange.operation()) {
        match.operationId = operation->id;
        match.operationMethod = operation->method;
        match.operationTemplate = operation->uriTemplate;
    }
    if (const Identity* identity = exchange.identity()) {
        caller = identity->name;
        callerKind = wordOf(identity->kind);
    }
    if (finished)
        finished();
}

} // namespace gatehouse::proxy
