// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/upstream_tokens.h"

#include "common/crypto/sha256.h"
#include "gateway/control/header_text.h"
#include "gateway/control/upstream_fetch.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QUrl>

#include <algorithm>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

Q_LOGGING_CATEGORY(upstreamTokensLog, "gateway.upstream_tokens", QtInfoMsg)

namespace {

constexpr std::int64_t withoutEndMs = 300'000; ///< of tokens whose end is not told: asked for anew after it

/// Without the secret itself.
QString nameOf(const UpstreamCredential& rules)
{
    const QByteArray secret = crypto::sha256Hex(rules.secret.toUtf8());
    return QStringList{rules.tokenUrl, rules.clientId, rules.scope, QString::fromLatin1(secret)}.join(u'\n');
}

/// RFC 6749 section 5.1.
Result<filters::UpstreamToken> tokenOf(const QByteArray& body, std::int64_t nowMs)
{
    const QJsonObject answer = QJsonDocument::fromJson(body).object();
    const std::string token = headerText(answer[u"access_token"_s].toString());
    if (token.empty() || answer[u"token_type"_s].toString().compare(u"bearer"_s, Qt::CaseInsensitive) != 0)
        return Error::unavailable(u"the answer has no bearer token"_s);
    const double seconds = answer[u"expires_in"_s].toDouble(0);
    constexpr double longest = 31'536'000; // a year
    const auto lifeMs = seconds > 0 ? std::int64_t(std::min(seconds, longest) * 1000) : withoutEndMs;
    return filters::UpstreamToken{"Bearer " + token, nowMs + lifeMs / 5 * 4, nowMs + lifeMs};
}

} // namespace

UpstreamTokens::UpstreamTokens(const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_feeds(clock, this, [this](const auto& rules, const auto& source) { fetch(rules, source); })
{
}

std::shared_ptr<filters::UpstreamTokenSource> UpstreamTokens::source(const UpstreamCredential& rules)
{
    constexpr std::chrono::milliseconds retry{1000};
    return m_feeds.source(nameOf(rules), rules, {std::chrono::milliseconds(0), retry});
}

void UpstreamTokens::fetch(const UpstreamCredential& rules, const Source& source)
{
    UpstreamFetch::Options options;
    options.type = "application/x-www-form-urlencoded";
    options.posted = "grant_type=client_credentials";
    if (!rules.scope.isEmpty())
        options.posted += "&scope=" + QUrl::toPercentEncoding(rules.scope);
    options.authorization = clientAuthorization(rules.clientId, rules.secret);
    options.mostBytes = 256 * 1024;
    options.patienceMs = 10'000;
    const auto done = [this, source, url = rules.tokenUrl](const Result<UpstreamFetch::Found>& found) {
        const auto alive = source.lock();
        if (!alive)
            return;
        const Result<filters::UpstreamToken> token =
            found ? tokenOf(found->body, m_clock.wallMs()) : Result<filters::UpstreamToken>(found.error());
        if (token)
            return alive->arrived(*token);
        qCWarning(upstreamTokensLog).noquote()
            << "no token for upstreams from" << url << token.error().text();
        alive->failed(token.error().text().toStdString());
    };
    UpstreamFetch::run({QUrl(rules.tokenUrl)}, std::move(options), this, done);
}

} // namespace gatehouse::control
