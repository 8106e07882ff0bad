// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/reflections.h"

#include "gateway/control/paths.h"
#include "gateway/control/proto_files.h"
#include "gateway/control/reflection_fetch.h"
#include "gateway/control/route_compiler.h"

#include <QLoggingCategory>

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

Reflections::Reflections(const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_feeds(clock, this,
              [this](const Rules& rules, const std::weak_ptr<Source>& source) { fetch(rules, source); })
{
}

Reflections::~Reflections() = default;

bool Reflections::wanted(const Documents& documents, const Api& api, const ReflectionOptions& options)
{
    if (!speaksGrpc(api) || api.isCrud)
        return false;
    if (api.grpcReflectionUrl.isEmpty() && !options.everywhere)
        return false;
    if (takesJson(documents, api)) // such servers need no types, and speak no HTTP/2
        return false;
    const ProtoFile* const file = protoFileOf(documents, api);
    return !file || file->isDefault;
}

std::shared_ptr<Reflections::Source> Reflections::source(const Documents& documents, const Api& api,
                                                         const ReflectionOptions& options)
{
    if (!wanted(documents, api, options))
        return nullptr;
    const Servers servers = askedServersOf(documents, api);
    return m_feeds.source(nameOf(servers, options), {servers, options}, {options.refresh, options.retry});
}

void Reflections::fetch(const Rules& rules, const std::weak_ptr<Source>& source)
{
    const protocols::ReflectionLimits limits{.maxBytes = rules.options.maxBytes};
    ReflectionFetch::run(rules.servers.addresses, rules.servers.tls, limits, this,
                         [source, servers = rules.servers.addresses](const auto& schema) {
                             const auto alive = source.lock();
                             if (!alive)
                                 return;
                             if (!schema) {
                                 qCWarning(reflectionLog).noquote() << "reflection:" << schema.error().text();
                                 return alive->failed(schema.error().text().toStdString());
                             }
                             qCInfo(reflectionLog).noquote()
                                 << (*schema)->methods().size() << "methods by reflection of"
                                 << servers.join(u", "_s);
                             alive->arrived(*schema);
                         });
}

} // namespace gatehouse::control
