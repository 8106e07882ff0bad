// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/urls.h"

#include <QUrl>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

int defaultPort(const QString& scheme)
{
    return scheme == u"https" || scheme == u"wss" || scheme == u"grpcs" ? 443 : 80;
}

} // namespace

std::uint64_t stableKey(std::string_view text)
{
    std::uint64_t hash = 14695981039346656037ULL; // FNV-1a, 64 bit
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return hash;
}

std::optional<proxy::UpstreamTarget> targetOf(const QString& url)
{
    const QString full = url.contains(u"://"_s) ? url : u"http://"_s + url;
    const QUrl parsed(full, QUrl::StrictMode);
    const QString host = parsed.host(QUrl::FullyEncoded);
    if (!parsed.isValid() || host.isEmpty())
        return std::nullopt;

    proxy::UpstreamTarget target;
    const QString scheme = parsed.scheme().toLower();
    const int port = parsed.port(defaultPort(scheme));
    target.scheme = scheme.toStdString();
    target.host = host.toStdString();
    target.port = std::uint16_t(port);
    QString path = parsed.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    target.basePath = path.toStdString();
    const QString bracketed = host.contains(u':') ? u'[' + host + u']' : host;
    target.hostHeader =
        (port == defaultPort(scheme) ? bracketed : u"%1:%2"_s.arg(bracketed).arg(port)).toStdString();
    target.key =
        stableKey(target.scheme + "://" + target.host + ':' + std::to_string(port) + target.basePath);
    return target;
}

} // namespace gatehouse::control
