// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/introspector.h"

#include "common/core/later.h"
#include "gateway/control/upstream_fetch.h"

#include <QLoggingCategory>
#include <QUrl>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

Q_LOGGING_CATEGORY(introspectionLog, "gateway.introspection", QtInfoMsg)

struct Introspector::Endpoint {
    QUrl url;
    QByteArray authorization;
    int patienceMs = 0;
};

Introspector::Introspector(QObject* parent)
    : QObject(parent)
{
}

filters::Introspection::Ask Introspector::asker(const JwtRules& rules)
{
    const auto endpoint = std::make_shared<const Endpoint>(
        Endpoint{QUrl(rules.introspectionUrl), clientAuthorization(rules.clientId, rules.clientSecret),
                 int(rules.introspectionTimeout * 1000)});
    return [this, endpoint](const std::string& token, filters::Introspection::Replied replied) {
        later(this,
              [this, endpoint, token, replied = std::move(replied)] { ask(*endpoint, token, replied); });
    };
}

void Introspector::ask(const Endpoint& endpoint, const std::string& token,
                       const filters::Introspection::Replied& replied)
{
    UpstreamFetch::Options options;
    options.type = "application/x-www-form-urlencoded";
    options.posted =
        "token=" + QUrl::toPercentEncoding(QString::fromStdString(token)) + "&token_type_hint=access_token";
    options.authorization = endpoint.authorization;
    options.patienceMs = endpoint.patienceMs;
    options.mostBytes = 256 * 1024;
    options.network = &m_network;
    UpstreamFetch::run({endpoint.url}, std::move(options), this, [replied](const auto& found) {
        if (found)
            return replied({found->body.toStdString(), {}});
        qCWarning(introspectionLog).noquote() << "a token issuer cannot be asked:" << found.error().text();
        replied({{}, found.error().text().toStdString()});
    });
}

} // namespace gatehouse::control
