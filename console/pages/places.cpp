// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/places.h"

#include "console/pages/access/access_pages.h"
#include "console/pages/alerts/alert_rules_page.h"
#include "console/pages/alerts/alerts_page.h"
#include "console/pages/alerts/channels_page.h"
#include "console/pages/alerts/silences_page.h"
#include "console/pages/analysis/analysis_page.h"
#include "console/pages/apis/apis_page.h"
#include "console/pages/audit/audit_page.h"
#include "console/pages/certificates/certificates_page.h"
#include "console/pages/consumers/consumers_page.h"
#include "console/pages/consumers/subscriptions_page.h"
#include "console/pages/credits/credits_pages.h"
#include "console/pages/dashboard/dashboard_page.h"
#include "console/pages/exchange/exchange_page.h"
#include "console/pages/gateway/gateway_settings_page.h"
#include "console/pages/golive/golive_page.h"
#include "console/pages/logs/logs_page.h"
#include "console/pages/plans/plans_page.h"
#include "console/pages/policies/policies_page.h"
#include "console/pages/quotas/quotas_page.h"
#include "console/pages/revisions/revisions_page.h"
#include "console/pages/routings/routings_page.h"
#include "console/pages/security/security_page.h"
#include "console/pages/tenants/tenants_page.h"
#include "console/pages/tester/tester_page.h"
#include "console/pages/upstreams/targets_page.h"
#include "console/pages/upstreams/upstreams_page.h"
#include "console/pages/users/users_page.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString text(const char* english)
{
    return QCoreApplication::translate("Places", english);
}

template <typename PageType>
Page* make(PageContext& context, QWidget* parent)
{
    return new PageType(context, parent);
}

} // namespace

