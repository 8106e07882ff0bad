// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/key_sets.h"

#include "common/core/later.h"
#include "gateway/control/token_rules.h"
#include "gateway/control/upstream_fetch.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QTimer>
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

struct KeySets::Feed {
    JwtRules rules;
    std::weak_ptr<filters::KeySource> source;
    QTimer again;
};

KeySets::KeySets(const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
{
}

KeySets::~KeySets() = default;

std::shared_ptr<filters::KeySource> KeySets::source(const JwtRules& rules)
{
    const QString name = nameOf(rules);
    if (const auto feed = m_feeds.value(name)) {
        if (auto known = feed->source.lock())
            return known;
    }
    sweep();
    const auto fetchLater = [this, name] { later(this, [this, name] { fetch(name); }); };
    auto source = std::make_shared<filters::KeySource>(m_clock, fetchLater, rules.minRefreshSeconds * 1000LL);
    auto feed = std::make_shared<Feed>();
    feed->rules = rules;
    feed->source = source;
    const auto refresh = [weak = feed->source] {
        if (const auto alive = weak.lock())
            alive->refresh([] { return filters::KeySource::Waiter(); });
    };
    connect(&feed->again, &QTimer::timeout, this, refresh);
    feed->again.start(std::chrono::seconds(rules.refreshSeconds));
    m_feeds.insert(name, std::move(feed));
    refresh();
    return source;
}

/// Rules that have gone take their feed with them.
void KeySets::sweep()
{
    m_feeds.removeIf([](const auto& entry) { return entry.value()->source.expired(); });
}

void KeySets::fetch(const QString& name)
{
    const auto feed = m_feeds.value(name);
    if (!feed || feed->source.expired())
        return;
    if (feed->rules.jwksUrl.isEmpty())
        discover(name, feed->rules);
    else
        read(name, feed->rules, feed->rules.jwksUrl);
}

void KeySets::discover(const QString& name, const JwtRules& rules)
{
    UpstreamFetch::run({QUrl(discoveryOf(rules.issuer))}, this, [=, this](const auto& found) {
        if (!found)
            return fail(name, found.error().text());
        const QJsonObject document = QJsonDocument::fromJson(found->body).object();
        // Discovery 4.3: another issuer's document must not name our keys.
        if (document[u"issuer"_s].toString() != rules.issuer)
            return fail(name, u"the discovery document is of another issuer"_s);
        const QUrl address(document[u"jwks_uri"_s].toString());
        if (!address.isValid() || (address.scheme() != u"https" && address.scheme() != u"http"))
            return fail(name, u"the discovery document has no jwks_uri"_s);
        read(name, rules, address.toString());
    });
}

void KeySets::read(const QString& name, const JwtRules& rules, const QString& address)
{
    UpstreamFetch::run({QUrl(address)}, this, [=, this](const auto& found) {
        if (!found)
            return fail(name, found.error().text());
        Result<crypto::KeySet> keys = keysOf(found->body, rules, address);
        if (!keys)
            return fail(name, keys.error().text());
        const auto feed = m_feeds.value(name);
        if (const auto source = feed ? feed->source.lock() : nullptr) {
            qCInfo(keysLog).noquote() << u"%1 keys of %2"_s.arg(keys->keys().size()).arg(rules.issuer);
            source->arrived(std::move(*keys));
        }
    });
}

void KeySets::fail(const QString& name, const QString& why)
{
    const auto feed = m_feeds.value(name);
    const auto source = feed ? feed->source.lock() : nullptr;
    if (!source)
        return;
    qCWarning(keysLog).noquote() << u"keys of %1 cannot be fetched: %2"_s.arg(feed->rules.issuer, why);
    source->failed();
}

} // namespace gatehouse::control
