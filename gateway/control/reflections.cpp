// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/reflections.h"

#include "common/core/later.h"
#include "gateway/control/proto_files.h"
#include "gateway/control/reflection_fetch.h"
#include "gateway/control/route_compiler.h"
#include "gateway/control/servers.h"

#include <QLoggingCategory>
#include <QTimer>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

Q_DECLARE_LOGGING_CATEGORY(reflectionLog)

namespace {

/// The same for the same servers, asked in the same way.
QString nameOf(const Servers& servers, const ReflectionOptions& options)
{
    QStringList parts{servers.addresses.join(u','), QString::number(options.refresh.count()),
                      QString::number(options.retry.count()), QString::number(options.maxBytes)};
    if (const auto& tls = servers.tls)
        parts += {QString::number(tls->verify), tls->serverName, tls->caFile, tls->clientCertFile,
                  tls->clientKeyFile};
    return parts.join(u'\n');
}

Servers askedServersOf(const Documents& documents, const Api& api)
{
    Servers servers = serversOf(documents, api);
    if (!api.grpcReflectionUrl.isEmpty())
        servers.addresses = {api.grpcReflectionUrl};
    return servers;
}

} // namespace

struct Reflections::Feed {
    Servers servers;
    ReflectionOptions options;
    std::weak_ptr<Source> source;
    QTimer again;
};

Reflections::Reflections(const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
{
}

Reflections::~Reflections() = default;

bool Reflections::wanted(const Documents& documents, const Api& api, const ReflectionOptions& options)
{
    if (api.type.compare(u"GRPC"_s, Qt::CaseInsensitive) != 0 || api.isCrud)
        return false;
    if (api.grpcReflectionUrl.isEmpty() && !options.everywhere)
        return false;
    if (takesJson(documents, api)) // such servers need no types, and speak no HTTP/2
        return false;
    const ProtoFile* const file = protoFileOf(documents, api.name, api.version);
    return !file || file->isDefault;
}

std::shared_ptr<Reflections::Source> Reflections::source(const Documents& documents, const Api& api,
                                                         const ReflectionOptions& options)
{
    if (!wanted(documents, api, options))
        return nullptr;
    const Servers servers = askedServersOf(documents, api);
    const QString name = nameOf(servers, options);
    if (const auto feed = m_feeds.value(name)) {
        if (auto known = feed->source.lock())
            return known;
    }
    sweep();
    const auto fetchLater = [this, name] { later(this, [this, name] { fetch(name); }); };
    auto source = std::make_shared<Source>(m_clock, fetchLater, options.retry.count());
    auto feed = std::make_shared<Feed>();
    feed->servers = servers;
    feed->options = options;
    feed->source = source;
    const auto refresh = [weak = feed->source] {
        if (const auto alive = weak.lock())
            alive->refresh([] { return Source::Waiter(); });
    };
    connect(&feed->again, &QTimer::timeout, this, refresh);
    feed->again.start(options.refresh);
    m_feeds.insert(name, std::move(feed));
    refresh();
    return source;
}

/// APIs that have gone take their feed with them.
void Reflections::sweep()
{
    m_feeds.removeIf([](const auto& entry) { return entry.value()->source.expired(); });
}

void Reflections::fetch(const QString& name)
{
    const auto feed = m_feeds.value(name);
    if (!feed || feed->source.expired())
        return;
    const protocols::ReflectionLimits limits{.maxBytes = feed->options.maxBytes};
    ReflectionFetch::run(feed->servers.addresses, feed->servers.tls, limits, this,
                         [weak = feed->source, servers = feed->servers.addresses](const auto& schema) {
                             const auto source = weak.lock();
                             if (!source)
                                 return;
                             if (!schema) {
                                 qCWarning(reflectionLog).noquote() << "reflection:" << schema.error().text();
                                 return source->failed(schema.error().text().toStdString());
                             }
                             qCInfo(reflectionLog).noquote()
                                 << (*schema)->methods().size() << "methods by reflection of"
                                 << servers.join(u", "_s);
                             source->arrived(*schema);
                         });
}

} // namespace gatehouse::control