void registerPlaces(PlaceRegistry& registry)
{
    const QString servers = text(QT_TRANSLATE_NOOP("Places", "Upstreams"));
    const QString desk = text(QT_TRANSLATE_NOOP("Places", "Consumers"));
    const QString access = text(QT_TRANSLATE_NOOP("Places", "Access"));
    const QString alerting = text(QT_TRANSLATE_NOOP("Places", "Alerting"));
    const QString operate = text(QT_TRANSLATE_NOOP("Places", "Operate"));
    const auto add = [&registry](const char* id, const QString& group, const char* title, const char* icon,
                                 const char* keywords, auto maker) {
        const int order = static_cast<int>(registry.places().size()) * 10;
        registry.add({QString::fromLatin1(id), group, text(title), QString::fromLatin1(icon), order,
                      text(keywords), maker});
    };
    add("dashboard", {}, QT_TRANSLATE_NOOP("Places", "Dashboard"), "dashboard",
        QT_TRANSLATE_NOOP("Places", "overview live traffic latency errors charts"), make<DashboardPage>);
    add("analysis", {}, QT_TRANSLATE_NOOP("Places", "Traffic analysis"), "plan",
        QT_TRANSLATE_NOOP("Places", "analytics usage errors latency top apis users endpoints days"),
        make<AnalysisPage>);
    add("alerts", {}, QT_TRANSLATE_NOOP("Places", "Alerts"), "alert",
        QT_TRANSLATE_NOOP("Places", "firing acknowledge silence history incident"), make<AlertsPage>);
    add("apis", {}, QT_TRANSLATE_NOOP("Places", "APIs"), "api",
        QT_TRANSLATE_NOOP("Places", "publish endpoints operations servers routes"), make<ApisPage>);
    add("tester", {}, QT_TRANSLATE_NOOP("Places", "Request tester"), "tester",
        QT_TRANSLATE_NOOP("Places", "try send request curl debug"), make<TesterPage>);
    add("targets", servers, QT_TRANSLATE_NOOP("Places", "Upstream health"), "traffic",
        QT_TRANSLATE_NOOP("Places", "targets servers down drain breaker ejected backends"),
        make<TargetsPage>);
    add("upstreams", servers, QT_TRANSLATE_NOOP("Places", "Upstream groups"), "upstream",
        QT_TRANSLATE_NOOP("Places", "pool targets weights balancing health checks"), make<UpstreamsPage>);
    add("routings", servers, QT_TRANSLATE_NOOP("Places", "Routings"), "upstream",
        QT_TRANSLATE_NOOP("Places", "client key servers of their own"), make<RoutingsPage>);
    add("consumers", desk, QT_TRANSLATE_NOOP("Places", "Consumers"), "consumers",
        QT_TRANSLATE_NOOP("Places", "onboard customers callers keys import csv"), make<ConsumersPage>);
    add("subscriptions", desk, QT_TRANSLATE_NOOP("Places", "Subscriptions and keys"), "key",
        QT_TRANSLATE_NOOP("Places", "approve reject rotate revoke extend look up"), make<SubscriptionsPage>);
    add("plans", desk, QT_TRANSLATE_NOOP("Places", "Plans"), "plan",
        QT_TRANSLATE_NOOP("Places", "tiers limits per minute day month burst"), make<PlansPage>);
    add("policies", desk, QT_TRANSLATE_NOOP("Places", "Policies"), "policy",
        QT_TRANSLATE_NOOP("Places", "rate limit cors address filter dry run"), make<PoliciesPage>);
    add("rules", desk, QT_TRANSLATE_NOOP("Places", "Limit rules"), "filter",
        QT_TRANSLATE_NOOP("Places", "per user api endpoint address window"), make<LimitRulesPage>);
    add("credit_groups", desk, QT_TRANSLATE_NOOP("Places", "Credit groups"), "certificate",
        QT_TRANSLATE_NOOP("Places", "definitions upstream keys tiers"), make<CreditGroupsPage>);
    add("balances", desk, QT_TRANSLATE_NOOP("Places", "Credits of users"), "traffic",
        QT_TRANSLATE_NOOP("Places", "balance quota give"), make<CreditBalancesPage>);
    add("quotas", desk, QT_TRANSLATE_NOOP("Places", "Use of quotas"), "dashboard",
        QT_TRANSLATE_NOOP("Places", "used left limit exhausted reset per day month"), make<QuotasPage>);
    add("users", access, QT_TRANSLATE_NOOP("Places", "Users"), "consumers",
        QT_TRANSLATE_NOOP("Places", "accounts groups roles login"), make<UsersPage>);
    add("groups", access, QT_TRANSLATE_NOOP("Places", "Groups"), "consumer",
        QT_TRANSLATE_NOOP("Places", "members admit callers"), make<GroupsPage>);
    add("roles", access, QT_TRANSLATE_NOOP("Places", "Roles"), "lock",
        QT_TRANSLATE_NOOP("Places", "permissions rights administer"), make<RolesPage>);
    add("tenants", access, QT_TRANSLATE_NOOP("Places", "Tenants"), "gateway",
        QT_TRANSLATE_NOOP("Places", "organisations teams borders suspend"), make<TenantsPage>);
    add("vault", access, QT_TRANSLATE_NOOP("Places", "Vault"), "lock",
        QT_TRANSLATE_NOOP("Places", "secrets keep encrypted"), make<VaultPage>);
    add("alert_rules", alerting, QT_TRANSLATE_NOOP("Places", "Alert rules"), "filter",
        QT_TRANSLATE_NOOP("Places", "thresholds error rate latency severity"), make<AlertRulesPage>);
    add("alert_channels", alerting, QT_TRANSLATE_NOOP("Places", "Alert channels"), "link",
        QT_TRANSLATE_NOOP("Places", "e-mail slack webhook desktop notify test"), make<ChannelsPage>);
    add("silences", alerting, QT_TRANSLATE_NOOP("Places", "Silences"), "pause",
        QT_TRANSLATE_NOOP("Places", "mute maintenance quiet"), make<SilencesPage>);
    add("logs", operate, QT_TRANSLATE_NOOP("Places", "Logs"), "logs",
        QT_TRANSLATE_NOOP("Places", "lines requests errors live tail"), make<LogsPage>);
    add("revisions", operate, QT_TRANSLATE_NOOP("Places", "Revisions"), "clock",
        QT_TRANSLATE_NOOP("Places", "history compare roll back undo diff"), make<RevisionsPage>);
    add("audit", operate, QT_TRANSLATE_NOOP("Places", "Audit"), "audit",
        QT_TRANSLATE_NOOP("Places", "who changed what when trail"), make<AuditPage>);
    add("golive", operate, QT_TRANSLATE_NOOP("Places", "Go-live checklist"), "good",
        QT_TRANSLATE_NOOP("Places", "production ready checks week one"), make<GoLivePage>);
    add("exchange", operate, QT_TRANSLATE_NOOP("Places", "Export and import"), "import",
        QT_TRANSLATE_NOOP("Places", "configuration file backup move environment json"), make<ExchangePage>);
    add("certificates", operate, QT_TRANSLATE_NOOP("Places", "Certificates"), "certificate",
        QT_TRANSLATE_NOOP("Places", "tls https expiry renew authority ocsp fingerprint"),
        make<CertificatesPage>);
    add("settings", operate, QT_TRANSLATE_NOOP("Places", "Gateway settings"), "settings",
        QT_TRANSLATE_NOOP("Places", "environment variables reload restart cache"), make<GatewaySettingsPage>);
    add("security", operate, QT_TRANSLATE_NOOP("Places", "Security"), "golive",
        QT_TRANSLATE_NOOP("Places", "addresses allow deny proxies dump restore restart"), make<SecurityPage>);
}

} // namespace gatehouse::console
