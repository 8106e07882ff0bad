// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/key_sets.h"

#include "gateway/control/token_rules.h"
#include "gateway/control/upstream_fetch.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QUrl>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

Q_LOGGING_CATEGORY(keysLog, "gateway.keys", QtInfoMsg)

namespace {

QString nameOf(const JwtRules& rules)
{
    return QStringList{rules.jwksUrl.isEmpty() ? rules.issuer : rules.jwksUrl, rules.algorithms.join(u','),
                       QString::number(rules.refreshSeconds), QString::number(rules.minRefreshSeconds)}
        .join(u'\n');
}

QString discoveryOf(const QString& issuer)
{
    return (issuer.endsWith(u'/') ? issuer.chopped(1) : issuer) + u"/.well-known/openid-configuration"_s;
}

} // namespace

KeySets::KeySets(const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_feeds(clock, this, [this](const JwtRules& rules, const Source& source) { fetch(rules, source); })
{
}

KeySets::~KeySets() = default;

std::shared_ptr<filters::KeySource> KeySets::source(const JwtRules& rules)
{
    return m_feeds.source(
        nameOf(rules), rules,
        {std::chrono::seconds(rules.refreshSeconds), std::chrono::seconds(rules.minRefreshSeconds)});
}

void KeySets::fetch(const JwtRules& rules, const Source& source)
{
    if (rules.jwksUrl.isEmpty())
        discover(rules, source);
    else
        read(rules, rules.jwksUrl, source);
}

void KeySets::discover(const JwtRules& rules, const Source& source)
{
    UpstreamFetch::run({QUrl(discoveryOf(rules.issuer))}, this, [=, this](const auto& found) {
        if (!found)
            return fail(rules, found.error().text(), source);
        const QJsonObject document = QJsonDocument::fromJson(found->body).object();
        // Discovery 4.3: another issuer's document must not name our keys.
        if (document[u"issuer"_s].toString() != rules.issuer)
            return fail(rules, u"the discovery document is of another issuer"_s, source);
        const QUrl address(document[u"jwks_uri"_s].toString());
        if (!address.isValid() || (address.scheme() != u"https" && address.scheme() != u"http"))
            return fail(rules, u"the discovery document has no jwks_uri"_s, source);
        read(rules, address.toString(), source);
    });
}

void KeySets::read(const JwtRules& rules, const QString& address, const Source& source)
{
    UpstreamFetch::run({QUrl(address)}, this, [=](const auto& found) {
        if (!found)
            return fail(rules, found.error().text(), source);
        Result<crypto::KeySet> keys = keysOf(found->body, rules, address);
        if (!keys)
            return fail(rules, keys.error().text(), source);
        if (const auto alive = source.lock()) {
            qCInfo(keysLog).noquote() << u"%1 keys of %2"_s.arg(keys->keys().size()).arg(rules.issuer);
            alive->arrived(std::move(*keys));
        }
    });
}

void KeySets::fail(const JwtRules& rules, const QString& why, const Source& source)
{
    const auto alive = source.lock();
    if (!alive)
        return;
    qCWarning(keysLog).noquote() << u"keys of %1 cannot be fetched: %2"_s.arg(rules.issuer, why);
    alive->failed();
}

} // namespace gatehouse::control
