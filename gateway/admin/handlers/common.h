// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"
#include "common/model/codec.h"
#include "gateway/admin/handler.h"
#include "gateway/admin/query_reader.h"
#include "gateway/admin/services.h"
#include "gateway/control/query.h"

namespace gatehouse::admin {

class ChaosSwitch;

/// Takes the handlers of the calls in common/api.
class Registry {
public:
    virtual ~Registry() = default;
    virtual void on(CallId id, Handler handler) = 0;
    /// With a function (Services&, const Call&, Done).
    template <typename Handle>
    void on(CallId id, Services& services, Handle handle)
    {
        on(id, [&services, handle](const Call& call, Done done) { handle(services, call, std::move(done)); });
    }
};

/// The rule of USR005, for people.
QString passwordRuleText();

// One function per resource; each lives in its own file.
void registerAuthorization(Registry& registry, Services& services, QObject* context);
void registerUsers(Registry& registry, Services& services, QObject* context);
void registerRoles(Registry& registry, Services& services);
void registerGroups(Registry& registry, Services& services);
void registerApis(Registry& registry, Services& services);
void registerEndpoints(Registry& registry, Services& services);
void registerRoutings(Registry& registry, Services& services);
void registerUpstreams(Registry& registry, Services& services);
void registerUpstreamStates(Registry& registry, Services& services);
void registerCertificates(Registry& registry, Services& services);
void registerSubscriptions(Registry& registry, Services& services);
void registerValidations(Registry& registry, Services& services);
void registerCredits(Registry& registry, Services& services);
void registerBalances(Registry& registry, Services& services);
void registerTiers(Registry& registry, Services& services);
void registerTierAssignments(Registry& registry, Services& services);
void registerTierMoves(Registry& registry, Services& services);
void registerLimitRules(Registry& registry, Services& services);
void registerLimitRuleGroups(Registry& registry, Services& services);
void registerQuotas(Registry& registry, Services& services);
void registerResponseCache(Registry& registry, Services& services);
void registerCrud(Registry& registry, Services& services, QObject* context);
void registerVault(Registry& registry, Services& services, QObject* context);
void registerAnalytics(Registry& registry, Services& services);
void registerTools(Registry& registry, Services& services, ChaosSwitch& chaos);
void registerOpenApi(Registry& registry, Services& services, QObject* context);
void registerWsdl(Registry& registry, Services& services, QObject* context);
void registerProtos(Registry& registry, Services& services);
void registerGraphQl(Registry& registry, Services& services, QObject* context);
void registerGrpc(Registry& registry, Services& services, QObject* context);
void registerDemo(Registry& registry, Services& services, QObject* context);
void registerConfigKeys(Registry& registry, Services& services);
void registerSecurity(Registry& registry, Services& services);
void registerMemory(Registry& registry, Services& services);
void registerConfigExchange(Registry& registry, Services& services);
void registerRevisions(Registry& registry, Services& services);
void registerMonitoring(Registry& registry, Services& services);
void registerLogging(Registry& registry, Services& services);
void registerTester(Registry& registry, Services& services, QObject* context);
void registerHealth(Registry& registry, Services& services);

/// For handlers that need no more than the services.
inline void on(Registry& registry, Services& services, CallId id,
               void (*handler)(Services&, const Call&, const Done&))
{
    registry.on(id,
                [&services, handler](const Call& call, const Done& done) { handler(services, call, done); });
}

using OnApplied = std::function<Reply(const control::Applied&)>;

/// Applies the changes in the caller's name, notes them for the audit trail and answers with `reply` and the
/// new revision as ETag; an error from below is answered as Reply::from().
void applyAndReply(Services& services, const Call& call, const control::ChangeSet& changes, Done done,
                   OnApplied reply);

/// Who makes the change, as revisions show it.
control::Actor actorOf(const Request& request);

/// The optimistic lock of a client that read the document with its revision (header If-Match, as the ETag
/// gave it). Without the header every revision will do.
control::Expected expectedOf(const Request& request);

/// `body`, which shows the document; with ?meta=true also its revision, in `_id` and `_meta`.
QJsonObject withMeta(const Request& request, const DocumentHeader& document, QJsonObject body);
/// The revision as a client gives it back in If-Match.
QByteArray etagOf(const DocumentHeader& document);

/// Answers a read with the document as `body` shows it, its revision as ETag, and with ?meta=true also in
/// `_id` and `_meta`.
Reply withRevision(const Request& request, const DocumentHeader& document, QJsonObject body);

/// One page of a list under its key, with page, page_size, has_next and total.
template <typename E>
QJsonObject pageObject(
    const QString& key, const control::Page<E>& page, const Paging& paging,
    const std::function<QJsonObject(const E&)>& show = [](const E& item) { return toJson(item); })
{
    QJsonArray items;
    for (const auto& item : page.items)
        items.append(show(*item));
    return {{key, items},
            {QStringLiteral("page"), paging.page},
            {QStringLiteral("page_size"), paging.size},
            {QStringLiteral("has_next"), qint64(paging.page) * paging.size < page.total},
            {QStringLiteral("total"), page.total}};
}

/// Reads page, page_size and our additions search, sort and order, and runs the query.
struct ListRequest {
    Paging paging;
    control::Query query;
};
Result<ListRequest> listRequestOf(const Services& services, const Request& request, int defaultSize = 10);

/// The slice of a list that `skip` and `limit` ask for (platform-routes sections 10, 11); what is out of
/// range is noted by the reader.
struct Slice {
    int skip = 0;
    int limit = 100;
};
Slice sliceOf(QueryReader& query);

/// The first document with that natural key, or null.
template <typename E>
std::shared_ptr<const E> byKey(const Services& services, const QStringList& key)
{
    const auto table = services.documents().of<E>();
    const E* found = table.first(control::By::NaturalKey, control::naturalKeyOf(key));
    return found ? table.find(found->id) : nullptr;
}

/// True when the patch has no field that the table knows; null counts as absent.
bool nothingToUpdate(const EntityTable& table, const QJsonObject& patch);

} // namespace gatehouse::admin
