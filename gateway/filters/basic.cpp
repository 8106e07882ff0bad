// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/basic.h"

#include "common/crypto/base64url.h"
#include "gateway/filters/authorization_field.h"

namespace gatehouse::filters {

namespace {

using proxy::Reason;
using proxy::Verdict;

constexpr std::string_view basicChallenge = "Basic realm=\"gatehouse\", charset=\"UTF-8\"";
constexpr std::size_t maxCredentials = 1024;

/// Decoded into memory of the exchange; empty when it is no base64.
std::string_view decoded(std::string_view text, proxy::Arena& arena)
{
    if (text.size() > maxCredentials)
        return {};
    char* const out = arena.allocate(text.size());
    const qsizetype size = crypto::fromBase64(QByteArrayView(text.data(), qsizetype(text.size())),
                                              reinterpret_cast<unsigned char*>(out));
    return size < 0 ? std::string_view() : std::string_view(out, std::size_t(size));
}

} // namespace

BasicFilter::BasicFilter(BasicConfig config)
    : CallerFilter(FilterId::Authenticate, config)
    , m_passwords(std::move(config.passwords))
{
}

Verdict BasicFilter::request(proxy::Exchange& exchange) const
{
    if (!enabled())
        return Verdict::Continue;
    const auto presented = afterScheme(exchange.header(http::HeaderId::Authorization), "Basic");
    if (!presented)
        return optional() ? Verdict::Continue : refuseLogin(exchange, true, "no credentials");
    const std::string_view pair = decoded(*presented, exchange.arena());
    const std::size_t colon = pair.find(':');
    if (colon == std::string_view::npos)
        return refuseLogin(exchange, false, "malformed credentials");
    const std::string_view name = pair.substr(0, colon);
    const std::string_view password = pair.substr(colon + 1);
    const proxy::CredentialEntry* const entry = callerOf(exchange, proxy::CallerName::Login, name);
    const std::string_view hash = entry ? entry->texts.verifier() : std::string_view();
    if (const auto known = m_passwords->known(hash, password))
        return decide(exchange, name, *known);
    return ask(exchange, hash, name, password);
}

Verdict BasicFilter::ask(proxy::Exchange& exchange, std::string_view hash, std::string_view name,
                         std::string_view password) const
{
    if (isBraked(exchange))
        return refuseLogin(exchange, false, "too many failed attempts");
    const bool queued = m_passwords->check(hash, password, [&]() -> PasswordChecker::Done {
        auto resumer = std::make_shared<proxy::Resumer>(exchange.resumer());
        return [this, resumer, name](bool good) {
            // Runs only while the exchange lives, and with it the memory of `name` and this filter.
            resumer->resume(
                [this, name, good](proxy::Exchange& waiting) { return decide(waiting, name, good); });
        };
    });
    if (queued)
        return Verdict::Wait;
    exchange.answerEdits().set("Retry-After", "1");
    return refuse(exchange, {.reason = Reason::Overloaded, .detail = "too many passwords to compare"});
}

Verdict BasicFilter::decide(proxy::Exchange& exchange, std::string_view name, bool good) const
{
    const proxy::CredentialEntry* const entry = callerOf(exchange, proxy::CallerName::Login, name);
    if (!good || !entry)
        return refuseLogin(exchange, false, "unknown name or wrong password");
    if (const std::string_view fault = faultOf(*entry, exchange.wallMs()); !fault.empty())
        return refuseLogin(exchange, false, fault);
    return admit(exchange, *entry, true);
}

Verdict BasicFilter::refuseLogin(proxy::Exchange& exchange, bool missing, std::string_view why) const
{
    return refuseCaller(exchange,
                        {.reason = Reason::Unauthenticated,
                         .code = missing ? "credentials_missing" : "credentials_invalid",
                         .text = missing ? "Name and password are missing" : "Name or password is not valid",
                         .detail = why},
                        basicChallenge);
}

Verdict BasicFilter::recheck(proxy::Exchange& exchange) const
{
    if (!enabled() || !exchange.credential())
        return Verdict::Continue;
    return recheckCaller(exchange, proxy::CallerName::Login, exchange.credential()->texts.prefix());
}

} // namespace gatehouse::filters
