// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/requests.h"
#include "gateway/admin/handlers/document_calls.h"
#include "gateway/admin/memory_dump.h"

#include <QFileInfo>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace memory_calls {

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
    const Result<PathRequest> body = documentOf<PathRequest>(*call);
    if (!body)
        return done(Reply::from(body.error()));
    if (const auto refused = unavailable(services, u"dump"_s))
        return done(*refused);
    const bool chosen = !body->path.isEmpty();
    const QString hint = chosen ? body->path : services.settings.path(config::Setting::DumpPath);
    writeMemoryDump(
        services.control, services.records, services.settings, services.clock, hint,
        [call, done, chosen](const Result<QString>& path) {
            call->audit->target = path.valueOr({});
            if (path)
                return done(Reply::object(200, {{u"response"_s, QJsonObject{{u"path"_s, *path}}}}));
            const QString text = path.error().text().left(255);
            done(chosen ? Reply::from(Error::invalid(u"path"_s, u"format"_s, text))
                        : Reply::error(500, u"GTW999"_s, text));
        });
}

void restore(Services& services, const Call& call, const Done& done)
{
    const Result<PathRequest> body = documentOf<PathRequest>(*call);
    if (!body)
        return done(Reply::from(body.error()));
    if (const auto refused = unavailable(services, u"restore"_s))
        return done(*refused);
    const QString path =
        body->path.isEmpty() ? services.settings.path(config::Setting::DumpPath) : body->path;
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

} // namespace memory_calls
} // namespace

void registerMemory(Registry& registry, Services& services)
{
    using namespace memory_calls;
    registry.on(CallId::MemoryDump, services, dump);
    registry.on(CallId::MemoryRestore, services, restore);
}

} // namespace gatehouse::admin
