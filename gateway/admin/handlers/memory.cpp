// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/handlers/common.h"
#include "gateway/admin/memory_dump.h"

#include <QFileInfo>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {

/// The answer when dumps cannot be had at all.
std::optional<Reply> unavailable(const Services& services, const QString& what)
{
    if (!services.settings.isMemoryMode())
        return Reply::error(400, u"MEM001"_s, u"Memory %1 available only in memory-only mode"_s.arg(what));
    if (services.settings.secret(config::Setting::MemEncryptionKey).isEmpty())
        return Reply::error(400, u"MEM002"_s, u"MEM_ENCRYPTION_KEY is not configured"_s);
    return std::nullopt;
}

void dump(Services& services, const Call& call, const Done& done)
{
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    if (const auto refused = unavailable(services, u"dump"_s))
        return done(*refused);
    QString hint = body->value(u"path"_s).toString();
    if (hint.isEmpty())
        hint = services.settings.path(config::Setting::DumpPath);
    const Result<QString> path =
        writeMemoryDump(services.control, services.records, services.settings, services.clock, hint);
    call->audit->target = path.valueOr({});
    if (!path)
        return done(Reply::error(500, u"GTW999"_s, path.error().text().left(255)));
    done(Reply::object(200, {{u"response"_s, QJsonObject{{u"path"_s, *path}}}}));
}

void restore(Services& services, const Call& call, const Done& done)
{
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    if (const auto refused = unavailable(services, u"restore"_s))
        return done(*refused);
    QString path = body->value(u"path"_s).toString();
    if (path.isEmpty())
        path = services.settings.path(config::Setting::DumpPath);
    call->audit->target = path;
    if (!QFileInfo(path).isFile())
        return done(Reply::error(404, u"MEM003"_s, u"Dump file not found"_s));
    restoreMemoryDump(services.control, services.records, services.settings, services.seed, path,
                      actorOf(*call), [call, done](const Result<RestoredDump>& restored) {
                          if (!restored)
                              return done(Reply::error(500, u"GTW999"_s, restored.error().text().left(255)));
                          const QJsonObject inner{{u"version"_s, restored->version},
                                                  {u"created_at"_s, restored->createdAt}};
                          done(Reply::object(200, {{u"response"_s, inner}}));
                      });
}

} // namespace

void registerMemory(Registry& registry, Services& services)
{
    registry.on(CallId::MemoryDump, services, dump);
    registry.on(CallId::MemoryRestore, services, restore);
}

} // namespace gatehouse::admin
