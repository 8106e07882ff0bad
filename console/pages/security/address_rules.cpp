// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/security/address_rules.h"

#include <QHostAddress>
#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

/// IPv4 written as IPv6 (::ffff:1.2.3.4) is the same client.
QHostAddress plain(const QString& text)
{
    const QHostAddress address(text.trimmed());
    bool is4 = false;
    const quint32 four = address.toIPv4Address(&is4);
    return is4 ? QHostAddress(four) : address;
}

bool matches(const QJsonArray& rules, const QHostAddress& client)
{
    for (const QJsonValue& value : rules) {
        const QString rule = value.toString().trimmed();
        const auto subnet = QHostAddress::parseSubnet(rule);
        const bool inside =
            rule.contains(u'/') ? subnet.second >= 0 && client.isInSubnet(subnet) : plain(rule) == client;
        if (inside)
            return true;
    }
    return false;
}

} // namespace

bool letsIn(const QJsonObject& settings, const QString& client)
{
    const QHostAddress address = plain(client);
    if (address.isNull())
        return true; // not known who we are: the gateway decides
    if (address.isLoopback() && settings.value(u"allow_localhost_bypass"_s).toBool())
        return true;
    const QJsonArray allowed = settings.value(u"ip_whitelist"_s).toArray();
    if (matches(settings.value(u"ip_blacklist"_s).toArray(), address))
        return false;
    return allowed.isEmpty() || matches(allowed, address);
}

} // namespace gatehouse::console
