// SPDX-License-Identifier: GPL-3.0-or-later
// The response cache: what it holds, and purging it.
#include "common/model/api.h"
#include "gateway/admin/handlers/common.h"
#include "gateway/control/control_plane.h"
#include "gateway/filters/answer_store.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace response_cache_calls {

bool mayManage(const Call& call, const Done& done)
{
    if (call->caller.may(Permission::ManageGateway))
        return true;
    done(Reply::error(403, u"GTW008"_s, u"You do not have permission to clear caches"_s));
    return false;
}

void show(Services& services, const Call& call, const Done& done)
{
    if (!mayManage(call, done))
        return;
    const filters::AnswerStore::Counts counts = services.answers.counts();
    done(Reply::object(200, {{u"answers"_s, qint64(counts.answers)},
                             {u"bytes"_s, qint64(counts.bytes)},
                             {u"stored"_s, qint64(counts.stored)},
                             {u"evicted"_s, qint64(counts.evicted)},
                             {u"purged"_s, qint64(counts.purged)},
                             {u"refreshes"_s, qint64(counts.refreshes)},
                             {u"failed_refreshes"_s, qint64(counts.failedRefreshes)}}));
}

/// A slip in what narrows a purge must not make it a purge of everything.
Faults faultsOf(const Services& services, const Call& call)
{
    Faults faults;
    for (const auto& [name, value] : call->query.queryItems()) {
        if (name != u"api_id"_s && name != u"path"_s)
            faults.append({name, u"unknown"_s, u"must be api_id or path"_s});
        else if (value.isEmpty())
            faults.append({name, u"required"_s, u"must not be empty"_s});
    }
    const QString api = call->value(u"api_id"_s);
    if (!api.isEmpty() && !services.documents().of<Api>().find(api))
        faults.append({u"api_id"_s, u"reference"_s, u"must be the id of an API"_s});
    const QString path = call->value(u"path"_s);
    if (!path.isEmpty() && !path.startsWith(u'/'))
        faults.append({u"path"_s, u"format"_s, u"must start with a slash"_s});
    return faults;
}

/// For the audit: what was purged.
QString targetOf(const QString& api, const QString& path)
{
    const QString whole = api + (api.isEmpty() || path.isEmpty() ? u""_s : u" "_s) + path;
    return whole.isEmpty() ? u"all"_s : whole;
}

/// Targets are "api\nhost\npath?query" (filters/cache_key.cpp).
void purge(Services& services, const Call& call, const Done& done)
{
    if (!mayManage(call, done))
        return;
    if (const Faults faults = faultsOf(services, call); !faults.isEmpty())
        return done(Reply::from(Error::invalid(faults)));
    call->audit->target = targetOf(call->value(u"api_id"_s), call->value(u"path"_s));
    const std::string api = call->value(u"api_id"_s).toStdString();
    const std::string path = call->value(u"path"_s).toStdString();
    const std::size_t purged = services.answers.purge([&](std::string_view target) {
        const std::size_t first = target.find('\n');
        const std::size_t second = target.find('\n', first + 1);
        if (!api.empty() && target.substr(0, first) != api)
            return false;
        return path.empty() || target.substr(second + 1).starts_with(path);
    });
    done(Reply::object(200, {{u"purged"_s, qint64(purged)}}));
}

} // namespace response_cache_calls
} // namespace

void registerResponseCache(Registry& registry, Services& services)
{
    using namespace response_cache_calls;
    registry.on(CallId::ResponseCacheGet,
                [&services](const Call& call, Done done) { show(services, call, done); });
    registry.on(CallId::ResponseCachePurge,
                [&services](const Call& call, Done done) { purge(services, call, done); });
}

} // namespace gatehouse::admin
