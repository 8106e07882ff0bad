// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/tenant_view.h"

#include "common/model/api.h"
#include "common/model/operation.h"
#include "common/model/plan.h"
#include "common/model/principal.h"
#include "common/model/upstream.h"
#include "gateway/admin/services.h"
#include "gateway/control/record_keeper.h"

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {

/// What tells about all tenants at once, or about none, and cannot be cut.
constexpr std::array wholeGateway{CallId::LogSearch,
                                  CallId::LogFiles,
                                  CallId::LogStatistics,
                                  CallId::LogExport,
                                  CallId::LogDownload,
                                  CallId::MonitorMetrics,
                                  CallId::MonitorReport,
                                  CallId::MonitorLive,
                                  CallId::AnalyticsOverview,
                                  CallId::AnalyticsTimeseries,
                                  CallId::AnalyticsTopUsers,
                                  CallId::ConfigExportAll,
                                  CallId::ConfigExportApis,
                                  CallId::ConfigExportRoles,
                                  CallId::ConfigExportGroups,
                                  CallId::ConfigExportRoutings,
                                  CallId::ConfigExportEndpoints,
                                  CallId::ConfigImport,
                                  CallId::ConfigRollback,
                                  CallId::ConfigCurrent,
                                  CallId::ConfigReload,
                                  CallId::ToolChaos,
                                  CallId::ToolChaosStats,
                                  CallId::DemoSeed,
                                  CallId::CachesClear,
                                  CallId::ResponseCacheGet,
                                  CallId::ResponseCachePurge,
                                  CallId::AuditList,
                                  CallId::RevisionList,
                                  CallId::RevisionGet,
                                  CallId::RevisionDiff,
                                  CallId::RevisionRollback,
                                  CallId::Settings,
                                  CallId::SecurityRestart,
                                  CallId::MemoryDump,
                                  CallId::MemoryRestore,
                                  CallId::Status,
                                  CallId::CertificateList,
                                  CallId::ToolCors,
                                  CallId::ToolGrpc,
                                  CallId::V1Checklist};

class TenantView {
public:
    TenantView(const Services& services, Request& request, QString tenant)
        : m_documents(services.documents())
        , m_request(request)
        , m_tenant(std::move(tenant))
    {
    }

    /// False when the path names what belongs to somebody else.
    bool isOwn()
    {
        return nameApi() && api() && user(m_documents.user(given(u"username"_s))) &&
               user(m_documents.user(given(u"user_id"_s))) &&
               (given(u"email"_s).isEmpty() || user(m_documents.userByEmail(given(u"email"_s)))) &&
               owned(m_documents.of<Upstream>().at(given(u"upstream_id"_s))) && tier() && operation() &&
               collection();
    }

private:
    QString given(const QString& name) const { return m_request.params.value(name); }
    template <typename E>
    bool owned(const E* entity) const
    {
        return !entity || entity->tenant == m_tenant;
    }
    bool user(const User* user) const { return owned(user); }

    /// "orders" is the caller's orders, whatever else has the name.
    bool nameApi()
    {
        const auto name = m_request.params.find(u"api_name"_s);
        if (name == m_request.params.end())
            return true;
        if (!name->contains(u':'))
            *name = m_tenant + u':' + *name;
        return name->section(u':', 0, 0) == m_tenant;
    }
    /// An id, or "name:version" with or without a tenant.
    bool api()
    {
        const auto wanted = m_request.params.find(u"api"_s);
        if (wanted == m_request.params.end())
            return true;
        if (const Api* byId = m_documents.of<Api>().at(*wanted))
            return owned(byId);
        if (wanted->count(u':') == 1)
            *wanted = m_tenant + u':' + *wanted;
        return wanted->section(u':', 0, 0) == m_tenant;
    }
    /// "orders" is the caller's orders.
    bool collection()
    {
        const auto name = m_request.params.find(u"collection"_s);
        if (name == m_request.params.end())
            return true;
        if (!name->contains(u':') && control::tenantOfCollection(*name) != m_tenant)
            *name = m_tenant + u':' + *name;
        return control::tenantOfCollection(*name) == m_tenant;
    }
    bool tier() const
    {
        const Plan* plan = m_documents.of<Plan>().first(control::By::Tier, given(u"tier_id"_s));
        return !plan || plan->tenant.isEmpty() || owned(plan);
    }
    bool operation() const
    {
        const Operation* operation = m_documents.of<Operation>().at(given(u"endpoint_id"_s));
        return !operation || owned(m_documents.of<Api>().at(operation->apiId));
    }

    const control::Documents& m_documents;
    Request& m_request;
    QString m_tenant;
};

} // namespace

QString tenantOf(const Request& request)
{
    return request.caller.user ? request.caller.user->tenant : QString();
}

std::optional<Reply> foreignRefusal(const Services& services, const CallInfo& info, Request& request)
{
    const QString tenant = tenantOf(request);
    if (tenant.isEmpty())
        return std::nullopt;
    if (std::ranges::find(wholeGateway, info.id) != wholeGateway.end())
        return Reply::error(403, u"GH005"_s,
                            u"This call is about the whole gateway: it is for users without a tenant"_s);
    if (info.surface != Surface::Platform || TenantView(services, request, tenant).isOwn())
        return std::nullopt;
    if (info.method == Method::Get)
        return Reply::error(404, u"GH006"_s, u"Not found"_s);
    return Reply::error(403, u"GH005"_s, u"You may only work with tenant %1"_s.arg(tenant));
}

} // namespace gatehouse::admin
